package registration

import (
	"rundertisch/internal/account"
	"rundertisch/internal/event"
)

// mayRead: everybody on the staff of the project.
func mayRead(actor account.Actor) error { return actor.InProject() }

// mayRun: who may run the project's events.
func mayRun(actor account.Actor) error { return actor.InProject(event.MayRun) }

// MayRun reports whether the actor may register and withdraw for others, for pages that offer it.
func MayRun(actor account.Actor) bool { return mayRun(actor) == nil }
