CREATE TABLE result_summaries (
  item_id {{.PK}} PRIMARY KEY REFERENCES programme_items (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL REFERENCES events (id),
  text text NOT NULL,
  approved text NOT NULL,
  approved_at {{.TS}},
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX result_summaries_event ON result_summaries (event_id);
