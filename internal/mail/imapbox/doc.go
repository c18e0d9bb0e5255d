// Package imapbox reads one folder of a mailbox over IMAP (RFC 3501, 9051): what is in it, one mail at a time, and then moves the mail to
// another folder. It is the only package that knows the library, whose version 2 is not finished yet.
//
// # What holds
//
//   - A mail is never marked as read: people who look into the mailbox see what is new to them (BODY.PEEK).
//   - Nothing is deleted but a trial mail to ourselves. A mail is moved (RFC 6851); on a server without MOVE it is copied, and only when the copy is there marked as deleted
//     and expunged by its UID. A server without UIDPLUS keeps the marked mail: expunging it would take other people's marked mails along.
//   - A password is only sent through TLS, unless the server is on this machine.
//   - Every step ends with its context: a connection that died without a word is closed, not waited for.
//
// An *Error says in one word what stands between us and the mailbox.
package imapbox
