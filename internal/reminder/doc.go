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
// Whoever the thing lies with is told on every rung. The deputy is told on the last two rungs, and on the earlier ones
// when the other cannot be reached: has left, may no longer sign in or has no address. The project's leads are told when
// the deadline has passed, and when otherwise nobody would be; without leads, the administrators are.
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
// Tables: reminder_ladders, reminders, reminder_runs.
package reminder
