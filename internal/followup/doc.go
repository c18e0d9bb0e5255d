// Package followup reminds those who have not answered an invitation.
//
// # The plan
//
// Each event has a plan: on how many days before the answer is due they are reminded, 14 and 3 by itself. The answer is due on the last
// day of registration, or on the day of the event when registration has no end. A plan can be switched off. Who answers, in whatever way
// and even with no, is not reminded; nor is who was invited on that day or later, who cannot be reached, or who was only told to keep the
// day free.
//
// # Exactly once
//
// Each rung for each invitation is a row of its own that names the day the answer is due, written in the transaction that queues the mail.
// Whoever comes second, another instance or the same one after it was killed, finds the row and sends nothing. That transaction
// first locks the person's row while it awaits an answer: an answer given at the same moment is heard before or waits until after.
//
// A plan keeps the last day that was looked at to the end. Only rungs after it count, so that days that passed while
// nobody ran make one mail, a moved deadline brings no rungs back that have passed, and nothing is sent about the past when an event
// is seen for the first time.
//
// Whoever was reminded by hand within the last 24 hours is passed over by the plan, and whoever the plan reminded by staff: the review
// of such a mailing says so.
//
// Mail goes out between 7 and 20 o'clock of the house's zone.
//
// Tables: followup_plans, followups.
package followup
