// Package checkin knows who has come: people are let in at the doors of an event, by colleagues or by helpers with a pass, by the QR
// code of their letter or badge, by name, or as somebody who just walks in.
//
// A deed at a door is made on a device that may be without network for hours. It carries an identifier that the device made (a
// ULID), the device's time and the name of its door. Sending it again changes nothing and is answered as the first time, so a device
// sends until it has an answer. Two doors may let in the same person before they hear of each other: one deed counts, the other
// is kept beside it as a double and says when and where the person came in first. Of each person one check-in counts at most, which an
// index sees to.
//
// Undoing takes back one deed. When another door had let in the same person, its double counts from then on: the wrong
// Müller is taken back without throwing out the right one.
//
// Whoever walks in becomes an attendance with a place, also where the event is full: the person is in the hall. Whoever is on the
// list without a place (waiting, invited, cancelled) is let in when the door insists, and keeps what stands in the list.
//
// The code in a person's QR says nothing and opens nothing: only a door can use it. It is the identifier of the attendance, encrypted with a key of the
// installation, so that nobody has to make or keep it and reading a list writes nothing. A month after the event it leads nowhere, and
// which door and which helper let somebody in is forgotten; that somebody came is kept with the registration. Codes of before were random and lie in a
// table; those that were handed out hold good until then.
//
// Tables: checkin_codes, checkins.
package checkin
