DROP TABLE programme_items;
DROP TABLE events;
