DROP TABLE result_followups;
ALTER TABLE result_cards DROP COLUMN weight;
ALTER TABLE result_cards DROP COLUMN due_on;
ALTER TABLE result_cards DROP COLUMN municipality;
ALTER TABLE result_cards DROP COLUMN target_group;
