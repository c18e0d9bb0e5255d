DROP TABLE event_rooms;
