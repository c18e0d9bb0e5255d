package directory

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// May reports whether the actor may use the directory: every staff role reads, edits, imports and deletes.
func May(actor account.Actor) bool { return actor.Staff() && actor.WorkspaceID != "" }

func allow(actor account.Actor) error {
	if !May(actor) {
		return fault.Denied()
	}
	return nil
}
