ALTER TABLE boards DROP COLUMN changes;
