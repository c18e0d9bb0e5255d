ALTER TABLE milestones ADD COLUMN lead_id text NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN deputy_id text NOT NULL DEFAULT '';
CREATE TABLE reminder_ladders (
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  rungs text NOT NULL,
  PRIMARY KEY (project_id, subject_kind, subject_id)
);
CREATE TABLE reminders (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  due_on text NOT NULL,
  rung bigint NOT NULL,
  receiver_kind text NOT NULL,
  receiver_id text NOT NULL,
  role text NOT NULL,
  title text NOT NULL,
  title_key text NOT NULL,
  search text NOT NULL,
  mail_id text NOT NULL,
  created_at {{.TS}} NOT NULL,
  UNIQUE (subject_kind, subject_id, due_on, rung, receiver_id)
);
CREATE INDEX reminders_project ON reminders (project_id, created_at);
CREATE TABLE reminder_runs (
  workspace_id {{.PK}} PRIMARY KEY REFERENCES workspaces (id),
  last_day text NOT NULL
);
