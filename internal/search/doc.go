// Package search finds things of every kind by what is written in them: goals, milestones, tasks, organisations,
// persons, groups, events, programme items, result cards and documents.
//
// # How it stays true
//
// Triggers note every row that is added, changed or removed in search_changes, in the transaction that does it: no
// service, import or restore can forget the search. CatchUp reads what is noted, folds the texts in Go and writes
// their words to search_words. Find catches up first, so what was just typed is found at once; after a large import
// the worker (Run) does the rest, newest first. A row that is gone loses its words in the same way.
//
// # How it finds
//
// search_words has one row per word and thing. A typed word is a prefix: a range of the index, in the order of octets on
// both databases. Each word is kept in its German form and stripped of marks, and so are the parts of words with
// hyphens, dots and @. With several words the rarest leads; the others are looked up for its things or, where
// it has many, intersected with them. The words hold no texts: what a page shows is read from the thing itself, which also decides whether it still exists.
//
// Things of a project are found in that project, those of the directory in the whole workspace.
//
// Tables: search_words, search_changes, search_turns.
package search
