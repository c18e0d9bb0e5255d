ALTER TABLE reminder_links DROP COLUMN digest;
ALTER TABLE reminder_links DROP COLUMN user_id;
DROP TABLE mailing_list_links;
DROP TABLE mailing_list_consents;
DROP TABLE mailing_list_members;
DROP TABLE mailing_lists;
