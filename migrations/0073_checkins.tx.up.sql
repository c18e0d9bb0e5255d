CREATE TABLE checkin_codes (
  attendance_id {{.PK}} PRIMARY KEY REFERENCES attendances (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  code text NOT NULL UNIQUE
);
CREATE INDEX checkin_codes_event ON checkin_codes (event_id);
CREATE TABLE checkins (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  at {{.TS}} NOT NULL,
  received_at {{.TS}} NOT NULL,
  door text NOT NULL,
  pass_id text NOT NULL,
  user_id text NOT NULL,
  walked_in boolean NOT NULL,
  without_place boolean NOT NULL,
  double_of text NOT NULL,
  undone_at {{.TS}}
);
CREATE UNIQUE INDEX checkins_present ON checkins (attendance_id) WHERE double_of = '' AND undone_at IS NULL;
CREATE INDEX checkins_event ON checkins (event_id, at);
