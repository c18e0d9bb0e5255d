CREATE TABLE documents (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  title text NOT NULL,
  title_key text NOT NULL,
  description text NOT NULL,
  kind text NOT NULL,
  language text NOT NULL,
  published_at {{.TS}},
  latest bigint NOT NULL,
  search text NOT NULL,
  nonce text NOT NULL UNIQUE,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX documents_project ON documents (project_id, title_key);
CREATE TABLE document_versions (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  document_id {{.PK}} NOT NULL REFERENCES documents (id),
  number bigint NOT NULL,
  file text NOT NULL UNIQUE,
  name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  sha256 text NOT NULL,
  uploaded_by text NOT NULL,
  uploaded_at {{.TS}} NOT NULL,
  UNIQUE (document_id, number)
);
CREATE TABLE document_links (
  document_id {{.PK}} NOT NULL REFERENCES documents (id),
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  subject_kind text NOT NULL,
  subject_id {{.PK}} NOT NULL,
  PRIMARY KEY (document_id, subject_kind, subject_id)
);
CREATE INDEX document_links_subject ON document_links (subject_id, subject_kind);
{{if .PG}}
CREATE TRIGGER documents_search AFTER INSERT OR UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION search_note();
{{- else}}
CREATE TRIGGER documents_search_added AFTER INSERT ON documents BEGIN
  INSERT INTO search_changes (kind, row_id) VALUES ('documents', NEW.id);
END;
CREATE TRIGGER documents_search_changed AFTER UPDATE ON documents BEGIN
  INSERT INTO search_changes (kind, row_id) VALUES ('documents', NEW.id);
END;
CREATE TRIGGER documents_search_removed AFTER DELETE ON documents BEGIN
  INSERT INTO search_changes (kind, row_id) VALUES ('documents', OLD.id);
END;
{{- end}}
