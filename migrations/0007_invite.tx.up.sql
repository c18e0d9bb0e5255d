CREATE TABLE invite_batches (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  nonce text NOT NULL UNIQUE,
  personal_text text NOT NULL,
  sent bigint NOT NULL,
  skipped bigint NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX invite_batches_event ON invite_batches (event_id, created_at);
CREATE TABLE invite_threads (
  uid text PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  place_id text NOT NULL,
  batch_id text NOT NULL,
  requested_at {{.TS}} NOT NULL,
  cancelled_at {{.TS}}
);
CREATE INDEX invite_threads_event ON invite_threads (event_id);
CREATE INDEX invite_threads_attendance ON invite_threads (attendance_id);
CREATE TABLE invite_incoming (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id text NOT NULL,
  event_id text NOT NULL,
  attendance_id text NOT NULL,
  mail_key text NOT NULL UNIQUE,
  state text NOT NULL,
  reason text NOT NULL,
  from_name text NOT NULL,
  from_email text NOT NULL,
  subject text NOT NULL,
  method text NOT NULL,
  uid text NOT NULL,
  attendee text NOT NULL,
  answer text NOT NULL,
  comment text NOT NULL,
  sequence bigint NOT NULL,
  stamp {{.TS}},
  raw text NOT NULL,
  received_at {{.TS}} NOT NULL,
  settled_at {{.TS}},
  settled_by text NOT NULL
);
CREATE INDEX invite_incoming_list ON invite_incoming (workspace_id, received_at);
CREATE INDEX invite_incoming_attendance ON invite_incoming (attendance_id);
