ALTER TABLE events ADD COLUMN group_most bigint NOT NULL DEFAULT 0;
ALTER TABLE attendances ADD COLUMN group_id text NOT NULL DEFAULT '';
CREATE INDEX attendances_groups ON attendances (event_id, group_id, ticket) WHERE group_id <> '';
