CREATE TABLE bin_entries (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id text NOT NULL,
  kind text NOT NULL,
  subject_id text NOT NULL,
  parent_id text NOT NULL,
  holds text NOT NULL,
  title text NOT NULL,
  sort_key text NOT NULL,
  search text NOT NULL,
  deleted_by text NOT NULL,
  deleted_by_name text NOT NULL,
  deleted_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL,
  snapshot {{.JSON}} NOT NULL
);
CREATE INDEX bin_entries_list ON bin_entries (workspace_id, project_id, deleted_at);
CREATE INDEX bin_entries_expiry ON bin_entries (expires_at);
