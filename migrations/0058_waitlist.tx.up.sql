ALTER TABLE events ADD COLUMN offer_hours bigint NOT NULL DEFAULT 0;
ALTER TABLE attendances ADD COLUMN offered_until {{.TS}};
CREATE INDEX attendances_offered ON attendances (offered_until) WHERE offered_until IS NOT NULL;
CREATE TABLE waitlist_steps (
  id {{.PK}} PRIMARY KEY,
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  what text NOT NULL,
  position_from bigint NOT NULL,
  position_to bigint NOT NULL,
  until {{.TS}},
  reason text NOT NULL,
  made_by text NOT NULL,
  at {{.TS}} NOT NULL
);
CREATE INDEX waitlist_steps_of ON waitlist_steps (attendance_id, at);
CREATE INDEX waitlist_steps_event ON waitlist_steps (event_id, at);
