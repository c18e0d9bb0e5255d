CREATE TABLE bodies (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  name text NOT NULL,
  name_key text NOT NULL,
  purpose text NOT NULL,
  quorum text NOT NULL CHECK (quorum IN ('none', 'half', 'majority', 'two_thirds')),
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (project_id, name_key)
);
CREATE TABLE body_members (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  body_id {{.PK}} NOT NULL REFERENCES bodies (id),
  person_id text NOT NULL,
  organisation_id text NOT NULL,
  duty text NOT NULL CHECK (duty IN ('chair', 'deputy_chair', 'member', 'adviser', 'minute_taker')),
  inside boolean NOT NULL,
  deputy_person_id text NOT NULL,
  valid_from text NOT NULL,
  valid_to text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX body_members_body ON body_members (body_id);
CREATE INDEX body_members_person ON body_members (workspace_id, person_id);
CREATE TABLE body_meetings (
  event_id {{.PK}} PRIMARY KEY REFERENCES events (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  body_id {{.PK}} NOT NULL REFERENCES bodies (id)
);
CREATE INDEX body_meetings_body ON body_meetings (body_id);
ALTER TABLE feeds RENAME COLUMN user_id TO owner_id;
