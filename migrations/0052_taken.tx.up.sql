CREATE TABLE mail_taken (
  message_id {{.PK}} PRIMARY KEY,
  number bigint NOT NULL,
  taken_at {{.TS}} NOT NULL
);
CREATE INDEX mail_messages_trouble ON mail_messages (workspace_id, project_id, state) WHERE state IN ('failed', 'withheld', 'bounced');
