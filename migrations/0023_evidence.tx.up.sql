ALTER TABLE milestones ADD COLUMN rule text NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN kept_open_reason text NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN declared_by text NOT NULL DEFAULT '';
ALTER TABLE milestones ADD COLUMN declared_on text NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN done_on text NOT NULL DEFAULT '';
UPDATE tasks SET done_on = substr(CAST(COALESCE((SELECT max(a.at) FROM audit_entries AS a WHERE a.object_kind = 'milestone'
  AND a.object_id = tasks.milestone_id AND a.action = 'task.moved' AND CAST(a.details AS text) LIKE '%' || tasks.id || '%'), created_at) AS text), 1, 10)
  WHERE state = 'done';
ALTER TABLE events ADD COLUMN milestone_id text NOT NULL DEFAULT '';
CREATE INDEX events_milestone ON events (milestone_id);
