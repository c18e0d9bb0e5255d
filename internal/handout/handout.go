package handout

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/workplan"
)

const maxReader = 120 // characters

// Handout is a link to a project's plan.
type Handout struct {
	bun.BaseModel `bun:"table:handouts,alias:h"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	Reader      string     `bun:"reader"`   // for whom it is, in the lead's words
	UntilOn     date.Date  `bun:"until_on"` // last day on which it can be read; empty: as long as it is not closed
	TokenHash   string     `bun:"token_hash"`
	OpenedBy    string     `bun:"opened_by"` // name, as it was then
	OpenedAt    time.Time  `bun:"opened_at"`
	ClosedAt    *time.Time `bun:"closed_at"`
}

// Open reports whether the link works on a day.
func (h Handout) Open(today date.Date) bool {
	return h.ClosedAt == nil && (h.UntilOn.IsZero() || today <= h.UntilOn)
}

// Clean brings the reader into the form in which it is stored.
func (h *Handout) Clean() { h.Reader = sheet.OneLine(h.Reader) }

// Validate checks a cleaned link as of today. Fields: reader, until_on.
func (h Handout) Validate(today date.Date) error {
	var c fault.Checks
	c.Require("reader", h.Reader)
	c.MaxLen("reader", h.Reader, maxReader)
	if !h.UntilOn.IsZero() && h.UntilOn < today {
		c.Add("until_on", "handout.fault.past")
	}
	return c.Err()
}

// Reading is what the holder of a link reads.
type Reading struct {
	Handout   Handout
	Workspace account.Workspace
	Project   account.Project
	Line      workplan.Timeline // without tasks
}

// mayRead: everybody on the staff of the project sees who may read its plan.
func mayRead(a account.Actor) error { return a.InProject() }

// mayHandOut: administrators and project leads decide who outside reads the plan.
func mayHandOut(a account.Actor) error { return a.InProject(account.Actor.Leads) }

// MayHandOut reports whether the actor may open and close links, for pages that offer it.
func MayHandOut(a account.Actor) bool { return mayHandOut(a) == nil }
