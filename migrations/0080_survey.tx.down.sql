DROP TABLE survey_tallies;
DROP TABLE surveys;
