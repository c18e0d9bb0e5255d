package body

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Quorum says how many of those entitled to vote have to be present.
type Quorum string

// The rules of a quorum.
const (
	NoQuorum  Quorum = "none"
	Half      Quorum = "half"       // at least half
	Majority  Quorum = "majority"   // more than half
	TwoThirds Quorum = "two_thirds" // at least two thirds
)

// Quorums lists the rules in the order of the form.
func Quorums() []Quorum { return []Quorum{NoQuorum, Majority, Half, TwoThirds} }

// Needed is how many of so many entitled have to be present; 0 without a rule.
func (q Quorum) Needed(entitled int) int {
	switch q {
	case Half:
		return (entitled + 1) / 2
	case Majority:
		return entitled/2 + 1
	case TwoThirds:
		return (2*entitled + 2) / 3
	}
	return 0
}

const (
	maxName    = 200
	maxPurpose = 2000
)

// Body is a group of people who meet, advise and decide.
type Body struct {
	bun.BaseModel `bun:"table:bodies,alias:bo"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	Name        string    `bun:"name"`
	NameKey     string    `bun:"name_key"` // folded: sorts, and is unique in the project
	Purpose     string    `bun:"purpose"`  // plain text; may be empty
	Quorum      Quorum    `bun:"quorum"`
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"`
}

// Details is what staff type about a body.
type Details struct {
	Name    string
	Purpose string
	Quorum  Quorum
}

// apply writes the details into b. Fields: name, purpose, quorum.
func (d Details) apply(b Body) (Body, error) {
	var c fault.Checks
	b.Name, b.Purpose, b.Quorum = oneLine(d.Name), strings.TrimSpace(strings.ReplaceAll(d.Purpose, "\r\n", "\n")), d.Quorum
	b.NameKey = database.FoldWord(b.Name)
	c.Require("name", b.Name)
	c.MaxLen("name", b.Name, maxName)
	c.MaxLen("purpose", b.Purpose, maxPurpose)
	if !slices.Contains(Quorums(), b.Quorum) {
		c.Add("quorum", "fault.choice")
	}
	return b, c.Err()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
