CREATE TABLE mailing_lists (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  name_en text NOT NULL,
  description text NOT NULL,
  description_en text NOT NULL,
  public boolean NOT NULL,
  created_at {{.TS}} NOT NULL,
  closed_at {{.TS}},
  version bigint NOT NULL
);
CREATE INDEX mailing_lists_project ON mailing_lists (project_id, workspace_id);
CREATE TABLE mailing_list_members (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  list_id {{.PK}} NOT NULL REFERENCES mailing_lists (id),
  name text NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL,
  lang text NOT NULL,
  state text NOT NULL,
  source text NOT NULL,
  asked_by text NOT NULL,
  consent_hash text NOT NULL,
  search text NOT NULL,
  asks bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  asked_at {{.TS}} NOT NULL,
  expires_at {{.TS}},
  confirmed_at {{.TS}},
  left_at {{.TS}},
  UNIQUE (list_id, email_key)
);
CREATE INDEX mailing_list_members_email ON mailing_list_members (workspace_id, email_key);
CREATE TABLE mailing_list_consents (
  list_id {{.PK}} NOT NULL REFERENCES mailing_lists (id),
  hash text NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  lang text NOT NULL,
  text text NOT NULL,
  first_seen_at {{.TS}} NOT NULL,
  PRIMARY KEY (list_id, hash)
);
CREATE TABLE mailing_list_links (
  token_hash text PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  member_id {{.PK}} NOT NULL REFERENCES mailing_list_members (id),
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL
);
CREATE INDEX mailing_list_links_member ON mailing_list_links (member_id);
ALTER TABLE reminder_links ADD COLUMN user_id text NOT NULL DEFAULT '';
ALTER TABLE reminder_links ADD COLUMN digest boolean NOT NULL DEFAULT false;
