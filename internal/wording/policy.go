package wording

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// mayWord: administrators for the whole workspace; whoever leads a project for it.
func mayWord(actor account.Actor) error {
	if actor.ProjectID != "" {
		return actor.InProject(account.Actor.Leads)
	}
	switch {
	case !actor.Staff() || actor.WorkspaceID == "":
		return fault.Missing()
	case !actor.Has(account.Administrator):
		return fault.Denied()
	}
	return nil
}

// MayWord reports whether the actor may change the texts of mails, for pages that offer it.
func MayWord(actor account.Actor) bool { return mayWord(actor) == nil }
