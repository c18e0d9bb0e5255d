ALTER TABLE result_cards ADD COLUMN withheld_at {{.TS}};
