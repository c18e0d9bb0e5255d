DROP TABLE form_edits;
DROP TABLE attendance_edits;
DROP INDEX attendances_arrival;
