CREATE TABLE reminder_settings (
  user_id {{.PK}} PRIMARY KEY,
  quiet boolean NOT NULL,
  quiet_until text NOT NULL,
  digest_day bigint NOT NULL,
  digest_hour bigint NOT NULL,
  changed_at {{.TS}} NOT NULL
);
CREATE TABLE reminder_digests (
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  user_id {{.PK}} NOT NULL,
  day text NOT NULL,
  known text NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
);
CREATE TABLE reminder_refusals (
  person_id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  refused_at {{.TS}} NOT NULL
);
CREATE TABLE reminder_links (
  token_hash text PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  person_id text NOT NULL,
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL
);
CREATE INDEX reminder_links_person ON reminder_links (person_id);
