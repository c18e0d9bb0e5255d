ALTER TABLE meetings DROP COLUMN needed;
ALTER TABLE meetings DROP COLUMN entitled;
ALTER TABLE meetings DROP COLUMN present;
