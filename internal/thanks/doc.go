// Package thanks writes to those who took part, once an event is over: thanks, a few words of staff, and the way to the published
// results.
//
// It is a mailing like any other: drafted, reviewed, sent in parts. It reaches those who had a place; nobody notes who came. The
// mail has no calendar part, and it leads to the results only while they are public, and to the survey (package survey) only while it is open, looked up when each mail is written.
package thanks
