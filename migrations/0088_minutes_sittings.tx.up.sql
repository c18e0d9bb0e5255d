ALTER TABLE agenda_items ADD COLUMN minutes_revision bigint NOT NULL DEFAULT 0;
UPDATE agenda_items SET minutes_revision = minutes_version;
ALTER TABLE minutes_versions ADD COLUMN sitting text NOT NULL DEFAULT '';
ALTER TABLE minutes_versions ADD COLUMN turn bigint NOT NULL DEFAULT 0;
