DROP TABLE waitlist_steps;
DROP INDEX attendances_offered;
ALTER TABLE attendances DROP COLUMN offered_until;
ALTER TABLE events DROP COLUMN offer_hours;
