DROP TABLE document_links;
DROP TABLE document_versions;
DROP TABLE documents;
DELETE FROM search_changes WHERE kind = 'documents';
DELETE FROM search_words WHERE kind = 'documents';
