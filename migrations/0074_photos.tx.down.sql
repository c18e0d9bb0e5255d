ALTER TABLE attendances DROP COLUMN photos_at;
