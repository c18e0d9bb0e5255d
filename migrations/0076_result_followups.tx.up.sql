ALTER TABLE result_cards ADD COLUMN target_group text NOT NULL DEFAULT '';
ALTER TABLE result_cards ADD COLUMN municipality text NOT NULL DEFAULT '';
ALTER TABLE result_cards ADD COLUMN due_on text NOT NULL DEFAULT '';
ALTER TABLE result_cards ADD COLUMN weight bigint NOT NULL DEFAULT 0;
CREATE TABLE result_followups (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  card_id {{.PK}} NOT NULL REFERENCES result_cards (id),
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  text text NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX result_followups_card ON result_followups (card_id);
