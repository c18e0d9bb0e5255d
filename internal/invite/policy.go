package invite

import "rundertisch/internal/account"

// mayRead: staff of the project.
func mayRead(actor account.Actor) error { return actor.InProject() }

// mayInvite: whoever runs the project's events.
func mayInvite(actor account.Actor) error { return actor.InProject(account.Actor.Works) }
