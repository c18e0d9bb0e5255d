DROP TABLE tasks;
DROP TABLE milestones;
DROP TABLE goals;
