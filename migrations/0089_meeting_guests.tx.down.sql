DROP TABLE meeting_guests;
