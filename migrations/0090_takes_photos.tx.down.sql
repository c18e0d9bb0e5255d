ALTER TABLE events DROP COLUMN takes_photos;
