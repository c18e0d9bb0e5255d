// Package proof says what is known of who sent a mail: what our own mail server found out when it took the mail (Authentication-Results, RFC
// 8601), and whether a domain's records let its mail be recognised (SPF, RFC 7208; DKIM, RFC 6376; DMARC, RFC 7489).
//
// A header is written by whoever likes. Only the topmost Authentication-Results is read, only when it bears the name of our own server, and only what stands
// outside of comments and quoted strings, which may hold a sender's words. Our server must remove headers that bear its name from mail of others
// (RFC 8601, 5). Where nothing is believed, the result is None.
package proof
