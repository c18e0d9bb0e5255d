DROP TABLE result_publications;
DROP TABLE result_cards;
