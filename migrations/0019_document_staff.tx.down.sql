ALTER TABLE documents ADD COLUMN published_at {{.TS}};
