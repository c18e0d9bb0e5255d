CREATE INDEX tasks_counts ON tasks (project_id, workspace_id, milestone_id, state, due_on, assignee_id);
CREATE INDEX tasks_urgent ON tasks (project_id, workspace_id, (CASE WHEN state = 'done' THEN 1 ELSE 0 END), (CASE WHEN due_on = '' THEN 1 ELSE 0 END), due_on, id);
CREATE INDEX tasks_mine ON tasks (assignee_id, project_id, workspace_id, (CASE WHEN state = 'done' THEN 1 ELSE 0 END), (CASE WHEN due_on = '' THEN 1 ELSE 0 END), due_on, id);
