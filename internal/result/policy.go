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

// mayWrite: those who run events: coordination and above.
func mayWrite(a account.Actor) error {
	if err := mayRead(a); err != nil {
		return err
	}
	if !a.Has(account.Administrator, account.ProjectLead, account.Coordination) {
		return fault.Denied()
	}
	return nil
}
