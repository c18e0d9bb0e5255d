CREATE TABLE events (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  kind text NOT NULL,
  title text NOT NULL,
  slug text NOT NULL UNIQUE,
  summary text NOT NULL,
  description text NOT NULL,
  starts_wall text NOT NULL,
  ends_wall text NOT NULL,
  zone text NOT NULL,
  starts_at {{.TS}} NOT NULL,
  ends_at {{.TS}} NOT NULL,
  venue text NOT NULL,
  address text NOT NULL,
  access text NOT NULL,
  capacity bigint NOT NULL,
  registration_from text NOT NULL,
  registration_until text NOT NULL,
  contact text NOT NULL,
  state text NOT NULL,
  created_at {{.TS}} NOT NULL,
  updated_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX events_project ON events (project_id, starts_at);
CREATE INDEX events_public ON events (state, starts_at);
CREATE TABLE programme_items (
  id {{.PK}} PRIMARY KEY,
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  kind text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  room text NOT NULL,
  speakers text NOT NULL,
  moderator text NOT NULL,
  starts_wall text NOT NULL,
  ends_wall text NOT NULL,
  starts_at {{.TS}} NOT NULL,
  ends_at {{.TS}} NOT NULL,
  slot text NOT NULL,
  capacity bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX programme_items_event ON programme_items (event_id, starts_at);
