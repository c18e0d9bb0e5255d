// Package mailinglist keeps lists of people who asked for mail about a project, and whom nobody else may put there.
//
// # Double opt-in
//
// Somebody types an address on a list's public page, or staff suggest one. Either way it is pending: the address gets one
// mail with a link to a page with a button, and only that button, pressed by whoever reads the mailbox, makes it a
// subscription. Opening the link changes nothing. What was not confirmed within seven days is deleted. The public page
// answers the same whatever it knows of an address; who is subscribed already is told so by mail, once a day at most.
//
// What a person agrees to is one text: the sentence with the list's name and purpose, and the notice of Art. 13 GDPR. The
// text that stood on the page is kept word for word, once for each version of it, and each subscription names its own. When
// the text changed between looking and pressing, the page is shown again. No address of a device is kept: that the
// link reached the mailbox and was followed is the evidence, and more would be more than is needed.
//
// # Leaving
//
// Every mail to a list carries a link of its own, whose token is stored hashed and works for 400 days: to a page with a button,
// and as the address of the one-click unsubscription that mail programs offer (RFC 8058), which may be repeated and tells
// nothing of what it found. Who left stays on record for thirty days, so that a slip can be mended and staff do not
// suggest them again, then is deleted; who wants it at once presses another button. A closed list takes nobody, writes to
// nobody, and loses its people after thirty days.
//
// Invitations to events, their changes and confirmations know nothing of lists: they go to who was invited or registered.
//
// Tables: mailing_lists, mailing_list_members, mailing_list_consents, mailing_list_links.
package mailinglist
