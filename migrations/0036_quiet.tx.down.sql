DROP TABLE reminder_links;
DROP TABLE reminder_refusals;
DROP TABLE reminder_digests;
DROP TABLE reminder_settings;
