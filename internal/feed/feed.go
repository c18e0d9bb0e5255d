package feed

import (
	"time"

	"github.com/uptrace/bun"
)

// Kind says whose calendar it is.
type Kind string

// The kinds of calendars.
const (
	Own     Kind = "own"     // of a person, across projects
	Project Kind = "project" // of a project
	Body    Kind = "body"    // of a body: its meetings
)

// Feed is a calendar with its link; each person, project and body has one at most.
type Feed struct {
	bun.BaseModel `bun:"table:feeds,alias:f"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"` // empty for a person's own, which crosses workspaces
	ProjectID   string     `bun:"project_id"`   // empty for a person's own
	OwnerID     string     `bun:"owner_id"`     // whose: a person (user) or a body; empty for a project's
	Kind        Kind       `bun:"kind"`
	Lang        string     `bun:"lang"` // of a project's or body's; a person's own follows the person
	TokenHash   string     `bun:"token_hash"`
	OpenedBy    string     `bun:"opened_by"` // name, as it was then
	OpenedAt    time.Time  `bun:"opened_at"`
	ClosedAt    *time.Time `bun:"closed_at"`
}

// Open reports whether the link works.
func (f Feed) Open() bool { return f.ID != "" && f.ClosedAt == nil }

// File is a calendar as it is handed out.
type File struct {
	Data     []byte    // iCalendar
	Tag      string    // entity tag with its quotes: the same bytes, the same tag
	Modified time.Time // when an entry last changed
}
