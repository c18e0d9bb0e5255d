ALTER TABLE invite_threads DROP COLUMN last_sequence;
