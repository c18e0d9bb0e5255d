DROP TABLE seat_shares;
ALTER TABLE attendances DROP COLUMN share;
DROP INDEX events_kept;
ALTER TABLE events DROP COLUMN kept_freed_at;
ALTER TABLE events DROP COLUMN kept_until;
ALTER TABLE events DROP COLUMN by_kind;
