DROP TABLE event_documents;
DROP TABLE event_organisers;
DROP TABLE event_pages;
