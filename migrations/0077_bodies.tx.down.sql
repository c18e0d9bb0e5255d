DELETE FROM feed_entries WHERE feed_id IN (SELECT id FROM feeds WHERE kind = 'body');
DELETE FROM feeds WHERE kind = 'body';
ALTER TABLE feeds RENAME COLUMN owner_id TO user_id;
DROP TABLE body_meetings;
DROP TABLE body_members;
DROP TABLE bodies;
