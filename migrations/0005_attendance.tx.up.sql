CREATE TABLE seats (
  id {{.PK}} PRIMARY KEY,
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  capacity bigint NOT NULL,
  taken bigint NOT NULL,
  CHECK (taken >= 0),
  CHECK (capacity = 0 OR taken <= capacity)
);
CREATE INDEX seats_event ON seats (event_id);
CREATE TABLE attendances (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  person_id text NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL,
  organisation text NOT NULL,
  remark text NOT NULL,
  lang text NOT NULL,
  origin text NOT NULL,
  uid text NOT NULL UNIQUE,
  sequence bigint NOT NULL,
  stamp {{.TS}} NOT NULL,
  answer text NOT NULL,
  answered_at {{.TS}},
  place text NOT NULL,
  ticket bigint NOT NULL,
  nonce text NOT NULL UNIQUE,
  notice_version text NOT NULL,
  created_at {{.TS}} NOT NULL,
  updated_at {{.TS}} NOT NULL,
  UNIQUE (event_id, email_key, name_key)
);
CREATE INDEX attendances_waitlist ON attendances (event_id, ticket) WHERE place = 'waitlisted';
CREATE INDEX attendances_person ON attendances (person_id);
CREATE TABLE attendance_links (
  token_hash text PRIMARY KEY,
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL
);
CREATE INDEX attendance_links_of ON attendance_links (attendance_id);
CREATE TABLE workshop_places (
  id {{.PK}} PRIMARY KEY,
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  item_id {{.PK}} NOT NULL REFERENCES programme_items (id),
  slot text NOT NULL,
  state text NOT NULL,
  ticket bigint NOT NULL,
  uid text NOT NULL UNIQUE,
  sequence bigint NOT NULL,
  stamp {{.TS}} NOT NULL,
  created_at {{.TS}} NOT NULL,
  updated_at {{.TS}} NOT NULL,
  UNIQUE (attendance_id, item_id)
);
CREATE INDEX workshop_places_waitlist ON workshop_places (item_id, ticket) WHERE state = 'waitlisted';
CREATE TABLE attendance_answers (
  id {{.PK}} PRIMARY KEY,
  attendance_id {{.PK}} NOT NULL REFERENCES attendances (id),
  answer text NOT NULL,
  source text NOT NULL,
  sequence bigint NOT NULL,
  stamp {{.TS}} NOT NULL,
  outcome text NOT NULL,
  verdict text NOT NULL,
  comment text NOT NULL,
  at {{.TS}} NOT NULL
);
CREATE INDEX attendance_answers_of ON attendance_answers (attendance_id, at);
