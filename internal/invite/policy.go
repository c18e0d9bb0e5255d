package invite

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// mayRead: staff of the project.
func mayRead(actor account.Actor) error {
	if !actor.Staff() || actor.ProjectID == "" {
		return fault.Missing()
	}
	return nil
}

// mayInvite: whoever runs the project's events.
func mayInvite(actor account.Actor) error {
	if err := mayRead(actor); err != nil {
		return err
	}
	if !actor.Works() {
		return fault.Denied()
	}
	return nil
}
