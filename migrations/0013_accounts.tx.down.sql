DROP TABLE known_devices;
DROP TABLE sign_in_attempts;
DROP TABLE email_changes;
