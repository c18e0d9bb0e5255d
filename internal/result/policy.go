package result

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayWrite: those who run events, and the minute-taker, whose cards they are.
func mayWrite(a account.Actor) error {
	return a.InProject(func(a account.Actor) bool { return a.Works() || a.Has(account.MinuteTaker) })
}

// mayPublish: those who run events.
func mayPublish(a account.Actor) error { return a.InProject(account.Actor.Works) }

// mayApprove: those who lead the project.
func mayApprove(a account.Actor) error { return a.InProject(account.Actor.Leads) }

// MayWrite reports whether the actor may write cards, for pages that offer it.
func MayWrite(a account.Actor) bool { return mayWrite(a) == nil }

// MayPublish reports whether the actor may show cards to the public, for pages that offer it.
func MayPublish(a account.Actor) bool { return mayPublish(a) == nil }

// MayApprove reports whether the actor may approve summaries, for pages that offer it.
func MayApprove(a account.Actor) bool { return mayApprove(a) == nil }
