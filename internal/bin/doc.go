// Package bin is where deleted things lie for 30 days (the Papierkorb), so that a wrong click is no loss.
//
// Deleting takes the rows away for good, so that no list, count, search or constraint has to know of deleted things. In
// the same transaction the domain puts one Entry into the bin: the rows as they were, the thing's own and those that went
// along (a milestone's tasks, a draft's programme, a group's members). Bringing back writes the same rows again, under the
// same identifiers. The domain that owns the rows says how: it gives a Keeper for each of its kinds, and a kind without
// one stops the program at its start.
//
// An entry leaves the bin once, by one of three ways: it is brought back, it is purged by somebody who leads, or it
// expires and the nightly run purges it. Whoever takes the entry out first has it; everybody else is told that it is not
// there.
//
// What a thing belongs to may be gone when it is to come back (Gone), or its number, name or address may be taken
// (Taken): both are refused with a sentence that says what to do first.
//
// An entry is seen by those who may delete its kind of thing, and by auditors, who change nothing. Things of the
// directory belong to the workspace and are seen from all of its projects. The trail keeps who deleted, brought back and
// purged what, without titles.
//
// Tables: bin_entries.
package bin
