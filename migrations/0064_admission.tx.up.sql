ALTER TABLE events ADD COLUMN approval boolean NOT NULL DEFAULT false;
ALTER TABLE events ADD COLUMN confirm_hours bigint NOT NULL DEFAULT 0;
ALTER TABLE attendances ADD COLUMN refused_for text NOT NULL DEFAULT '';
ALTER TABLE attendances ADD COLUMN confirm_until {{.TS}};
ALTER TABLE attendance_links ADD COLUMN mailed boolean NOT NULL DEFAULT false;
CREATE INDEX attendances_requested ON attendances (event_id, ticket) WHERE place = 'requested';
CREATE INDEX attendances_unconfirmed ON attendances (confirm_until) WHERE confirm_until IS NOT NULL;
