ALTER TABLE minutes_votes ADD COLUMN person_id text NOT NULL DEFAULT '';
ALTER TABLE minutes_votes ADD COLUMN former_hash text NOT NULL DEFAULT '';
UPDATE minutes_votes SET person_id = COALESCE((SELECT bm.person_id FROM body_members AS bm WHERE bm.id = minutes_votes.member_id), '');
CREATE INDEX minutes_votes_person ON minutes_votes (workspace_id, person_id);
CREATE INDEX minutes_votes_former ON minutes_votes (former_hash) WHERE former_hash <> '';
