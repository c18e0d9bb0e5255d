package result

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error {
	if !a.Staff() || a.WorkspaceID == "" || a.ProjectID == "" {
		return fault.Missing()
	}
	return nil
}

// mayWrite: those who run events, and the minute-taker, whose cards they are.
func mayWrite(a account.Actor) error {
	if err := mayRead(a); err != nil {
		return err
	}
	if !a.Works() && !a.Has(account.MinuteTaker) {
		return fault.Denied()
	}
	return nil
}

// mayPublish: those who run events.
func mayPublish(a account.Actor) error {
	if err := mayRead(a); err != nil {
		return err
	}
	if !a.Works() {
		return fault.Denied()
	}
	return nil
}

// MayWrite reports whether the actor may write cards, for pages that offer it.
func MayWrite(a account.Actor) bool { return mayWrite(a) == nil }

// MayPublish reports whether the actor may show cards to the public, for pages that offer it.
func MayPublish(a account.Actor) bool { return mayPublish(a) == nil }
