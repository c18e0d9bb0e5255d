// Package reminder tells people of deadlines before they pass, by mail.
//
// # The ladder
//
// A project has a Ladder: how many days before and after a deadline people are reminded (30, 14, 3 and 0 before, 7 after
// by itself). A milestone or task may have one of its own; a ladder without rungs reminds nobody. The rung of a thing
// falls on a day of the house's zone; whatever is complete or done by then is left out.
//
// # Who is told
//
// Whoever the thing lies with is told on every rung: a colleague, or a person of the directory who does not sign in. The deputy
// is told on the last two rungs, and on the earlier ones when the other cannot be reached: has left, may no longer sign
// in, has no address, is archived or no longer valid, or wants no reminders. The project's leads are told when
// the deadline has passed, and when otherwise nobody would be; without leads, the administrators are.
//
// People who sign in may pause their reminders until a day or for good. Persons of the directory refuse them by a link in
// the mail, whose token is stored hashed, works for half a year and is exchanged for a cookie; a page with a button asks.
// Invitations and all other mail about events know nothing of either.
//
// # Exactly once
//
// Each rung for each receiver is a row of its own that names the thing, the deadline, the rung and the receiver, and is
// written in the transaction that queues the mail. Whoever comes second, another instance or the same one after it was
// killed, finds the row and sends nothing. All that a person is told on a day is one mail.
//
// A workspace keeps the last day that was told to the end. Days that passed while nobody ran are summed up in one mail for
// each person, in which each thing stands once. Because only the days after the last one count, a moved
// deadline brings those rungs back that then lie ahead, and none that have passed; a thing is not reminded of for days
// before it was there; and nothing is sent about the past when the program does this for the first time.
//
// Mail goes out between 7 and 20 o'clock, on all days of the week: a rung of Sunday that waited for Monday would come too late
// for a deadline on Sunday.
//
// # The digest
//
// On the weekday and at the hour of the house's zone that a person has chosen, a digest tells what is late, due in the next 14
// days, or new: what lies with them now and did not at the last one. It comes by itself on Monday at seven, and not when there is
// nothing to tell. What could not be sent within two days is left to the next one. A row per person and workspace names the day that was told
// last; it moves on in the transaction that queues the mail.
//
// Tables: reminder_ladders, reminders, reminder_runs, reminder_settings, reminder_digests, reminder_refusals, reminder_links.
package reminder
