DROP INDEX minutes_votes_former;
DROP INDEX minutes_votes_person;
ALTER TABLE minutes_votes DROP COLUMN former_hash;
ALTER TABLE minutes_votes DROP COLUMN person_id;
