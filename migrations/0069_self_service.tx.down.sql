DROP TABLE address_changes;
DROP INDEX attendances_erased;
ALTER TABLE attendances DROP COLUMN erased_at;
