// Package feed keeps the calendars that people subscribe to by a secret link: their own, that of a project, and that of a body.
//
// The own calendar holds the tasks of the person, the milestones that they answer for and those of the projects they lead, and
// all events of their projects, drafts as tentative. Tasks and milestones in which they stand in for somebody are there too and say so
// behind their title: reminders go to deputies, and who stands in wants to know before they are needed. The calendar of a project may be handed on, so it holds only its milestones and its
// published events: titles of tasks often name people. The calendar of a body is for its members and holds its meetings, once they are published.
//
// A link carries a random token of which only the hash is stored; it is shown once, can be renewed and closed, and reads
// nothing but the calendar. Who leaves a project loses its entries, who may no longer sign in loses the calendar.
//
// What was last published of every entry is kept, so that an entry keeps its UID, its SEQUENCE rises with every
// change, and the same state gives the same bytes. The record is brought up to date when the calendar is read: readers take
// turns at the feed's row, and nothing that people see elsewhere depends on it. What is no longer there stays for 30 days
// as STATUS:CANCELLED, because programs that import files never delete by themselves. What is done stays with the word
// before its title. A calendar is never empty, some programs take that for an error: one entry says what will come.
//
// Tables: feeds, feed_entries.
package feed
