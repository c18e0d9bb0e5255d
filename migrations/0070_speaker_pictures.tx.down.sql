ALTER TABLE event_speakers DROP COLUMN picture_agreed_by;
ALTER TABLE event_speakers DROP COLUMN picture_agreed_at;
ALTER TABLE event_speakers DROP COLUMN picture_credit;
ALTER TABLE event_speakers DROP COLUMN picture_alt;
ALTER TABLE event_speakers DROP COLUMN picture;
