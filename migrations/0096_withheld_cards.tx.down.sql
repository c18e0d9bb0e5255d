DELETE FROM result_publications WHERE event_id IN (SELECT event_id FROM result_cards WHERE withheld_at IS NOT NULL);
ALTER TABLE result_cards DROP COLUMN withheld_at;
