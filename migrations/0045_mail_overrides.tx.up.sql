CREATE TABLE mail_overrides (
  id {{.PK}} PRIMARY KEY,
  workspace_id text NOT NULL,
  project_id text NOT NULL,
  lang text NOT NULL,
  name text NOT NULL,
  subject text NOT NULL,
  headline text NOT NULL,
  button text NOT NULL,
  body text NOT NULL,
  updated_by text NOT NULL,
  updated_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  UNIQUE (workspace_id, project_id, lang, name)
);
