package account

import (
	"slices"
	"time"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
)

// Role is what somebody is in a workspace or project.
type Role string

// The roles of people who sign in.
const (
	Administrator Role = "administrator" // everything, including members and settings
	ProjectLead   Role = "project_lead"  // answers for the plan: everything in the project
	Coordination  Role = "coordination"  // runs directory, events, invitations; keeps tasks
	MinuteTaker   Role = "minute_taker"  // reads everything, edits result cards
	Auditor       Role = "auditor"       // reads everything with the audit trail, changes nothing
)

// Roles lists all roles, the most powerful first.
func Roles() []Role { return []Role{Administrator, ProjectLead, Coordination, MinuteTaker, Auditor} }

// Actor is a person at work in one workspace, in one project or (ProjectID empty) above the projects.
type Actor struct {
	UserID      string // empty for the program itself and for people without an account
	Name        string
	Email       string
	WorkspaceID string
	ProjectID   string
	Roles       []Role // those that count at this place
}

// Program returns the actor for work the program or the operator's command line does at a place.
func Program(workspaceID, projectID string) Actor {
	return Actor{Name: "Runder Tisch", WorkspaceID: workspaceID, ProjectID: projectID, Roles: []Role{Administrator}}
}

// Has reports whether the actor holds one of the roles here.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// Staff reports whether the actor holds any role here: everybody with one reads.
func (a Actor) Staff() bool { return len(a.Roles) > 0 }

// Leads reports whether the actor may decide about the project: administrator or project lead.
func (a Actor) Leads() bool { return a.Has(Administrator, ProjectLead) }

// Works reports whether the actor keeps the project's contents: directory, tasks, events and invitations.
func (a Actor) Works() bool { return a.Has(Administrator, ProjectLead, Coordination) }

// InProject admits people with a role in the actor's project whom every may admits. Others of the project are refused;
// whoever has no role in it is told NotFound, so that nothing tells whether a thing exists.
func (a Actor) InProject(may ...func(Actor) bool) error {
	if !a.Staff() || a.WorkspaceID == "" || a.ProjectID == "" {
		return fault.Missing()
	}
	for _, admits := range may {
		if !admits(a) {
			return fault.Denied()
		}
	}
	return nil
}

// Audits reports whether the actor reads the audit trail: administrators and auditors.
func (a Actor) Audits() bool { return a.Has(Administrator, Auditor) }

// Entry begins an audit entry of the actor at its place.
func (a Actor) Entry(at time.Time, action, kind, objectID string, details map[string]any) audit.Entry {
	return audit.Entry{
		WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, ActorID: a.UserID, ActorName: a.Name,
		Action: action, ObjectKind: kind, ObjectID: objectID, Details: details, At: at,
	}
}
