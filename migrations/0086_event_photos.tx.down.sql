DROP TABLE event_photos;
