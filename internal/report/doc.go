// Package report is what the funder reads: the report on a project for a period (Sachbericht, Zwischenbericht).
//
// A Report begins as a draft. A draft keeps what people write: a summary, deviations and an outlook, of the whole and of
// each milestone. All else is gathered from the plan, the events and the approved plans each time the draft is read. Its
// language is chosen with it and stays.
//
// The lead freezes a draft once its period is over. What was shown is what is frozen: if anything has changed since, the
// lead is asked again. From then on two texts are the report: its Content, the figures and sentences as canonical JSON, and
// the document, one HTML file that needs nothing else. Both are kept with their SHA-256, and no renamed milestone, changed
// sentence or newer page changes them; the database refuses to change or delete them. Drafts and frozen reports are read by
// their Content, so that a list of milestones saved as a file stays the same, too.
//
// A frozen report with a mistake is superseded by a corrected one: a draft with a reason, which when it is frozen gets the
// next number and names the report that it replaces. There is one at most for each report.
//
// A report names nobody but who froze it: of those who came to an event it has numbers only.
//
// Everybody on the staff reads; the coordination and above write and delete drafts; administrators and project leads freeze.
//
// Tables: reports, report_texts.
package report
