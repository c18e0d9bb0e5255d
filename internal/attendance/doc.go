// Package attendance knows who is asked, who answers and who has which place at an event: one row per person and
// event behind invitation and registration, which owns the calendar UID and SEQUENCE, the answer and the place.
//
// A row begins as an invitation (InviteIn: no place yet) or a registration (RegisterIn). Accepting takes a place of the
// event or of its waitlist, declining gives it back. Whoever has a place of the event chooses one workshop per slot;
// whoever waits for one keeps its wishes, and they wait too: a workshop place is only given to people with a place of
// the event. Where an event's workshops go by ranked wishes nobody chooses until AllotIn has given the places.
//
// Five things always hold at the end of a transaction:
//   - seats.taken is the number of confirmed places and of offers, and never exceeds the capacity (a CHECK is the second line);
//   - no place is free while somebody who may have it waits for it: settle runs where places come free;
//   - people of a group with one ticket have places together or wait together in one position: who does not fit is passed over (decision 69);
//   - what is kept for a kind of organisation is free or taken by it, and no kind has more than its most (decision 64);
//   - waitlists are in the order of tickets, which people draw on arrival.
//
// Where the event says so, a place of it that comes free is offered to the next in line and held for some office hours.
// Whoever has an offer keeps place waitlisted with OfferedUntil, and gets the place by saying yes on whichever way.
//
// Where the event says so, whoever registers by the public form asks for a place, which takes none, until staff decide; or has to confirm the
// address before the registration counts (decision 64).
//
// A group is a contact and whoever the contact registered along, then or later, tied by GroupID. The contact decides about offers for all, and its unconfirmed
// address keeps all of them from being written to.
//
// Who agreed to be named in public has ListedAt, who agreed to be photographed PhotosAt. Both go with the place, with the person and to
// nobody else. Of people who are one in the directory they count as both said, or the one who stays (decision 68).
//
// Whoever is erased by the own link leaves a row without a person: it counts where the place was taken, and nothing is done with it any more.
//
// Every change first locks the event's row in seats (on SQLite the one writer does the same), so that changes of one
// event are serial and cannot deadlock; different events do not meet. In front of the transaction Arrive lets people
// in first come, first served, because database/sql wakes a random waiter.
//
// Tables: attendances, attendance_links, attendance_answers, workshop_places, seats, seat_shares, waitlist_steps, address_changes,
// attendance_edits.
package attendance
