DROP INDEX events_milestone;
ALTER TABLE events DROP COLUMN milestone_id;
ALTER TABLE tasks DROP COLUMN done_on;
ALTER TABLE milestones DROP COLUMN declared_on;
ALTER TABLE milestones DROP COLUMN declared_by;
ALTER TABLE milestones DROP COLUMN kept_open_reason;
ALTER TABLE milestones DROP COLUMN rule;
