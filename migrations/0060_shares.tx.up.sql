ALTER TABLE events ADD COLUMN by_kind boolean NOT NULL DEFAULT false;
ALTER TABLE events ADD COLUMN kept_until text NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN kept_freed_at {{.TS}};
CREATE INDEX events_kept ON events (kept_until) WHERE by_kind;
ALTER TABLE attendances ADD COLUMN share text NOT NULL DEFAULT '';
CREATE TABLE seat_shares (
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  kind text NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  kept bigint NOT NULL,
  most bigint NOT NULL,
  taken bigint NOT NULL,
  PRIMARY KEY (event_id, kind),
  CHECK (taken >= 0),
  CHECK (most = 0 OR taken <= most)
);
