CREATE TABLE followup_plans (
  event_id {{.PK}} PRIMARY KEY REFERENCES events (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  days text NOT NULL,
  off boolean NOT NULL,
  told_on text NOT NULL
);
CREATE TABLE followups (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  answer_by text NOT NULL,
  rung bigint NOT NULL,
  mail_id text NOT NULL,
  created_at {{.TS}} NOT NULL,
  UNIQUE (attendance_id, answer_by, rung)
);
CREATE INDEX followups_event ON followups (event_id, created_at);
ALTER TABLE invite_threads ADD COLUMN provisional boolean NOT NULL DEFAULT false;
