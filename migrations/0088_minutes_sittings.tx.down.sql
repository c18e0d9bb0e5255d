ALTER TABLE minutes_versions DROP COLUMN turn;
ALTER TABLE minutes_versions DROP COLUMN sitting;
ALTER TABLE agenda_items DROP COLUMN minutes_revision;
