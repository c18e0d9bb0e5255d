// Package invite carries an event to people's calendars and their answers back.
//
// Outgoing, two observers in one: the Announcer is told by event and attendance of every change, inside the transaction
// that makes it, and queues the mails that follow: invitation, confirmation, waitlist, promotion, withdrawal, change and
// cancellation. Each carries one calendar object for one person (RFC 5546): a REQUEST under one UID through all versions,
// SEQUENCE raised with time, place and status, and in the end a CANCEL, after which that UID is never used again. A chosen
// workshop is an entry with a UID and mails of its own. A thread is the memory of one UID: when it was first requested, by
// which mail, whether it only announces the day (STATUS:TENTATIVE until the invitation or a place), and whether it was cancelled; it is what finds everyone who ever got a REQUEST.
//
// Service is what staff do: choose receivers and write a few words, which package mailing keeps, reviews and sends; follow
// delivery (the mail's state) and answer (the person's) apart, send again, take an invitation back.
//
// Incoming, Receive takes one raw mail and trusts nothing in it: REPLY objects are matched by UID, then by the invited
// address, which must also be the author's, then by SEQUENCE and DTSTAMP. Whatever does not match beyond doubt is kept and
// listed for staff; nobody is added, moved or cancelled by mail.
//
// Tables: invite_threads, invite_incoming.
package invite
