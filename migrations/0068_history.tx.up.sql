CREATE INDEX attendances_arrival ON attendances (event_id, created_at, id, place, answer, origin, ticket, name_key);
CREATE TABLE attendance_edits (
  id {{.PK}} PRIMARY KEY,
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id) ON DELETE CASCADE,
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  what text NOT NULL,
  item_id text NOT NULL,
  was text NOT NULL,
  is_now text NOT NULL,
  at {{.TS}} NOT NULL
);
CREATE INDEX attendance_edits_of ON attendance_edits (attendance_id, at);
CREATE TABLE form_edits (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id) ON DELETE CASCADE,
  field_id {{.PK}} NOT NULL REFERENCES form_fields (id) ON DELETE CASCADE,
  was text NOT NULL,
  is_now text NOT NULL,
  at {{.TS}} NOT NULL
);
CREATE INDEX form_edits_of ON form_edits (attendance_id, at);
CREATE INDEX form_edits_field ON form_edits (field_id);
