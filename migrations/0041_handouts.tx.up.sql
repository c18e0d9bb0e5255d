CREATE TABLE handouts (
  id {{.PK}} PRIMARY KEY,
  workspace_id text NOT NULL,
  project_id text NOT NULL,
  reader text NOT NULL,
  until_on text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  opened_by text NOT NULL,
  opened_at {{.TS}} NOT NULL,
  closed_at {{.TS}}
);
CREATE INDEX handouts_project ON handouts (project_id, workspace_id, opened_at);
