DROP INDEX attendances_groups;
ALTER TABLE attendances DROP COLUMN group_id;
ALTER TABLE events DROP COLUMN group_most;
