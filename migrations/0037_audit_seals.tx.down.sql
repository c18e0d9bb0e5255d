DROP TABLE audit_seals;
DROP INDEX audit_entries_order;
ALTER TABLE audit_entries DROP COLUMN name_hash;
ALTER TABLE audit_entries DROP COLUMN salt;
