package pass

import (
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

const (
	maxName  = 80             // characters
	validFor = 24 * time.Hour // after the event's end
	keepFor  = 30 * 24 * time.Hour
	usedStep = 10 * time.Minute // how exactly is known when a pass was used last
)

// Kind is what a pass is for.
type Kind string

// The kinds of passes.
const (
	CheckIn   Kind = "checkin"   // lets people in at the door; the subject is the event
	Moderator Kind = "moderator" // keeps the result cards of a workshop; the subject is the programme item
)

// Pass is a link for somebody who helps at an event.
type Pass struct {
	bun.BaseModel `bun:"table:passes,alias:ps"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	EventID     string     `bun:"event_id"`
	Kind        Kind       `bun:"kind"`
	SubjectID   string     `bun:"subject_id"` // event or programme item
	Name        string     `bun:"name"`       // whom it is for, in the words of staff
	TokenHash   string     `bun:"token_hash"`
	CreatedBy   string     `bun:"created_by"` // name, as it was then
	CreatedAt   time.Time  `bun:"created_at"`
	ExpiresAt   time.Time  `bun:"expires_at"`
	RevokedAt   *time.Time `bun:"revoked_at"`
	LastUsedAt  *time.Time `bun:"last_used_at"` // give or take ten minutes
}

// Order is what staff say of a pass they make.
type Order struct {
	Kind      Kind
	EventID   string
	SubjectID string // programme item of a Moderator; a CheckIn's subject is the event
	Name      string
}

// Open reports whether the pass opens its pages.
func (p Pass) Open(now time.Time) bool { return p.RevokedAt == nil && now.Before(p.ExpiresAt) }

// Over reports whether the pass ended by itself.
func (p Pass) Over(now time.Time) bool { return p.RevokedAt == nil && !now.Before(p.ExpiresAt) }

// Entered is the actor that a deed done with the pass has in the trail. The pass stands there in place of a user, so that the name can be taken
// away later.
func (p Pass) Entered() account.Actor {
	return account.Actor{UserID: p.ID, Name: p.Name, WorkspaceID: p.WorkspaceID, ProjectID: p.ProjectID}
}

// cleaned brings the name into the form in which it is stored.
func (o Order) cleaned() Order {
	o.Name = sheet.OneLine(o.Name)
	if o.Kind == CheckIn {
		o.SubjectID = o.EventID
	}
	return o
}

// Validate checks a cleaned order. Field: name.
func (o Order) Validate() error {
	var c fault.Checks
	c.Require("name", o.Name)
	c.MaxLen("name", o.Name, maxName)
	return c.Err()
}

// expiry is when a pass for the event ends; a Conflict where there is nothing to help with.
func expiry(e event.Event, now time.Time) (time.Time, error) {
	end := e.EndsAt.Add(validFor)
	switch {
	case e.State == event.Draft:
		return end, fault.New(fault.Conflict, "pass.draft")
	case e.State == event.Cancelled:
		return end, fault.New(fault.Conflict, "pass.cancelled")
	case !now.Before(end):
		return end, fault.New(fault.Conflict, "pass.over")
	}
	return end, nil
}
