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
// The programme speaks in names: the room and the people of an item are words in it, and the event keeps a list that knows
// more about them under the same name. A room that an item names for the first time is put on the list, and a name that is
// changed on the list changes in the programme. What is odd about a programme (somebody twice at the same time, a room too
// small) is told by Warnings and never forbidden.
//
// An event may belong to one milestone of its project's plan, in any state of its life: that it was held, and what came out
// of it, counts there. It is chosen in the event's form or at the milestone. A milestone that is gone is forgotten about and remembered when it comes back.
//
// Tables: events, programme_items, event_rooms.
package event
