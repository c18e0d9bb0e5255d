package meeting

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayWrite: those who run events, and the minute-taker.
func mayWrite(a account.Actor) error {
	return a.InProject(func(a account.Actor) bool { return a.Works() || a.Has(account.MinuteTaker) })
}

// mayDecide: those who run events open rounds, settle objections and publish.
func mayDecide(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayWrite reports whether the actor may write agenda and minutes, for pages that offer it.
func MayWrite(a account.Actor) bool { return mayWrite(a) == nil }

// MayDecide reports whether the actor may open rounds and publish, for pages that offer it.
func MayDecide(a account.Actor) bool { return mayDecide(a) == nil }
