CREATE TABLE deadline_templates (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_kind text NOT NULL,
  rules {{.JSON}} NOT NULL,
  updated_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (workspace_id, event_kind)
);
CREATE TABLE event_deadlines (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id text NOT NULL,
  task_id text NOT NULL,
  rule_key text NOT NULL,
  offset_days bigint NOT NULL,
  basis text NOT NULL,
  created_at {{.TS}} NOT NULL,
  UNIQUE (event_id, rule_key)
);
CREATE INDEX event_deadlines_project ON event_deadlines (project_id);
CREATE INDEX event_deadlines_task ON event_deadlines (task_id);
