// Package mailbox is the demo's mail world: an SMTP server that keeps every mail as a file, and pages on which each mail
// reads as its receiver's mail program would show it.
//
// Accept, Decline and Maybe do what a mail program does: they make a REPLY and send it by SMTP to the organiser, whose mail
// this server hands to the program like a real mailbox would. The pages show personal links of everybody, so only the demo
// has them, on loopback.
//
// Files: <identifier>.eml, the mail as received below two lines of envelope, and <identifier>.answer, what its receiver
// answered. Identifiers rise with time. No tables.
package mailbox
