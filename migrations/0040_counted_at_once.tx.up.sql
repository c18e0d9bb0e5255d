DROP INDEX tasks_counts;
CREATE INDEX tasks_counts ON tasks (project_id, workspace_id, milestone_id, state, due_on, assignee_id, done_on);
