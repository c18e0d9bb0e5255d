DROP TABLE registration_notes;
DROP INDEX attendances_state;
DROP INDEX attendances_named;
ALTER TABLE attendances DROP COLUMN organisation_key;
ALTER TABLE attendances DROP COLUMN search;
