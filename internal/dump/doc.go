// Package dump writes a whole project into one JSON document, for those who go on with it in another program, or keep it.
//
// The document is described in docs/export.md: goals, milestones with what the plan says of them, tasks with their checklists
// and comments, dependencies, moves, approved plans, events with their programmes, agendas and minutes, summaries and what is known
// of photos, result cards, what is known of documents, and
// reports. Whoever did something is there by identifier and, at the end, by name. There are no addresses, no participants, no
// secrets and no contents of files. What is left out is listed with its reasons in Left, which a test holds against the
// schema.
//
// All is read in one snapshot and written as it is read, some rows at a time, so that memory does not grow with the project.
// Rows come in the order of their identifiers: the same state gives the same bytes, but for the time, on both databases. The
// trail says who took a project along.
//
// Administrators and project leads may. The package reads the tables of others, and has none.
package dump
