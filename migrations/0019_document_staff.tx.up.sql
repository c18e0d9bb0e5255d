ALTER TABLE documents DROP COLUMN published_at;
