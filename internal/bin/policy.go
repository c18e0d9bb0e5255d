package bin

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// mayLook: everybody on the staff of the project has a bin; what lies in it for them is said by sees.
func mayLook(actor account.Actor) error {
	if !actor.Staff() || actor.WorkspaceID == "" || actor.ProjectID == "" {
		return fault.Missing()
	}
	return nil
}

// sees: those who may delete such a thing, and auditors.
func (s *Service) sees(actor account.Actor, kind Kind) bool {
	return s.keepers[kind].May(actor) || actor.Has(account.Auditor)
}

// MayBringBack reports whether the actor may bring the entry back: those who may delete such a thing.
func (s *Service) MayBringBack(actor account.Actor, e Entry) bool {
	return s.keepers[e.Kind].May(actor)
}

// MayPurge reports whether the actor may delete the entry for good: those of them who lead.
func (s *Service) MayPurge(actor account.Actor, e Entry) bool {
	return actor.Leads() && s.MayBringBack(actor, e)
}
