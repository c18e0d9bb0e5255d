package body

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayKeep: those who keep the project's contents.
func mayKeep(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayKeep reports whether the actor may change bodies, for pages that offer it.
func MayKeep(a account.Actor) bool { return mayKeep(a) == nil }
