// Package workplanviews shows the work plan: the plan with its timeline, a milestone with its tasks and history, the
// forms of goals, milestones and tasks, and the import with its preview.
package workplanviews
