package feed

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project sees whether it has a link.
func mayRead(a account.Actor) error { return a.InProject() }

// mayHandOut: administrators and project leads decide who outside gets the calendar.
func mayHandOut(a account.Actor) error { return a.InProject(account.Actor.Leads) }

// MayHandOut reports whether the actor may open and close the project's link, for pages that offer it.
func MayHandOut(a account.Actor) bool { return mayHandOut(a) == nil }
