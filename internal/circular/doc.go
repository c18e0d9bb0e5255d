// Package circular writes to people on the list of an event in the words of staff: to those who were chosen, or to all whom a filter
// shows.
//
// It is a mailing like any other: drafted, reviewed, sent in parts. Until it is sent the filter is asked anew, so that whoever registers
// meanwhile gets it, too. What is written may hold placeholders, which say of each receiver what is true when the mail is written. It
// is official mail about an event that somebody takes part in; nobody unsubscribes from it. The mail has no calendar part, and leads to
// the receiver's own registration as long as the event lies ahead.
package circular
