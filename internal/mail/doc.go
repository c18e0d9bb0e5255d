// Package mail is the outbox: what leaves the house by mail, from the transaction that decided it to the receiver's server.
//
// # Life of a message
//
// QueueIn writes the finished mail (texts, calendar part, addresses) as a row in the caller's transaction; nothing is sent
// from inside a transaction. A Sender takes the rows one by one:
//
//	queued → sending → sent
//	                 → deferred (try again later) → sending …
//	                 → failed (for ever; Reason says why in words)
//	withheld (no mail server is set up) → queued by ReleaseWithheldIn
//	queued, deferred ⇄ paused (with its mailing)
//	sent, sending, deferred → bounced (a notice says that it left and did not arrive)
//	queued, deferred, withheld → failed (the address is disabled)
//	queued, deferred, withheld → aborted (a newer version of the same calendar entry was queued)
//
// # What holds
//
//   - A message's state is committed before its SMTP dialogue, and the dot that ends a mail waits until the outcome of the
//     one before is committed. A process that is killed therefore repeats at most the one mail it was sending, with the same
//     Message-ID and calendar UID. While one is on its way, the next is marked as being sent already.
//   - One process sends at a time, the holder of the lease named "mail"; when it dies, the next one takes over after twelve seconds and
//     takes up what was in flight.
//   - Mail to one receiver goes out in the order it was queued: a later one waits for an earlier one that is deferred.
//   - Of several versions of one calendar entry (ThreadKey) that wait, only the newest is sent.
//   - The hourly cap counts what all processes have sent in the last sixty minutes.
//
// # Mail that comes back
//
// A notice is matched by the tag of the envelope sender, which each mail has for itself, or by the Message-ID of the mail it returns. Two mails that came back
// for ever (5.x) disable an address for the workspace: what is queued for it fails at once, until staff enable it again. A mail that the receiver's server gave up
// after days (4.x) has bounced as well, but says nothing about the address; delays are only noted.
//
// # Addresses and texts
//
// Domains are stored in punycode (Canonical); two spellings of one mailbox have the same Key. Names and subjects are
// cleaned of line breaks and controls, so that nothing a person types reaches another header field. Templates see a flat map of strings
// (Renderer). A workspace, and a project of it, may reword a message (Override): plain text with placeholders, which a Wording
// puts in the place of the shipped text; frame, links, reason, funding notice and imprint stay.
//
// Sources: RFC 5321, 5322, 2045–2047 (mail), RFC 6047 (calendar parts), RFC 3834 (Auto-Submitted), RFC 8058 (one-click
// unsubscribe).
//
// Tables: mail_bounces, mail_addresses, mail_messages, mail_overrides.
package mail
