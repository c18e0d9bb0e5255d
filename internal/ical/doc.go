// Package ical writes and reads the calendar objects that travel by mail: iTIP over iMIP.
//
// # Outgoing
//
// An Entry is one event for one person. Request invites or updates (METHOD:REQUEST), Cancel withdraws (METHOD:CANCEL),
// Reply answers as the attendee, Publish makes a download or feed without any scheduling. All four are pure: UID, SEQUENCE
// and DTSTAMP come from the caller, so that the same input gives the same bytes.
//
// What the caller owes:
//   - the UID is random and opaque (at least 128 bits, "…@own-domain"), one per event and invitee, stable over all updates
//     and never used again after a CANCEL;
//   - Sequence rises by one on a change of time, place or status and on a cancel; Stamp rises on every message; a raised
//     Sequence resets PartStat to NeedsAction (RFC 5546, 2.1.4 and 3.2.2);
//   - URL and Description name public pages only: a calendar object is copied to other people's devices and carries no
//     personal token.
//
// Start and End are instants whose Location is the event's zone. They are written as wall time with TZID and a VTIMEZONE of
// two yearly rules; zones whose years do not repeat, fixed offsets without a name, and instants that their wall time does not
// determine (the hour that happens twice in autumn, which readers resolve differently) are written in UTC. LocalTime turns
// typed wall time into an instant by the rule of RFC 5545, 3.3.5.
//
// Text is cleaned of controls and of everything a reader may take for a line break; parameters also lose the characters that
// end them. Lines are folded at 75 octets between characters.
//
// # Incoming
//
// Parse reads what strangers send. It first reduces the text to the lines and parameters it knows, under fixed limits (256 KiB,
// 16 KiB a line, 1 KiB a parameter, depth 8), and hands only that to the decoder, which panics and turns quadratic on
// raw input. Missing ORGANIZER, Windows zone names, comments in X-RESPONSE-COMMENT and stray quotes are normal. What
// Parse returns is still a claim: who sent it is for the mail's authentication to say.
//
// # Sources
//
// RFC 5545 (iCalendar), RFC 5546 (iTIP), RFC 6047 (iMIP), RFC 6868 (parameter encoding), RFC 7986 (NAME, REFRESH-INTERVAL),
// CLDR windowsZones.
package ical
