DROP INDEX tasks_deputy;
DROP INDEX tasks_person;
ALTER TABLE tasks DROP COLUMN deputy_id;
ALTER TABLE tasks DROP COLUMN person_id;
ALTER TABLE tasks DROP COLUMN starts_on;
ALTER TABLE tasks DROP COLUMN description;
