DROP TABLE event_deadlines;
DROP TABLE deadline_templates;
