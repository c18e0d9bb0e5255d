ALTER TABLE attendances ADD COLUMN search text NOT NULL DEFAULT '';
ALTER TABLE attendances ADD COLUMN organisation_key text NOT NULL DEFAULT '';
UPDATE attendances SET organisation_key = lower(replace(replace(replace(replace(replace(replace(replace(organisation,
  'Ä', 'ae'), 'Ö', 'oe'), 'Ü', 'ue'), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'));
UPDATE attendances SET search = ' ' || name_key || ' ' || email_key || ' ' || organisation_key || ' ';
CREATE INDEX attendances_named ON attendances (event_id, name_key, id);
CREATE INDEX attendances_state ON attendances (event_id, place, answer);
CREATE TABLE registration_notes (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id) ON DELETE CASCADE,
  text text NOT NULL,
  author text NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX registration_notes_of ON registration_notes (attendance_id, created_at);
