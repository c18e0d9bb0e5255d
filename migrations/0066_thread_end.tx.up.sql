ALTER TABLE invite_threads ADD COLUMN last_sequence bigint NOT NULL DEFAULT 0;
