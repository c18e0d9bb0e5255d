DROP TABLE import_mappings;
ALTER TABLE directory_imports DROP COLUMN chosen;
