CREATE TABLE programme_materials (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  event_id {{.PK}} NOT NULL,
  item_id {{.PK}} NOT NULL,
  title text NOT NULL,
  url text NOT NULL,
  document_id text NOT NULL,
  public boolean NOT NULL,
  created_at {{.TS}} NOT NULL
);
CREATE INDEX programme_materials_event ON programme_materials (event_id, created_at);
