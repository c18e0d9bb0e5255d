package event

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

// mayRun: those who run events: coordination and above.
func mayRun(a account.Actor) error {
	if err := mayRead(a); err != nil {
		return err
	}
	if !a.Works() {
		return fault.Denied()
	}
	return nil
}

// MayRun reports whether the actor may change events, for pages that offer it.
func MayRun(a account.Actor) bool { return mayRun(a) == nil }
