CREATE TABLE baselines (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  name text NOT NULL,
  approved_on text NOT NULL,
  document_number text NOT NULL,
  reason text NOT NULL,
  created_at {{.TS}} NOT NULL,
  UNIQUE (project_id, name)
);
CREATE TABLE baseline_milestones (
  baseline_id {{.PK}} NOT NULL REFERENCES baselines (id),
  milestone_id text NOT NULL,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  goal_number text NOT NULL,
  goal_title text NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  starts_on text NOT NULL,
  due_on text NOT NULL,
  PRIMARY KEY (baseline_id, milestone_id)
);
CREATE TABLE plan_moves (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  from_on text NOT NULL,
  to_on text NOT NULL,
  reason text NOT NULL,
  moved_by text NOT NULL,
  moved_at {{.TS}} NOT NULL
);
CREATE INDEX plan_moves_subject ON plan_moves (project_id, subject_kind, subject_id, moved_at);
{{if .PG}}
CREATE FUNCTION baseline_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an approved plan is neither changed nor deleted';
END
$$;
CREATE TRIGGER baselines_stay BEFORE UPDATE OR DELETE ON baselines FOR EACH ROW EXECUTE FUNCTION baseline_stays();
CREATE TRIGGER baseline_milestones_stay BEFORE UPDATE OR DELETE ON baseline_milestones FOR EACH ROW EXECUTE FUNCTION baseline_stays();
{{- else}}
CREATE TRIGGER baselines_stay_unchanged BEFORE UPDATE ON baselines BEGIN
  SELECT RAISE(ABORT, 'an approved plan is neither changed nor deleted');
END;
CREATE TRIGGER baselines_stay BEFORE DELETE ON baselines BEGIN
  SELECT RAISE(ABORT, 'an approved plan is neither changed nor deleted');
END;
CREATE TRIGGER baseline_milestones_stay_unchanged BEFORE UPDATE ON baseline_milestones BEGIN
  SELECT RAISE(ABORT, 'an approved plan is neither changed nor deleted');
END;
CREATE TRIGGER baseline_milestones_stay BEFORE DELETE ON baseline_milestones BEGIN
  SELECT RAISE(ABORT, 'an approved plan is neither changed nor deleted');
END;
{{- end}}
