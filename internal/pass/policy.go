package pass

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project sees who helps at its events.
func mayRead(a account.Actor) error { return a.InProject() }

// mayMake: those who run events.
func mayMake(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayMake reports whether the actor may make and take back passes, for pages that offer it.
func MayMake(a account.Actor) bool { return mayMake(a) == nil }
