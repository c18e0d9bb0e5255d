CREATE TABLE task_items (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  task_id {{.PK}} NOT NULL REFERENCES tasks (id),
  title text NOT NULL,
  position bigint NOT NULL,
  done_on text NOT NULL,
  done_by text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX task_items_task ON task_items (task_id, position);
CREATE TABLE task_comments (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  task_id {{.PK}} NOT NULL REFERENCES tasks (id),
  author_id text NOT NULL,
  text text NOT NULL,
  mentioned text NOT NULL,
  created_at {{.TS}} NOT NULL,
  edited_at {{.TS}},
  removed_at {{.TS}},
  version bigint NOT NULL
);
CREATE INDEX task_comments_task ON task_comments (task_id, created_at);
{{if .PG}}
CREATE TRIGGER task_comments_search AFTER INSERT OR UPDATE OR DELETE ON task_comments FOR EACH ROW EXECUTE FUNCTION search_note();
{{- else}}
CREATE TRIGGER task_comments_search_added AFTER INSERT ON task_comments BEGIN
  INSERT INTO search_changes (kind, row_id) VALUES ('task_comments', NEW.id);
END;
CREATE TRIGGER task_comments_search_changed AFTER UPDATE ON task_comments BEGIN
  INSERT INTO search_changes (kind, row_id) VALUES ('task_comments', NEW.id);
END;
CREATE TRIGGER task_comments_search_removed AFTER DELETE ON task_comments BEGIN
  INSERT INTO search_changes (kind, row_id) VALUES ('task_comments', OLD.id);
END;
{{- end}}
