// Package badge makes the paper of an event: badges, the list to sign, the list at the door, a list for each workshop, and how much is to
// be arranged; and, once it is over, a certificate for each who was there, which people take from their personal page. It owns no table:
// everything is read at the moment of printing.
//
// Paper cannot be corrected once it lies on a table, so it says only what its purpose needs. What people asked to have arranged is
// counted and never stands beside a name.
//
// A list exists once, as headings, columns and rows; the page to print, the PDF and the workbook are made of it.
package badge
