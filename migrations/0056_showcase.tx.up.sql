CREATE TABLE event_pages (
  event_id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  travel text NOT NULL,
  large text NOT NULL,
  small text NOT NULL,
  width bigint NOT NULL,
  height bigint NOT NULL,
  alt text NOT NULL,
  credit text NOT NULL,
  version bigint NOT NULL
);
CREATE TABLE event_organisers (
  event_id {{.PK}} NOT NULL,
  organisation_id {{.PK}} NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  PRIMARY KEY (event_id, organisation_id)
);
CREATE INDEX event_organisers_organisation ON event_organisers (organisation_id);
CREATE TABLE event_documents (
  event_id {{.PK}} NOT NULL,
  document_id {{.PK}} NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  PRIMARY KEY (event_id, document_id)
);
