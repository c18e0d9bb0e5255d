package bin

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Keep is how long a deleted thing can be brought back.
const Keep = 30 * 24 * time.Hour

// Days is the same in days, for sentences.
const Days = 30

// Kind is what sort of thing lies in the bin.
type Kind string

// The kinds of things that can be deleted.
const (
	Goal          Kind = "goal"
	Milestone     Kind = "milestone"
	Task          Kind = "task"
	Event         Kind = "event"
	ProgrammeItem Kind = "programme_item"
	ResultCard    Kind = "result_card"
	Document      Kind = "document"
	Report        Kind = "report"
	Mailing       Kind = "mailing"
	Body          Kind = "body"
	Organisation  Kind = "organisation"
	Person        Kind = "person"
	Group         Kind = "group"
)

// Kinds lists the kinds in the order in which they are offered.
func Kinds() []Kind {
	return []Kind{Goal, Milestone, Task, Event, ProgrammeItem, ResultCard, Document, Report, Mailing, Body, Organisation, Person, Group}
}

// OfWorkspace reports whether things of the kind belong to the workspace and not to one project.
func (k Kind) OfWorkspace() bool { return k == Organisation || k == Person || k == Group }

// Entry is a deleted thing with everything that went along.
type Entry struct {
	bun.BaseModel `bun:"table:bin_entries,alias:be"`

	ID            string          `bun:"id,pk"`
	WorkspaceID   string          `bun:"workspace_id"`
	ProjectID     string          `bun:"project_id"` // empty for things of the workspace
	Kind          Kind            `bun:"kind"`
	SubjectID     string          `bun:"subject_id"` // the thing's identifier, under which it comes back
	ParentID      string          `bun:"parent_id"`  // what it belongs to: a task's milestone, a card's event; may be empty
	Holds         string          `bun:"holds"`      // identifiers of the things that went along, between blanks
	Title         string          `bun:"title"`
	SortKey       string          `bun:"sort_key"`
	Search        string          `bun:"search"`
	DeletedBy     string          `bun:"deleted_by"` // user ID; empty for the program
	DeletedByName string          `bun:"deleted_by_name"`
	DeletedAt     time.Time       `bun:"deleted_at"`
	ExpiresAt     time.Time       `bun:"expires_at"`
	Snapshot      json.RawMessage `bun:"snapshot"`
}

// Read decodes the rows into rows, the type they were put in with.
func (e Entry) Read(rows any) error {
	if err := json.Unmarshal(e.Snapshot, rows); err != nil {
		return fmt.Errorf("bin: snapshot of %s %s: %w", e.Kind, e.SubjectID, err)
	}
	return nil
}

// Along is how many further things went along.
func (e Entry) Along() int { return len(strings.Fields(e.Holds)) }

// DaysLeft is the number of days, begun ones included, until the entry expires.
func (e Entry) DaysLeft(now time.Time) int {
	return max(0, int((e.ExpiresAt.Sub(now)+24*time.Hour-1)/(24*time.Hour)))
}

// Expired reports whether the entry can no longer be brought back.
func (e Entry) Expired(now time.Time) bool { return !now.Before(e.ExpiresAt) }

// Thing is what a domain puts into the bin.
type Thing struct {
	Kind     Kind
	ID       string
	ParentID string
	Title    string
	Along    []string // identifiers of the things that go along
	Rows     any      // all rows that were deleted; becomes JSON
}

// Parts are rows that other packages let go of together with a thing, by a name each of them chooses.
type Parts map[string]json.RawMessage

// Put keeps the rows under the name; without Parts nothing is kept.
func (p Parts) Put(name string, rows any) error {
	if p == nil {
		return nil
	}
	raw, err := json.Marshal(rows)
	p[name] = raw
	return err
}

// Take reads what was put under the name into rows, and leaves rows alone when nothing was.
func (p Parts) Take(name string, rows any) error {
	raw, found := p[name]
	if !found {
		return nil
	}
	return json.Unmarshal(raw, rows)
}

// IDs lists an identifier of each row.
func IDs[T any](rows []T, of func(T) string) []string {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = of(row)
	}
	slices.Sort(ids)
	return ids
}
