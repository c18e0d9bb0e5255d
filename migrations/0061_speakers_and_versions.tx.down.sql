DROP TABLE programme_versions;
DROP TABLE event_speakers;
