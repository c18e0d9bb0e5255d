package event

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayRun: those who run events: coordination and above.
func mayRun(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayRun reports whether the actor may change events, for pages that offer it.
func MayRun(a account.Actor) bool { return mayRun(a) == nil }
