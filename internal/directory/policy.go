package directory

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// mayRead: everybody on the staff.
func mayRead(actor account.Actor) error {
	if !actor.Staff() || actor.WorkspaceID == "" {
		return fault.Denied()
	}
	return nil
}

// mayKeep: coordination and above add, change, import and delete.
func mayKeep(actor account.Actor) error {
	if err := mayRead(actor); err != nil {
		return err
	}
	if !actor.Works() {
		return fault.Denied()
	}
	return nil
}

// MayKeep reports whether the actor may change the directory, for pages that offer it.
func MayKeep(actor account.Actor) bool { return mayKeep(actor) == nil }
