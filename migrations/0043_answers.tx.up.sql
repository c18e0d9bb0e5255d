ALTER TABLE attendance_answers ADD COLUMN entered_by text NOT NULL DEFAULT '';
ALTER TABLE attendance_answers ADD COLUMN found text NOT NULL DEFAULT '';
ALTER TABLE attendance_answers ADD COLUMN mail_id text NOT NULL DEFAULT '';
ALTER TABLE attendance_answers ADD COLUMN undone_by text NOT NULL DEFAULT '';
ALTER TABLE attendance_answers ADD COLUMN undone_at {{.TS}};
CREATE TABLE person_addresses (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  person_id {{.PK}} NOT NULL REFERENCES persons (id),
  email text NOT NULL,
  email_key text NOT NULL,
  added_by text NOT NULL,
  added_at {{.TS}} NOT NULL,
  UNIQUE (person_id, email_key)
);
ALTER TABLE invite_incoming ADD COLUMN delegate_name text NOT NULL DEFAULT '';
ALTER TABLE invite_incoming ADD COLUMN delegate_email text NOT NULL DEFAULT '';
ALTER TABLE invite_incoming ADD COLUMN settled_how text NOT NULL DEFAULT '';
ALTER TABLE invite_incoming ADD COLUMN settled_with text NOT NULL DEFAULT '';
CREATE TABLE invite_proposals (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  mail_id {{.PK}} NOT NULL REFERENCES invite_incoming (id),
  starts_at {{.TS}} NOT NULL,
  ends_at {{.TS}} NOT NULL,
  place text NOT NULL,
  comment text NOT NULL,
  state text NOT NULL,
  received_at {{.TS}} NOT NULL,
  decided_by text NOT NULL,
  decided_at {{.TS}},
  UNIQUE (mail_id)
);
CREATE INDEX invite_proposals_event ON invite_proposals (event_id, received_at);
CREATE TABLE representations (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  substitute_id {{.PK}} NOT NULL REFERENCES attendances (id),
  way text NOT NULL,
  made_by text NOT NULL,
  found text NOT NULL,
  made_at {{.TS}} NOT NULL,
  ended_by text NOT NULL,
  ended_at {{.TS}}
);
CREATE UNIQUE INDEX representations_represented ON representations (attendance_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX representations_substitute ON representations (substitute_id) WHERE ended_at IS NULL;
CREATE INDEX representations_event ON representations (event_id);
CREATE TABLE representation_passes (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  token_hash text NOT NULL UNIQUE,
  made_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL,
  closed_at {{.TS}},
  closed_how text NOT NULL
);
CREATE UNIQUE INDEX representation_passes_open ON representation_passes (attendance_id) WHERE closed_at IS NULL;
CREATE TABLE representation_claims (
  id {{.PK}} PRIMARY KEY,
  pass_id {{.PK}} NOT NULL REFERENCES representation_passes (id),
  name text NOT NULL,
  email text NOT NULL,
  lang text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  notice_version text NOT NULL,
  made_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL,
  confirmed_at {{.TS}}
);
CREATE INDEX representation_claims_pass ON representation_claims (pass_id, made_at);
