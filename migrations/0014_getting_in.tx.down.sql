DROP TABLE plan_import_mappings;
DROP TABLE directory_merges;
DROP TABLE duplicate_dismissals;
DROP INDEX persons_named;
DROP TABLE directory_import_rows;
ALTER TABLE directory_imports DROP COLUMN stopped_at;
ALTER TABLE directory_imports DROP COLUMN finished_at;
ALTER TABLE directory_imports DROP COLUMN rows_done;
ALTER TABLE directory_imports DROP COLUMN row_count;
