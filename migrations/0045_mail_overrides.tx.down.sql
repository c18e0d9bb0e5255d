DROP TABLE mail_overrides;
