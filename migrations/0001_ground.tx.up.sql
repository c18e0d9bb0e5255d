CREATE TABLE settings (
  name text PRIMARY KEY,
  value text NOT NULL
);
CREATE TABLE leases (
  name text PRIMARY KEY,
  holder text NOT NULL,
  expires_at {{.TS}} NOT NULL
);
CREATE TABLE workspaces (
  id {{.PK}} PRIMARY KEY,
  name text NOT NULL,
  imprint text NOT NULL,
  privacy_contact text NOT NULL,
  funding_notice text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE TABLE projects (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  name text NOT NULL,
  summary text NOT NULL,
  starts_on text NOT NULL,
  ends_on text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX projects_workspace ON projects (workspace_id);
CREATE TABLE users (
  id {{.PK}} PRIMARY KEY,
  email text NOT NULL UNIQUE,
  name text NOT NULL,
  password_hash text NOT NULL,
  lang text NOT NULL,
  created_at {{.TS}} NOT NULL,
  disabled_at {{.TS}}
);
CREATE TABLE memberships (
  id {{.PK}} PRIMARY KEY,
  user_id {{.PK}} NOT NULL REFERENCES users (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id text NOT NULL,
  role text NOT NULL,
  created_at {{.TS}} NOT NULL,
  UNIQUE (user_id, workspace_id, project_id, role)
);
CREATE INDEX memberships_workspace ON memberships (workspace_id);
CREATE TABLE login_sessions (
  token_hash text PRIMARY KEY,
  user_id {{.PK}} NOT NULL REFERENCES users (id),
  created_at {{.TS}} NOT NULL,
  seen_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL,
  user_agent text NOT NULL
);
CREATE INDEX login_sessions_user ON login_sessions (user_id);
CREATE TABLE login_links (
  token_hash text PRIMARY KEY,
  purpose text NOT NULL,
  user_id text NOT NULL,
  created_at {{.TS}} NOT NULL,
  expires_at {{.TS}} NOT NULL,
  used_at {{.TS}}
);
CREATE TABLE audit_entries (
  id {{.PK}} PRIMARY KEY,
  workspace_id text NOT NULL,
  project_id text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text NOT NULL,
  details {{.JSON}} NOT NULL,
  at {{.TS}} NOT NULL
);
CREATE INDEX audit_entries_object ON audit_entries (object_kind, object_id, at);
CREATE INDEX audit_entries_workspace ON audit_entries (workspace_id, at);
CREATE TABLE jobs (
  id {{.PK}} PRIMARY KEY,
  kind text NOT NULL,
  dedupe_key text NOT NULL UNIQUE,
  payload {{.JSON}} NOT NULL,
  run_at {{.TS}} NOT NULL,
  attempts bigint NOT NULL,
  leased_until {{.TS}},
  done_at {{.TS}},
  last_error text NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE done_at IS NULL;
CREATE TABLE mail_messages (
  id {{.PK}} PRIMARY KEY,
  workspace_id text NOT NULL,
  project_id text NOT NULL,
  kind text NOT NULL,
  thread_key text NOT NULL,
  receiver_key text NOT NULL,
  sequence bigint NOT NULL,
  state text NOT NULL,
  from_name text NOT NULL,
  from_email text NOT NULL,
  to_name text NOT NULL,
  to_email text NOT NULL,
  reply_to text NOT NULL,
  envelope_from text NOT NULL,
  message_id text NOT NULL UNIQUE,
  references_id text NOT NULL,
  subject text NOT NULL,
  text_body text NOT NULL,
  html_body text NOT NULL,
  calendar_method text NOT NULL,
  calendar_body text NOT NULL,
  unsubscribe_url text NOT NULL,
  run_at {{.TS}} NOT NULL,
  attempts bigint NOT NULL,
  leased_until {{.TS}},
  done_at {{.TS}},
  sent_at {{.TS}},
  reason text NOT NULL,
  last_error text NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX mail_messages_due ON mail_messages (run_at) WHERE done_at IS NULL;
CREATE INDEX mail_messages_receiver ON mail_messages (receiver_key, created_at) WHERE done_at IS NULL;
CREATE INDEX mail_messages_thread ON mail_messages (thread_key, created_at);
CREATE INDEX mail_messages_sent ON mail_messages (sent_at) WHERE sent_at IS NOT NULL;
