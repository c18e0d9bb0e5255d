DROP TABLE document_texts;
UPDATE documents SET latest = latest;
