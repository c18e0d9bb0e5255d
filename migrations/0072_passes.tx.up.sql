CREATE TABLE passes (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  kind text NOT NULL,
  subject_id text NOT NULL,
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  created_by text NOT NULL,
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL,
  revoked_at {{.TS}},
  last_used_at {{.TS}}
);
CREATE INDEX passes_event ON passes (event_id, kind, created_at);
CREATE INDEX passes_over ON passes (expires_at);
