package mailing

import "rundertisch/internal/account"

// mayRead: staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayWrite: whoever runs the project's events writes, sends and stops mailings.
func mayWrite(a account.Actor) error { return a.InProject(account.Actor.Works) }
