// Package survey asks those who took part in an event what they think of it, and keeps no trace of who said what.
//
// A Survey belongs to one event. Staff write its questions (a scale, a choice, several choices, free text), open it and share its
// one address, which is the same for everybody: as a link, as a QR code, in the mail of thanks. It closes on its last day, or when
// staff close it, and never opens again. Open, its questions stay as they are: a count belongs to the words that were read.
//
// # Anonymous by design
//
// No answer is stored. There is one Tally per survey, made when it opens: a row with how many answered and, for each question, how
// often each choice was taken; an answer adds to it. Free texts stand in it in the order of the alphabet, so nothing tells which
// came first or belongs with which count, and the same answers in any other order are the same octets. So there is no row, no
// identifier, no time and no place in a table that belongs to an answer: not the database's own row numbers either (rowid, ctid,
// xmin), which order rows by when they came. Answering writes nothing else: no entry in the trail, no job, no mark on a person, no
// note of the form's sending; the access log leaves its address out. That a device has answered is known to its cookie alone, which
// says nothing but that.
//
// Whoever watches could still tell: results that grow while one looks on show each answer as it comes. They are shown after the
// closing only, from Least answers on, and until then not even how many there are. Of choices, which may say who somebody is, groups
// below SmallGroup are held back, and as many more as keep them from being had by subtraction; a scale tells an opinion and is
// shown. Texts stay on the page of the staff and out of files, which are passed on.
//
// Databases keep in their files what a row was before, state after state. Scrub takes that out, every hour while a survey is open and
// after its end.
//
// Free texts are deleted TextDays after the end, the survey with its counts KeepDays after it: see Expire.
//
// What this cannot hide: who reads the database between two answers, or compares two of its backups, sees what came in between; so does
// who has its files within that hour, or PostgreSQL's archived journal.
//
// Everybody on the staff reads; those who run events write, open and close.
//
// Tables: surveys, survey_tallies.
package survey
