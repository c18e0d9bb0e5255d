DROP TABLE reminder_runs;
DROP TABLE reminders;
DROP TABLE reminder_ladders;
ALTER TABLE milestones DROP COLUMN deputy_id;
ALTER TABLE milestones DROP COLUMN lead_id;
