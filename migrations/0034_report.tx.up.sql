CREATE TABLE reports (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  kind text NOT NULL,
  lang text NOT NULL,
  starts_on text NOT NULL,
  ends_on text NOT NULL,
  summary text NOT NULL,
  deviation text NOT NULL,
  outlook text NOT NULL,
  replaces_id text NOT NULL,
  replaces_number bigint NOT NULL,
  replaces_reason text NOT NULL,
  created_at {{.TS}} NOT NULL,
  version bigint NOT NULL,
  number bigint NOT NULL,
  frozen_by text NOT NULL,
  frozen_name text NOT NULL,
  frozen_at {{.TS}},
  content text NOT NULL,
  content_sha256 text NOT NULL,
  document text NOT NULL,
  sha256 text NOT NULL
);
CREATE INDEX reports_project ON reports (project_id, starts_on);
CREATE UNIQUE INDEX reports_number ON reports (project_id, number) WHERE number > 0;
CREATE UNIQUE INDEX reports_replaces ON reports (replaces_id) WHERE replaces_id <> '';
CREATE TABLE report_texts (
  report_id {{.PK}} NOT NULL REFERENCES reports (id),
  milestone_id text NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  deviation text NOT NULL,
  outlook text NOT NULL,
  PRIMARY KEY (report_id, milestone_id)
);
{{if .PG}}
CREATE FUNCTION report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen report is neither changed nor deleted';
END
$$;
CREATE FUNCTION report_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  report text;
BEGIN
  IF TG_OP = 'INSERT' THEN report := NEW.report_id; ELSE report := OLD.report_id; END IF;
  IF EXISTS (SELECT 1 FROM reports WHERE id = report AND frozen_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a frozen report is neither changed nor deleted';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER reports_stay BEFORE UPDATE OR DELETE ON reports FOR EACH ROW
  WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION report_stays();
CREATE TRIGGER report_texts_stay BEFORE INSERT OR UPDATE OR DELETE ON report_texts FOR EACH ROW EXECUTE FUNCTION report_text_stays();
{{- else}}
CREATE TRIGGER reports_stay_unchanged BEFORE UPDATE ON reports WHEN OLD.frozen_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a frozen report is neither changed nor deleted');
END;
CREATE TRIGGER reports_stay BEFORE DELETE ON reports WHEN OLD.frozen_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a frozen report is neither changed nor deleted');
END;
CREATE TRIGGER report_texts_stay_unchanged BEFORE UPDATE ON report_texts
  WHEN EXISTS (SELECT 1 FROM reports WHERE id = OLD.report_id AND frozen_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'a frozen report is neither changed nor deleted');
END;
CREATE TRIGGER report_texts_stay BEFORE DELETE ON report_texts
  WHEN EXISTS (SELECT 1 FROM reports WHERE id = OLD.report_id AND frozen_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'a frozen report is neither changed nor deleted');
END;
CREATE TRIGGER report_texts_stay_as_many BEFORE INSERT ON report_texts
  WHEN EXISTS (SELECT 1 FROM reports WHERE id = NEW.report_id AND frozen_at IS NOT NULL) BEGIN
  SELECT RAISE(ABORT, 'a frozen report is neither changed nor deleted');
END;
{{- end}}
