ALTER TABLE directory_imports ADD COLUMN row_count bigint NOT NULL DEFAULT 0;
ALTER TABLE directory_imports ADD COLUMN rows_done bigint NOT NULL DEFAULT 0;
ALTER TABLE directory_imports ADD COLUMN finished_at {{.TS}};
ALTER TABLE directory_imports ADD COLUMN stopped_at {{.TS}};
UPDATE directory_imports SET finished_at = confirmed_at WHERE confirmed_at IS NOT NULL;
CREATE TABLE directory_import_rows (
  import_id {{.PK}} NOT NULL REFERENCES directory_imports (id) ON DELETE CASCADE,
  line bigint NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  state text NOT NULL,
  name text NOT NULL,
  place text NOT NULL,
  reason text NOT NULL,
  args {{.JSON}} NOT NULL,
  target_id text NOT NULL,
  PRIMARY KEY (import_id, line)
);
CREATE INDEX persons_named ON persons (workspace_id, name_key);
CREATE TABLE duplicate_dismissals (
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  kind text NOT NULL,
  one_id text NOT NULL,
  other_id text NOT NULL,
  dismissed_by text NOT NULL,
  dismissed_at {{.TS}} NOT NULL,
  PRIMARY KEY (workspace_id, kind, one_id, other_id)
);
CREATE TABLE directory_merges (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  kind text NOT NULL,
  kept_id text NOT NULL,
  gone_id text NOT NULL,
  undo text NOT NULL,
  merged_by text NOT NULL,
  merged_at {{.TS}} NOT NULL,
  undone_at {{.TS}}
);
CREATE INDEX directory_merges_recent ON directory_merges (workspace_id, merged_at);
CREATE TABLE plan_import_mappings (
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  kind text NOT NULL,
  headings text NOT NULL,
  chosen text NOT NULL,
  updated_at {{.TS}} NOT NULL,
  PRIMARY KEY (project_id, kind, headings)
);
