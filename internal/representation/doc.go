// Package representation lets somebody else come instead of an invited person: an organisation is invited, and its person says
// who comes.
//
// There are three ways. The person names a substitute on the personal page. Or passes the invitation on: a link without
// account, with which exactly one other person takes over, who gives name and address and confirms the address by a mail
// before anything changes. Or a mail says it (a calendar's DELEGATED, or an answer to a forwarded invitation) and staff agree
// by a click.
//
// The substitute has an attendance, a calendar UID and a personal link of its own. A place moves there without coming free in
// between, so the waitlist never sees it; wishes for workshops move along until places were given by them. The represented person gets a CANCEL and stays in the list as represented; that
// person and staff can end the representation, which moves the place back.
//
// Against abuse: a link lives for two weeks at most and never beyond the beginning of the event, is used up by the first who
// confirms, can be closed, and takes a bounded number of claims; an attendance opens a bounded number of links. Who comes
// instead of somebody passes nothing on. Only hashes of links are stored.
//
// Tables: representations, representation_passes, representation_claims.
package representation
