package survey

import (
	"rundertisch/internal/account"
	"rundertisch/internal/event"
)

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayRun: who may run the project's events.
func mayRun(a account.Actor) error { return a.InProject(event.MayRun) }

// MayRun reports whether the actor may write, open and close surveys, for pages that offer it.
func MayRun(a account.Actor) bool { return mayRun(a) == nil }
