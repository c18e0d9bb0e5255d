ALTER TABLE directory_imports ADD COLUMN chosen text NOT NULL DEFAULT '';
CREATE TABLE import_mappings (
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  kind text NOT NULL,
  headings text NOT NULL,
  chosen text NOT NULL,
  updated_at {{.TS}} NOT NULL,
  PRIMARY KEY (workspace_id, kind, headings)
);
