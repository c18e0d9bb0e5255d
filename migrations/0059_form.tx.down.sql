DROP TABLE form_notices;
DROP TABLE form_needs;
DROP TABLE form_answers;
DROP TABLE form_fields;
ALTER TABLE events DROP COLUMN asks_needs;
ALTER TABLE events DROP COLUMN form_version;
