DROP INDEX documents_public;
ALTER TABLE documents DROP COLUMN public_from;
ALTER TABLE documents DROP COLUMN published_at;
ALTER TABLE documents DROP COLUMN licence;
