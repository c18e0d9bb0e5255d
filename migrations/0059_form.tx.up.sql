ALTER TABLE events ADD COLUMN form_version bigint NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN asks_needs boolean NOT NULL DEFAULT false;
CREATE TABLE form_fields (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  position bigint NOT NULL,
  kind text NOT NULL,
  label text NOT NULL,
  hint text NOT NULL,
  options text NOT NULL,
  required boolean NOT NULL,
  when_field text NOT NULL,
  when_option text NOT NULL,
  purpose text NOT NULL,
  keep_days bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  removed_at {{.TS}},
  version bigint NOT NULL
);
CREATE INDEX form_fields_event ON form_fields (event_id, position);
CREATE TABLE form_answers (
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id) ON DELETE CASCADE,
  field_id {{.PK}} NOT NULL REFERENCES form_fields (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  value text NOT NULL,
  file text NOT NULL,
  answered_at {{.TS}} NOT NULL,
  PRIMARY KEY (attendance_id, field_id)
);
CREATE INDEX form_answers_event ON form_answers (event_id);
CREATE INDEX form_answers_field ON form_answers (field_id);
CREATE INDEX form_answers_file ON form_answers (file) WHERE file <> '';
CREATE TABLE form_needs (
  attendance_id {{.PK}} PRIMARY KEY REFERENCES attendances (id) ON DELETE CASCADE,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  arranged text NOT NULL,
  note text NOT NULL,
  consent text NOT NULL,
  consented_at {{.TS}} NOT NULL
);
CREATE INDEX form_needs_event ON form_needs (event_id);
CREATE TABLE form_notices (
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  version bigint NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  content text NOT NULL,
  created_at {{.TS}} NOT NULL,
  PRIMARY KEY (event_id, version)
);
