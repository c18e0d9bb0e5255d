CREATE TABLE meeting_guests (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  name text NOT NULL,
  name_key text NOT NULL,
  organisation text NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX meeting_guests_event ON meeting_guests (event_id);
