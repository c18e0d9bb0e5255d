ALTER TABLE attendances ADD COLUMN photos_at {{.TS}};
