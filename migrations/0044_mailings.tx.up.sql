CREATE TABLE mailings (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  kind text NOT NULL,
  subject_id text NOT NULL,
  title text NOT NULL,
  content text NOT NULL,
  state text NOT NULL,
  trouble text NOT NULL,
  run_at {{.TS}},
  receivers bigint NOT NULL,
  settled bigint NOT NULL,
  left_out bigint NOT NULL,
  created_by text NOT NULL,
  created_at {{.TS}} NOT NULL,
  started_by text NOT NULL,
  started_at {{.TS}},
  ended_at {{.TS}},
  version bigint NOT NULL
);
CREATE INDEX mailings_project ON mailings (project_id, created_at);
CREATE INDEX mailings_subject ON mailings (subject_id, created_at);
CREATE TABLE mailing_receivers (
  mailing_id {{.PK}} NOT NULL REFERENCES mailings (id),
  position bigint NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  receiver_id text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  organisation text NOT NULL,
  state text NOT NULL,
  reason text NOT NULL,
  message_id text NOT NULL,
  PRIMARY KEY (mailing_id, position)
);
ALTER TABLE mail_messages ADD COLUMN mailing_id text NOT NULL DEFAULT '';
ALTER TABLE mail_messages ADD COLUMN hold text NOT NULL DEFAULT '';
INSERT INTO mailings (id, workspace_id, project_id, kind, subject_id, title, content, state, trouble, run_at, receivers, settled, left_out,
  created_by, created_at, started_by, started_at, ended_at, version)
  SELECT b.id, b.workspace_id, b.project_id, 'invitation', b.event_id, e.title,
  {{if .PG}}CAST(json_build_object('Text', b.personal_text) AS text){{else}}json_object('Text', b.personal_text){{end}}, 'sending', '', NULL, b.sent, b.sent, 0,
  '', b.created_at, '', b.created_at, NULL, 1 FROM invite_batches AS b JOIN events AS e ON e.id = b.event_id;
UPDATE mail_messages SET mailing_id = COALESCE((SELECT max(h.batch_id) FROM invite_threads AS h
  WHERE h.attendance_id = mail_messages.thread_key AND h.place_id = '' AND h.batch_id <> ''), '')
  WHERE kind = 'invitation' AND thread_key <> '' AND NOT EXISTS (SELECT 1 FROM mail_messages AS o
  WHERE o.thread_key = mail_messages.thread_key AND o.kind = 'invitation' AND o.id < mail_messages.id);
INSERT INTO mailing_receivers (mailing_id, position, workspace_id, receiver_id, name, email, organisation, state, reason, message_id)
  SELECT m.mailing_id, row_number() OVER (PARTITION BY m.mailing_id ORDER BY m.id), m.workspace_id, COALESCE(a.person_id, ''), m.to_name, m.to_email,
  COALESCE(a.organisation, ''), 'written', '', m.id
  FROM mail_messages AS m LEFT JOIN attendances AS a ON a.id = m.thread_key
  WHERE m.mailing_id <> '' AND EXISTS (SELECT 1 FROM mailings AS l WHERE l.id = m.mailing_id);
CREATE INDEX mail_messages_mailing ON mail_messages (mailing_id, state) WHERE mailing_id <> '';
DROP INDEX mail_messages_due;
CREATE INDEX mail_messages_due ON mail_messages (run_at, id) WHERE done_at IS NULL AND state <> 'paused' AND state <> 'withheld';
DROP INDEX invite_batches_event;
DROP TABLE invite_batches;
