ALTER TABLE event_speakers ADD COLUMN picture text NOT NULL DEFAULT '';
ALTER TABLE event_speakers ADD COLUMN picture_alt text NOT NULL DEFAULT '';
ALTER TABLE event_speakers ADD COLUMN picture_credit text NOT NULL DEFAULT '';
ALTER TABLE event_speakers ADD COLUMN picture_agreed_at {{.TS}};
ALTER TABLE event_speakers ADD COLUMN picture_agreed_by text NOT NULL DEFAULT '';
