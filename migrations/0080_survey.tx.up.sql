CREATE TABLE surveys (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  event_id {{.PK}} NOT NULL UNIQUE REFERENCES events (id),
  code text NOT NULL UNIQUE,
  title text NOT NULL,
  intro text NOT NULL,
  closes_on text NOT NULL,
  questions text NOT NULL,
  opened_at {{.TS}},
  closed_at {{.TS}},
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE TABLE survey_tallies (
  survey_id {{.PK}} PRIMARY KEY REFERENCES surveys (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  answers bigint NOT NULL,
  content text NOT NULL
);
