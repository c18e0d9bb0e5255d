CREATE TABLE result_cards (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  item_id {{.PK}} NOT NULL REFERENCES programme_items (id),
  kind text NOT NULL,
  text text NOT NULL,
  organisation text NOT NULL,
  position bigint NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX result_cards_event ON result_cards (event_id);
CREATE INDEX result_cards_item ON result_cards (item_id, position);
CREATE TABLE result_publications (
  event_id {{.PK}} PRIMARY KEY REFERENCES events (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  published_at {{.TS}} NOT NULL
);
CREATE INDEX result_publications_project ON result_publications (project_id);
