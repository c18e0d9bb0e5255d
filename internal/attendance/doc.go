// Package attendance knows who is asked, who answers and who has which place at an event: one row per person and
// event behind invitation and registration, which owns the calendar UID and SEQUENCE, the answer and the place.
//
// Tables: attendances, attendance_links, attendance_answers, workshop_places, seats.
package attendance
