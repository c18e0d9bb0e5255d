// Package inbox fetches what comes into the organiser's mailbox and hands it to whoever keeps it (package invite, by way of package app).
//
// # What becomes of a mail
//
// It is read without marking it as seen, handed on as raw bytes, and only when that has been committed moved to the folder Processed, or to
// Failed when nobody could read it. Whatever happens in between, the mail is still in the folder or already kept, mostly both:
//
//   - The database is away: the mail stays where it is and is read again.
//   - The connection ends, or the process, between the commit and the move: the mail is read again, its keeper knows it, it is moved.
//   - The server gives the folder a new UIDVALIDITY: everything in it is read again, with the same result.
//   - A mail that makes its keeper fail does not hold up the others; it stays, and the page says that one waits.
//
// # Who reads
//
// One process at a time, the holder of the lease named "mailbox"; when it dies, another takes over after twelve seconds. It waits by IDLE
// where the server has it, else it looks every minute, and connects again after a growing pause when the connection is lost.
//
// State says when the folder was last read to its end, and what is wrong with it.
//
// Tables: mailbox_states.
package inbox
