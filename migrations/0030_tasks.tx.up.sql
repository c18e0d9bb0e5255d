ALTER TABLE tasks ADD COLUMN description text NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN starts_on text NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN person_id text NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN deputy_id text NOT NULL DEFAULT '';
CREATE INDEX tasks_person ON tasks (person_id) WHERE person_id <> '';
CREATE INDEX tasks_deputy ON tasks (deputy_id) WHERE deputy_id <> '';
