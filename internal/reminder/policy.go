package reminder

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project sees what was sent.
func mayRead(a account.Actor) error { return a.InProject() }

// maySet: project leads set the ladder of the project and of milestones; whoever keeps tasks sets that of a task.
func maySet(a account.Actor, kind Kind) error {
	if kind == Task {
		return a.InProject(account.Actor.Works)
	}
	return a.InProject(account.Actor.Leads)
}

// MaySet reports whether the actor may change the ladder of such a thing, for pages that offer it.
func MaySet(a account.Actor, kind Kind) bool { return maySet(a, kind) == nil }
