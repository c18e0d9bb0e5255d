package account

import (
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
)

// Membership gives a user a role in a workspace: in one project, or in all when ProjectID is empty.
type Membership struct {
	bun.BaseModel `bun:"table:memberships,alias:m"`

	ID          string    `bun:"id,pk"`
	UserID      string    `bun:"user_id"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	Role        Role      `bun:"role"`
	CreatedAt   time.Time `bun:"created_at"`
}

// Grants are the roles somebody holds in a workspace, one for each place: by project, "" standing for all projects.
type Grants map[string]Role

// validate checks that there is a role at all and that each exists. Fields: role, role_<project>.
func (g Grants) validate() error {
	var c fault.Checks
	if len(g) == 0 {
		c.Add("role", "account.member.no_role")
	}
	for projectID, role := range g {
		if !slices.Contains(Roles(), role) {
			c.Add(grantField(projectID), "fault.choice")
		}
	}
	return c.Err()
}

func grantField(projectID string) string {
	if projectID == "" {
		return "role"
	}
	return "role_" + projectID
}

// Member is a person with a role in a workspace.
type Member struct {
	User

	Grants Grants
	// Invitation is the open invitation of a person who has not chosen a password yet: when its link ends.
	Invitation *time.Time
}

// Invited reports whether the person was invited and has not come yet.
func (m Member) Invited() bool { return m.Invitation != nil }

// Administers reports whether the person is an administrator of the whole workspace.
func (m Member) Administers() bool { return m.Grants[""] == Administrator }
