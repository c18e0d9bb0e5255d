package checkin

import (
	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// mayRead: everybody on the staff of the project sees who has come.
func mayRead(a account.Actor) error { return a.InProject() }

// mayKeep: the door is kept by those who run events, and by helpers with a pass.
func mayKeep(a account.Actor) error { return a.InProject(event.MayRun) }

// MayKeep reports whether the actor may keep the door, for pages that offer it.
func MayKeep(a account.Actor) bool { return mayKeep(a) == nil }

// open refuses the doors of events that nobody can come to.
func open(e event.Event) error {
	if e.State == event.Draft || e.State == event.Cancelled {
		return fault.New(fault.Conflict, "checkin.closed."+string(e.State))
	}
	return nil
}
