CREATE TABLE mailbox_states (
  name text PRIMARY KEY,
  uid_validity bigint NOT NULL,
  next_uid bigint NOT NULL,
  read_at {{.TS}},
  waiting bigint NOT NULL,
  trouble text NOT NULL,
  answer text NOT NULL,
  troubled_at {{.TS}}
);
CREATE TABLE mail_bounces (
  id {{.PK}} PRIMARY KEY,
  workspace_id text NOT NULL,
  message_id {{.PK}} NOT NULL REFERENCES mail_messages (id),
  receiver_key text NOT NULL,
  permanent boolean NOT NULL,
  status text NOT NULL,
  answer text NOT NULL,
  at {{.TS}} NOT NULL
);
CREATE INDEX mail_bounces_message ON mail_bounces (message_id);
CREATE INDEX mail_bounces_receiver ON mail_bounces (workspace_id, receiver_key, at);
CREATE TABLE mail_addresses (
  workspace_id text NOT NULL,
  receiver_key text NOT NULL,
  disabled_at {{.TS}},
  status text NOT NULL,
  answer text NOT NULL,
  enabled_at {{.TS}},
  enabled_by text NOT NULL,
  PRIMARY KEY (workspace_id, receiver_key)
);
CREATE INDEX mail_messages_envelope ON mail_messages (envelope_from);
ALTER TABLE invite_incoming ADD COLUMN verdict text NOT NULL DEFAULT '';
ALTER TABLE invite_incoming ADD COLUMN message_id text NOT NULL DEFAULT '';
ALTER TABLE invite_incoming ADD COLUMN search text NOT NULL DEFAULT '';
ALTER TABLE invite_incoming ADD COLUMN subject_key text NOT NULL DEFAULT '';
ALTER TABLE invite_incoming ADD COLUMN from_key text NOT NULL DEFAULT '';
UPDATE invite_incoming SET search = lower(subject || ' ' || from_name || ' ' || from_email), subject_key = lower(subject), from_key = lower(from_name || ' ' || from_email);
CREATE INDEX invite_incoming_open ON invite_incoming (workspace_id, project_id, state);
