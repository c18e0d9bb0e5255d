package workplan

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// mayRead: everybody on the staff of the project.
func mayRead(a account.Actor) error {
	if !a.Staff() || a.WorkspaceID == "" || a.ProjectID == "" {
		return fault.Missing()
	}
	return nil
}

// mayShape: administrators and project leads change goals and milestones and declare them complete.
func mayShape(a account.Actor) error {
	if err := mayRead(a); err != nil {
		return err
	}
	if !a.Leads() {
		return fault.Denied()
	}
	return nil
}

// mayKeepTasks: coordination and above add, change and remove tasks.
func mayKeepTasks(a account.Actor) error {
	if err := mayRead(a); err != nil {
		return err
	}
	if !a.Works() {
		return fault.Denied()
	}
	return nil
}

// MayShape reports whether the actor may change goals and milestones, for pages that offer it.
func MayShape(a account.Actor) bool { return mayShape(a) == nil }

// MayKeepTasks reports whether the actor may change tasks, for pages that offer it.
func MayKeepTasks(a account.Actor) bool { return mayKeepTasks(a) == nil }
