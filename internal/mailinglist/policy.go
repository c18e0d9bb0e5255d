package mailinglist

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project sees its lists and who is on them.
func mayRead(a account.Actor) error { return a.InProject() }

// mayKeep: whoever keeps the project's contents makes lists and writes to them.
func mayKeep(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayKeep reports whether the actor may change lists, for pages that offer it.
func MayKeep(a account.Actor) bool { return mayKeep(a) == nil }
