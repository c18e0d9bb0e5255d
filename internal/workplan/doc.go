// Package workplan is the plan a project is measured by: goals, milestones with their deadlines, and tasks.
//
// A Goal (1., 2.) has Milestones (1.1 … 2.3). A Milestone has a deadline given as a month, which means the month's
// last day, and Tasks that colleagues keep. Its state is never typed, it follows from its deadline, its tasks and its
// completion rule. A Rule is met when all its conditions are: tasks done, events held, results published, documents
// attached; the day on which the last of the evidence came about is the day on which the milestone was reached. Without
// a rule the project's lead declares it reached. The lead may also declare against the rule, both ways; a declaration
// carries its reason, is shown beside what the rule says and can be taken back. Tasks go between open, in work and done
// as work goes.
//
// A Task lies with a colleague or with a person of the directory, who does not sign in; a colleague may stand in. Two
// persons of the directory who are merged keep their tasks.
//
// A task has a checklist of Items and the Comments of the staff. Ticking one item touches no other and not the task. Who is
// named in a comment gets one mail; its author may change it for a quarter of an hour and remove it always, its place stays.
//
// What lies outside of the plan comes through an EvidenceSource, which asks the database once for all milestones.
//
// The plan comes from a CSV file (columns number, parent, title, due). An import changes all rows or none: a preview
// shows which rows are new, changed, unchanged or wrong, and a single wrong row refuses the whole file. Goals and
// milestones that a file does not mention stay as they are.
//
// Numbers are unique in a project and compare by their parts: 1.10 comes after 1.9. Titles are one line of text.
//
// What is deleted lies in the bin with all below it: a goal with its milestones, a milestone with its tasks.
//
// Everybody on the staff reads; administrators and project leads shape goals and milestones; coordination keeps tasks.
//
// Headings that are not understood are asked about, and the project remembers the answer for files with the same ones.
//
// A Baseline is the plan as it was approved: an immutable copy with the day of approval, the number of the letter and the
// reason. Two of them, or one and the plan of today, are compared. The planned deadline of a milestone is the one in the
// baseline that was approved last; the present deadline is the forecast. Whoever moves a deadline says why.
//
// A Dependency lets a milestone or task begin only after another has ended and some days have passed; dependencies never
// form a circle. Moving a deadline shows first what moves along, milestones by whole months and tasks by days, as far as
// their dependencies need it and never to an earlier day; all of it, some or none follows. What is done stays where it is.
//
// A FieldChange is one line of the plan's history: a field of a goal, milestone, task, dependency or baseline as it was and
// as it is now. insert, update, take and putBack are the only functions that write these rows, and they record the changes
// in the same transaction by comparing the columns of the types; a new column is recorded as soon as its type has it. The
// plan of any past day is rebuilt from the record.
//
// Tables: goals, milestones, tasks, task_items, task_comments, plan_import_mappings, baselines, baseline_milestones, plan_moves, plan_dependencies,
// plan_changes.
package workplan
