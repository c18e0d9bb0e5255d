CREATE TABLE plan_dependencies (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  from_id text NOT NULL,
  to_id text NOT NULL,
  lag_days bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  UNIQUE (from_id, to_id)
);
CREATE INDEX plan_dependencies_project ON plan_dependencies (project_id);
