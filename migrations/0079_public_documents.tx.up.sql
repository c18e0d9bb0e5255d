ALTER TABLE documents ADD COLUMN licence text NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN published_at {{.TS}};
ALTER TABLE documents ADD COLUMN public_from bigint NOT NULL DEFAULT 0;
CREATE INDEX documents_public ON documents (published_at) WHERE published_at IS NOT NULL;
