package workplan

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayShape: administrators and project leads change goals and milestones and declare them complete.
func mayShape(a account.Actor) error { return a.InProject(account.Actor.Leads) }

// mayKeepTasks: coordination and above add, change and remove tasks.
func mayKeepTasks(a account.Actor) error { return a.InProject(account.Actor.Works) }

// mayComment: everybody on the staff but auditors, who change nothing.
func mayComment(a account.Actor) error {
	return a.InProject(func(a account.Actor) bool { return a.Works() || a.Has(account.MinuteTaker) })
}

// MayComment reports whether the actor may comment on tasks, for pages that offer it.
func MayComment(a account.Actor) bool { return mayComment(a) == nil }

// MayShape reports whether the actor may change goals and milestones, for pages that offer it.
func MayShape(a account.Actor) bool { return mayShape(a) == nil }

// MayKeepTasks reports whether the actor may change tasks, for pages that offer it.
func MayKeepTasks(a account.Actor) bool { return mayKeepTasks(a) == nil }
