DROP INDEX attendances_listed;
ALTER TABLE attendances DROP COLUMN listed_at;
ALTER TABLE events DROP COLUMN lists_guests;
