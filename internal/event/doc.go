// Package event holds a project's events and their programmes.
//
// An event lives draft → published → held → closed; from published it can be cancelled. A draft is seen by staff only. What is
// missing for publishing is listed by Missing. Time, place and programme can be changed until the event is held;
// the public address (slug) is fixed once published, because it is printed on paper.
//
// A draft can be deleted with its programme, and so can programme items that nobody holds on to; they lie in the bin. What
// was published once is cancelled, not deleted: people were told of it.
//
// Times are kept as people say them: a wall time in the event's zone, with the UTC instant beside it for sorting. A
// wall time that the clock change skips is refused; of one that comes twice the first is meant (RFC 5545 section 3.3.5).
// When an event moves and keeps its length, its programme moves along.
//
// Workshops belong to a slot: people choose one workshop per slot. Who takes which place is not known here. Every
// change is told to the observers in its own transaction, so that places and calendar mails follow; an observer that
// returns a fault undoes the change.
//
// The programme speaks in names: the room and the people of an item are words in it, and the event keeps lists that know
// more about them under the same name. A room or person that an item names for the first time is put on the list, and a name
// that is changed on the list changes in the programme. Who speaks or moderates is no participant and takes no place; a row may
// lead to a person of the directory, follows a merge there and goes with an erasure. What is odd about a programme (somebody twice at the same time, a room too
// small) is told by Warnings and never forbidden.
//
// Publishing keeps the programme as it stands as its first version, and staff publish further ones when it has changed. Readers
// always see the programme as it stands, as calendars and mails do; versions say since when, and what was different before.
//
// An event may belong to one milestone of its project's plan, in any state of its life: that it was held, and what came out
// of it, counts there. It is chosen in the event's form or at the milestone. A milestone that is gone is forgotten about and remembered when it comes back.
//
// Tables: events, programme_items, event_rooms, event_speakers, programme_versions.
package event
