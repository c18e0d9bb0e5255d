CREATE TABLE plan_changes (
  id {{.PK}} PRIMARY KEY,
  workspace_id {{.PK}} NOT NULL REFERENCES workspaces (id),
  project_id {{.PK}} NOT NULL REFERENCES projects (id),
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  parent_id text NOT NULL,
  subject text NOT NULL,
  deed text NOT NULL,
  field text NOT NULL,
  old_value text NOT NULL,
  new_value text NOT NULL,
  step bigint NOT NULL,
  changed_by text NOT NULL,
  changed_at {{.TS}} NOT NULL
);
CREATE INDEX plan_changes_project ON plan_changes (project_id, changed_at);
CREATE INDEX plan_changes_subject ON plan_changes (project_id, subject_id, changed_at);
{{- $now := "strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')"}}{{$json := "json_object"}}{{if .PG}}{{$now = "now()"}}{{$json = "json_build_object"}}{{end}}
INSERT INTO plan_changes (id, workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at)
  SELECT id, workspace_id, project_id, 'goal', id, '', number || '. ' || title, 'found', '', '',
    CAST({{$json}}('number', number, 'title', title) AS text), version, '', {{$now}} FROM goals;
INSERT INTO plan_changes (id, workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at)
  SELECT id, workspace_id, project_id, 'milestone', id, goal_id, number || ' ' || title, 'found', '', '',
    CAST({{$json}}('goal_id', goal_id, 'number', number, 'title', title, 'starts_on', starts_on, 'due_on', due_on, 'rule', rule,
      'completed_on', completed_on, 'completed_reason', completed_reason, 'kept_open_reason', kept_open_reason,
      'declared_by', declared_by, 'declared_on', declared_on) AS text), version, '', {{$now}} FROM milestones;
INSERT INTO plan_changes (id, workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at)
  SELECT id, workspace_id, project_id, 'task', id, milestone_id, title, 'found', '', '',
    CAST({{$json}}('milestone_id', milestone_id, 'title', title, 'description', description, 'assignee_id', assignee_id,
      'person_id', person_id, 'deputy_id', deputy_id, 'starts_on', starts_on, 'due_on', due_on, 'state', state,
      'done_on', done_on) AS text), version, '', {{$now}} FROM tasks;
INSERT INTO plan_changes (id, workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at)
  SELECT id, workspace_id, project_id, 'dependency', id, to_id, '', 'found', '', '',
    CAST({{$json}}('from_id', from_id, 'to_id', to_id, 'lag_days', CAST(lag_days AS text)) AS text), 0, '', {{$now}} FROM plan_dependencies;
INSERT INTO plan_changes (id, workspace_id, project_id, subject_kind, subject_id, parent_id, subject, deed, field, old_value, new_value, step, changed_by, changed_at)
  SELECT id, workspace_id, project_id, 'baseline', id, '', name, 'found', '', '',
    CAST({{$json}}('name', name, 'approved_on', approved_on, 'document_number', document_number, 'reason', reason) AS text),
    0, '', {{$now}} FROM baselines;
