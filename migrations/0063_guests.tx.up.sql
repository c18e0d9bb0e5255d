ALTER TABLE events ADD COLUMN lists_guests boolean NOT NULL DEFAULT false;
ALTER TABLE attendances ADD COLUMN listed_at {{.TS}};
CREATE INDEX attendances_listed ON attendances (event_id) WHERE listed_at IS NOT NULL;
