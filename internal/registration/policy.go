package registration

import (
	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// mayRead: everybody on the staff of the project.
func mayRead(actor account.Actor) error {
	if !actor.Staff() || actor.WorkspaceID == "" || actor.ProjectID == "" {
		return fault.Missing()
	}
	return nil
}

// mayRun: who may run the project's events.
func mayRun(actor account.Actor) error {
	if err := mayRead(actor); err != nil {
		return err
	}
	if !event.MayRun(actor) {
		return fault.Denied()
	}
	return nil
}

// MayRun reports whether the actor may register and withdraw for others, for pages that offer it.
func MayRun(actor account.Actor) bool { return mayRun(actor) == nil }
