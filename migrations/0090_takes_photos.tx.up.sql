ALTER TABLE events ADD COLUMN takes_photos boolean NOT NULL DEFAULT false;
