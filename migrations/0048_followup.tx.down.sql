ALTER TABLE invite_threads DROP COLUMN provisional;
DROP TABLE followups;
DROP TABLE followup_plans;
