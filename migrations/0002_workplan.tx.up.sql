CREATE TABLE goals (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  number text NOT NULL,
  title text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (project_id, number)
);
CREATE TABLE milestones (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  goal_id {{.PK}} NOT NULL REFERENCES goals (id),
  number text NOT NULL,
  title text NOT NULL,
  starts_on text NOT NULL,
  due_on text NOT NULL,
  completed_on text NOT NULL,
  completed_reason text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (project_id, number)
);
CREATE INDEX milestones_goal ON milestones (goal_id);
CREATE TABLE tasks (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  milestone_id {{.PK}} NOT NULL REFERENCES milestones (id),
  title text NOT NULL,
  assignee_id text NOT NULL,
  due_on text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'in_work', 'done')),
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX tasks_milestone ON tasks (milestone_id);
CREATE INDEX tasks_project ON tasks (project_id, state);
CREATE INDEX tasks_assignee ON tasks (assignee_id) WHERE state <> 'done';
