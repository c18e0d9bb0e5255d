CREATE TABLE document_texts (
  document_id {{.PK}} PRIMARY KEY REFERENCES documents (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  number bigint NOT NULL,
  state text NOT NULL,
  content text NOT NULL,
  words text NOT NULL,
  tries bigint NOT NULL,
  read_at {{.TS}} NOT NULL
);
