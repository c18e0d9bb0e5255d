ALTER TABLE result_cards DROP COLUMN withheld_at;
