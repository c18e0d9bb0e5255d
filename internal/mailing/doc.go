// Package mailing is the work of writing to many people at once (der Versand): from the first draft to the last answer of
// the mail server.
//
// # Life of a mailing
//
//	draft → sending → done
//	draft → scheduled → sending      at the chosen time; until then it can be changed or called back
//	sending ⇄ paused                 by staff, or by the program when it cannot go on (Trouble says why)
//	scheduled, sending, paused → aborted
//
// A draft keeps what staff chose and wrote (Content). Nothing exists for its receivers. Who is meant is worked out anew
// each time a draft is looked at; with Send or Schedule the list becomes rows, so that what was reviewed is what is sent.
//
// # Sending in parts
//
// A job takes the receivers part by part, in the order of the list. Each part is one transaction: it advances the count of
// the mailing, writes the mails into the outbox and notes what became of each receiver. A process may be killed at any
// moment and another go on: the count is advanced conditionally, so that no part is written twice, by whomever. What is
// written leaves by the sender of package mail, which passes over the messages of a paused mailing.
//
// Done is not stored: a mailing is done when every receiver had their turn and no message waits any more, and it is sending
// again when failed messages are tried once more.
//
// # Kinds
//
// What a mailing says and whom it can reach belongs to a higher package, which gives a Kind: invitations to package invite.
// A mailing of a kind without one is an error.
//
// Tables: mailings, mailing_receivers.
package mailing
