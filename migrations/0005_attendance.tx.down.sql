DROP TABLE attendance_answers;
DROP TABLE workshop_places;
DROP TABLE attendance_links;
DROP TABLE attendances;
DROP TABLE seats;
