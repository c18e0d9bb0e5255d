DROP TABLE minutes_votes;
DROP TABLE minutes_rounds;
DROP TABLE meeting_followups;
DROP TABLE meeting_presences;
DROP TABLE minutes_versions;
DROP TABLE agenda_links;
DROP TABLE agenda_items;
DROP TABLE meetings;
