CREATE TABLE invite_batches (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  nonce text NOT NULL UNIQUE,
  personal_text text NOT NULL,
  sent bigint NOT NULL,
  skipped bigint NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX invite_batches_event ON invite_batches (event_id, created_at);
INSERT INTO invite_batches (id, workspace_id, project_id, event_id, nonce, personal_text, sent, skipped, created_at)
  SELECT id, workspace_id, project_id, subject_id, id, '', receivers - left_out, left_out, created_at FROM mailings
  WHERE kind = 'invitation' AND started_at IS NOT NULL;
DROP INDEX mail_messages_due;
CREATE INDEX mail_messages_due ON mail_messages (run_at) WHERE done_at IS NULL;
DROP INDEX mail_messages_mailing;
ALTER TABLE mail_messages DROP COLUMN hold;
ALTER TABLE mail_messages DROP COLUMN mailing_id;
DROP TABLE mailing_receivers;
DROP TABLE mailings;
