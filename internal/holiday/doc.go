// Package holiday knows the days on which nothing can be expected in Thuringia: weekends, public holidays and school
// holidays.
//
// Public holidays are those of § 2 of the Thüringer Feier- und Gedenktagsgesetz, computed for any year by rickar/cal.
// Corpus Christi is one in some municipalities only (Eichsfeld, parts of Unstrut-Hainich and Wartburg districts): it is told,
// but counts as a working day.
//
// School holidays are fixed by the ministry a few years ahead and cannot be computed. They lie in school.txt, with their
// source and the days between which the file is complete; outside of those nothing is known, which is not the same as no
// holidays.
package holiday
