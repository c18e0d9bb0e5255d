DROP INDEX attendances_unconfirmed;
DROP INDEX attendances_requested;
ALTER TABLE attendance_links DROP COLUMN mailed;
ALTER TABLE attendances DROP COLUMN confirm_until;
ALTER TABLE attendances DROP COLUMN refused_for;
ALTER TABLE events DROP COLUMN confirm_hours;
ALTER TABLE events DROP COLUMN approval;
