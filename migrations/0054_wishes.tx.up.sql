ALTER TABLE events ADD COLUMN wishes_until text NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN wishes_done_at {{.TS}};
CREATE TABLE workshop_wishes (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  item_id text NOT NULL,
  rank bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  UNIQUE (attendance_id, item_id)
);
CREATE INDEX workshop_wishes_event ON workshop_wishes (event_id);
CREATE TABLE workshop_draws (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  seed text NOT NULL,
  reason text NOT NULL,
  drawn_by text NOT NULL,
  drawn_at {{.TS}} NOT NULL
);
CREATE INDEX workshop_draws_event ON workshop_draws (event_id, drawn_at);
CREATE TABLE workshop_outcomes (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  slot text NOT NULL,
  item_id text NOT NULL,
  rank bigint NOT NULL,
  lot bigint NOT NULL,
  leads text NOT NULL,
  verdicts text NOT NULL,
  UNIQUE (attendance_id, slot)
);
CREATE INDEX workshop_outcomes_event ON workshop_outcomes (event_id);
