// Package meeting knows what happens at an event that is a meeting: its agenda, who was there, what was minuted, and whether the
// minutes are approved.
//
// The agenda is a list of items in the order of staff. An item names who presents it, how many minutes are planned, and leads to
// documents, milestones and result cards. It is public when staff say so.
//
// Presence is ticked for the members that the body (package body) has on the day of the meeting. A deputy counts for the member. The quorum
// is counted from members entitled to vote whose seats are not vacant. Guests are typed in, do not count, and are forgotten after a year.
//
// Minutes are written item by item: a text, and how the item was voted on, which is never more votes than people entitled were present.
// A tie rejects. Each saving is a version that stays; those of one sitting are one. Follow-ups are noted at an item and become tasks of the plan.
//
// A round asks the members for approval by personal links, whose tokens are stored hashed. A link belongs to the person, not to the seat. While it lasts, and once the minutes are
// approved, they cannot be written: what people agree to is what they read. The minutes are approved when all have agreed, when the last
// day is over without an objection, or when staff have settled the objections and say how. Withdrawing a round opens the minutes again.
// Of approved minutes the public part, item by item, can be published on the event's page.
//
// Coordination and the minute-taker write; coordination opens rounds and publishes; everybody on the staff reads.
//
// Tables: meetings, agenda_items, agenda_links, minutes_versions, meeting_presences, meeting_guests, meeting_followups, minutes_rounds,
// minutes_votes. Tasks are written through package workplan.
package meeting
