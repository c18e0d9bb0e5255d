package meeting

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

const (
	maxTitle   = 200
	maxText    = 5000
	maxMinutes = 50_000 // characters of the minutes of one item
	maxPlanned = 600    // minutes of an item
	maxLinks   = 50
)

// Meeting is how an event's agenda and minutes stand; events without one have the zero value.
type Meeting struct {
	bun.BaseModel `bun:"table:meetings,alias:mt"`

	EventID      string     `bun:"event_id,pk"`
	WorkspaceID  string     `bun:"workspace_id"`
	ProjectID    string     `bun:"project_id"`
	AgendaPublic bool       `bun:"agenda_public"`
	ApprovedAt   *time.Time `bun:"approved_at"`
	ApprovedNote string     `bun:"approved_note"` // how objections were settled; empty when there were none
	PublishedAt  *time.Time `bun:"published_at"`

	// The quorum as it was when the last round opened; nil before.
	Present  *int `bun:"present"`
	Entitled *int `bun:"entitled"`
	Needed   *int `bun:"needed"`
}

// Item is an item of the agenda with its minutes.
type Item struct {
	bun.BaseModel `bun:"table:agenda_items,alias:ai"`

	ID              string    `bun:"id,pk"`
	WorkspaceID     string    `bun:"workspace_id"`
	ProjectID       string    `bun:"project_id"`
	EventID         string    `bun:"event_id"`
	Position        int64     `bun:"position"`
	Title           string    `bun:"title"`
	Presenter       string    `bun:"presenter"`
	Planned         int64     `bun:"planned"`          // minutes; 0: not said
	Description     string    `bun:"description"`      // plain text; may be empty
	Public          bool      `bun:"public"`           // everybody may know of it: on a public agenda, and in published minutes
	Minutes         string    `bun:"minutes"`          // plain text, as last written
	MinutesVersion  int64     `bun:"minutes_version"`  // how many versions there are; 0: nothing was written yet
	MinutesRevision int64     `bun:"minutes_revision"` // counts what was saved, also within a version
	CreatedAt       time.Time `bun:"created_at"`
	Version         int64     `bun:"version"` // counts changes of the agenda, not of the minutes

	Tally // belongs to the minutes, like their text
}

// LinkKind is what sort of thing an item leads to.
type LinkKind string

// The things an item may lead to.
const (
	Document  LinkKind = "document"
	Milestone LinkKind = "milestone"
	Card      LinkKind = "card"
)

// LinkKinds lists them in the order of pages.
func LinkKinds() []LinkKind { return []LinkKind{Document, Milestone, Card} }

// Link leads from an item to a thing.
type Link struct {
	bun.BaseModel `bun:"table:agenda_links,alias:al"`

	ItemID      string   `bun:"item_id,pk"`
	WorkspaceID string   `bun:"workspace_id"`
	Kind        LinkKind `bun:"kind,pk"`
	SubjectID   string   `bun:"subject_id,pk"`
}

// Named is a thing with its name and, of a card, its event.
type Named struct {
	Kind    LinkKind `bun:"kind"`
	ID      string   `bun:"id"`
	Title   string   `bun:"title"`
	EventID string   `bun:"event_id"`
}

// Followup is what somebody is to do after the meeting.
type Followup struct {
	bun.BaseModel `bun:"table:meeting_followups,alias:mf"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ItemID      string    `bun:"item_id"`
	Title       string    `bun:"title"`
	DueOn       date.Date `bun:"due_on"`  // may be empty
	TaskID      string    `bun:"task_id"` // what it has become; empty while it is only noted
	CreatedAt   time.Time `bun:"created_at"`
}

// Point is an item with what belongs to it.
type Point struct {
	Item
	Links     []Named
	Followups []Followup
}

// Minuted reports whether something was written about the item, or how it was voted on.
func (i Item) Minuted() bool { return strings.TrimSpace(i.Minutes) != "" || i.Voted() }

// Details is what staff type about an item.
type Details struct {
	Title       string
	Presenter   string
	Planned     string // minutes; empty: not said
	Description string
	Public      bool
	Links       []Named // kind and identifier
}

// apply writes the details into i. Fields: title, presenter, planned, description, links.
func (d Details) apply(i Item) (Item, error) {
	var c fault.Checks
	i.Title, i.Presenter, i.Public = oneLine(d.Title), oneLine(d.Presenter), d.Public
	i.Description = text(d.Description)
	c.Require("title", i.Title)
	c.MaxLen("title", i.Title, maxTitle)
	c.MaxLen("presenter", i.Presenter, maxTitle)
	c.MaxLen("description", i.Description, maxText)
	i.Planned = 0
	if typed := strings.TrimSpace(d.Planned); typed != "" {
		n, err := strconv.ParseInt(typed, 10, 64)
		if err != nil || n < 0 || n > maxPlanned {
			c.Add("planned", "meeting.fault.planned", maxPlanned)
		}
		i.Planned = n
	}
	if len(d.Links) > maxLinks {
		c.Add("document", "meeting.fault.links", maxLinks)
	}
	return i, c.Err()
}

// Writable reports whether the event still has a meeting to be prepared or minuted.
func Writable(e event.Event) bool { return e.State != event.Cancelled }

// Minutable reports whether minutes of the event may be written: it is no draft any more, and not called off.
func Minutable(e event.Event) bool {
	return slices.Contains([]event.State{event.Published, event.Held, event.Closed}, e.State)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func text(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
