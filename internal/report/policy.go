package report

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayWrite: coordination and above write drafts, and delete them.
func mayWrite(a account.Actor) error { return a.InProject(account.Actor.Works) }

// mayFreeze: administrators and project leads answer for what the funder gets.
func mayFreeze(a account.Actor) error { return a.InProject(account.Actor.Leads) }

// MayWrite reports whether the actor may write drafts, for pages that offer it.
func MayWrite(a account.Actor) bool { return mayWrite(a) == nil }

// MayFreeze reports whether the actor may freeze reports, for pages that offer it.
func MayFreeze(a account.Actor) bool { return mayFreeze(a) == nil }
