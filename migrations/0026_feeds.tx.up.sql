CREATE TABLE feeds (
  id {{.PK}} PRIMARY KEY,
  workspace_id text NOT NULL,
  project_id text NOT NULL,
  user_id text NOT NULL,
  kind text NOT NULL,
  lang text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  opened_by text NOT NULL,
  opened_at {{.TS}} NOT NULL,
  closed_at {{.TS}},
  UNIQUE (kind, project_id, user_id)
);
CREATE TABLE feed_entries (
  feed_id {{.PK}} NOT NULL REFERENCES feeds (id),
  workspace_id text NOT NULL,
  subject text NOT NULL,
  uid text NOT NULL,
  sequence bigint NOT NULL,
  content text NOT NULL,
  changed_at {{.TS}} NOT NULL,
  gone_at {{.TS}},
  PRIMARY KEY (feed_id, subject)
);
