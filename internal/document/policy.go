package document

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

// mayKeep: those who keep the project's contents.
func mayKeep(a account.Actor) error {
	if err := mayRead(a); err != nil {
		return err
	}
	if !a.Works() {
		return fault.Denied()
	}
	return nil
}

// MayKeep reports whether the actor may add, change and remove documents, for pages that offer it.
func MayKeep(a account.Actor) bool { return mayKeep(a) == nil }
