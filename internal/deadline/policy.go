package deadline

import "rundertisch/internal/account"

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error { return a.InProject() }

// mayKeep: coordination and above make, move and close deadlines, which are tasks.
func mayKeep(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayKeep reports whether the actor may decide about deadlines, for pages that offer it.
func MayKeep(a account.Actor) bool { return mayKeep(a) == nil }

// mayShape: administrators say which deadlines the workspace's events have.
func mayShape(a account.Actor) bool { return a.WorkspaceID != "" && a.Has(account.Administrator) }
