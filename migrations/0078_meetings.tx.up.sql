CREATE TABLE meetings (
  event_id {{.PK}} PRIMARY KEY REFERENCES events (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  agenda_public boolean NOT NULL,
  approved_at {{.TS}},
  approved_note text NOT NULL,
  published_at {{.TS}}
);
CREATE TABLE agenda_items (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  position bigint NOT NULL,
  title text NOT NULL,
  presenter text NOT NULL,
  planned bigint NOT NULL,
  description text NOT NULL,
  public boolean NOT NULL,
  minutes text NOT NULL,
  minutes_version bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX agenda_items_event ON agenda_items (event_id, position);
CREATE TABLE agenda_links (
  item_id {{.PK}} NOT NULL REFERENCES agenda_items (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  kind text NOT NULL CHECK (kind IN ('document', 'milestone', 'card')),
  subject_id text NOT NULL,
  PRIMARY KEY (item_id, kind, subject_id)
);
CREATE TABLE minutes_versions (
  item_id {{.PK}} NOT NULL REFERENCES agenda_items (id),
  number bigint NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  text text NOT NULL,
  written_by text NOT NULL,
  written_at {{.TS}} NOT NULL,
  PRIMARY KEY (item_id, number)
);
CREATE TABLE meeting_presences (
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  member_id {{.PK}} NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  who text NOT NULL CHECK (who IN ('member', 'deputy')),
  PRIMARY KEY (event_id, member_id)
);
CREATE TABLE meeting_followups (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  item_id {{.PK}} NOT NULL REFERENCES agenda_items (id),
  title text NOT NULL,
  due_on text NOT NULL,
  task_id text NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX meeting_followups_item ON meeting_followups (item_id);
CREATE TABLE minutes_rounds (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  until_on text NOT NULL,
  opened_by text NOT NULL,
  opened_at {{.TS}} NOT NULL,
  reminded_at {{.TS}},
  closed_at {{.TS}}
);
CREATE UNIQUE INDEX minutes_rounds_open ON minutes_rounds (event_id) WHERE closed_at IS NULL;
CREATE TABLE minutes_votes (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  round_id {{.PK}} NOT NULL REFERENCES minutes_rounds (id),
  member_id {{.PK}} NOT NULL,
  token_hash text NOT NULL UNIQUE,
  reminder_hash text NOT NULL,
  answer text NOT NULL CHECK (answer IN ('', 'approved', 'objected')),
  comment text NOT NULL,
  answered_at {{.TS}},
  UNIQUE (round_id, member_id)
);
CREATE INDEX minutes_votes_reminder ON minutes_votes (reminder_hash) WHERE reminder_hash <> '';
