// Package deadline counts back from an event: when the save the date has to go out, when the invitation, when
// registration closes, when thanks and results are due.
//
// A Template says which deadlines events of a kind have, as days before the first or after the last day of the event. It
// belongs to the workspace; until somebody changes it, the shipped one counts. Deadlines before the event fall on the
// working day before when they meet a weekend or public holiday, those after it on the next one.
//
// Deadlines are proposed, never made silently: people choose which become tasks of the event's milestone, and whose they
// are. A Deadline remembers that a task came from an event, by which rule, and for which days of the event it was last
// decided (its basis). When the event has moved since, the open tasks whose day no longer fits are shown with the day
// they would move to; when it was cancelled, those that are moot are shown. Whatever is decided, for all, some or none,
// becomes the basis, so that nobody is asked twice. A task that somebody gave another day by hand is told as such.
//
// That an event moved is not noted, it is seen from the basis: no way of changing an event can pass it by, and one
// that is moved away and back asks nothing.
//
// A task or event that lies in the bin keeps its deadline and has it again when it comes back. A rule whose task is gone
// may be proposed again.
//
// Everybody on the staff reads; coordination makes and moves deadlines; administrators change templates.
//
// Tables: deadline_templates, event_deadlines. Tasks are written through package workplan.
package deadline
