CREATE TABLE event_photos (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  item_id {{.PK}} NOT NULL,
  large text NOT NULL,
  small text NOT NULL,
  width bigint NOT NULL,
  height bigint NOT NULL,
  alt text NOT NULL,
  credit text NOT NULL,
  agreed_at {{.TS}} NOT NULL,
  agreed_by text NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX event_photos_event ON event_photos (event_id);
