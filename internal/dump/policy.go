package dump

import "rundertisch/internal/account"

// mayTake: administrators and project leads decide who gets the whole of a project.
func mayTake(a account.Actor) error { return a.InProject(account.Actor.Leads) }

// MayTake reports whether the actor may take the project along as a file, for pages that offer it.
func MayTake(a account.Actor) bool { return mayTake(a) == nil }
