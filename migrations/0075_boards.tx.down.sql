DROP TABLE board_dots;
DROP TABLE board_devices;
DROP TABLE board_cards;
DROP TABLE boards;
