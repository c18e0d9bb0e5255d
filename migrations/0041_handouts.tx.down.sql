DROP TABLE handouts;
