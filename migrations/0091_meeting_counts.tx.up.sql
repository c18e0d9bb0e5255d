ALTER TABLE meetings ADD COLUMN present bigint;
ALTER TABLE meetings ADD COLUMN entitled bigint;
ALTER TABLE meetings ADD COLUMN needed bigint;
