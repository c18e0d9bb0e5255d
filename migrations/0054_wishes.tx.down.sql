DROP TABLE workshop_outcomes;
DROP TABLE workshop_draws;
DROP TABLE workshop_wishes;
ALTER TABLE events DROP COLUMN wishes_done_at;
ALTER TABLE events DROP COLUMN wishes_until;
