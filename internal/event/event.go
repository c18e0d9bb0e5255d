package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/bin"
)

// Kind is what sort of event it is.
type Kind string

// The kinds of events.
const (
	Conference Kind = "conference" // Sozialplanungskonferenz
	Symposium  Kind = "symposium"  // Fachtagung
	Workshop   Kind = "workshop"
	Meeting    Kind = "meeting"
	Interview  Kind = "interview"
)

// State is where an event stands in its life.
type State string

// The states: draft → published → held → closed, and published → cancelled.
const (
	Draft     State = "draft"
	Published State = "published"
	Held      State = "held"
	Closed    State = "closed"
	Cancelled State = "cancelled"
)

// Event is a conference, symposium, workshop, meeting or interview of a project.
type Event struct {
	bun.BaseModel `bun:"table:events,alias:e"`

	ID                string     `bun:"id,pk"`
	WorkspaceID       string     `bun:"workspace_id"`
	ProjectID         string     `bun:"project_id"`
	Kind              Kind       `bun:"kind"`
	Title             string     `bun:"title"`
	Slug              string     `bun:"slug"` // of the public page /v/<slug>, unique per installation
	Summary           string     `bun:"summary"`
	Description       string     `bun:"description"` // plain text, paragraphs by blank lines
	StartsWall        string     `bun:"starts_wall"` // wall time in Zone, "2027-03-25T09:30"
	EndsWall          string     `bun:"ends_wall"`
	Zone              string     `bun:"zone"`      // IANA name
	StartsAt          time.Time  `bun:"starts_at"` // the same as UTC instants, for sorting
	EndsAt            time.Time  `bun:"ends_at"`
	Venue             string     `bun:"venue"`
	Address           string     `bun:"address"`
	Access            string     `bun:"access"`             // on-site accessibility, shown on the public page
	Capacity          int64      `bun:"capacity"`           // places; 0: as many as come
	OfferHours        int64      `bun:"offer_hours"`        // office hours for which a free place is offered to the next on the waitlist; 0: given at once
	RegistrationFrom  string     `bun:"registration_from"`  // first day (date.Date) on which people may register; empty: as soon as published
	RegistrationUntil string     `bun:"registration_until"` // last day (date.Date) on which people may register; empty: until the event begins
	Contact           string     `bun:"contact"`            // whom to ask: name, phone, address
	State             State      `bun:"state"`
	MilestoneID       string     `bun:"milestone_id"`   // of the plan, which it is evidence for; empty for none
	WishesUntil       string     `bun:"wishes_until"`   // last day (date.Date) on which workshops are wished for; empty: first come, first served
	WishesDoneAt      *time.Time `bun:"wishes_done_at"` // when the places given by wishes were made known; from then on first come, first served
	FormVersion       int64      `bun:"form_version"`   // of the questions its registration form asks of its own; 0: none. Written by AskIn alone
	AsksNeeds         bool       `bun:"asks_needs"`     // whether it asks what is to be arranged for people. Written by AskIn alone
	TakesPhotos       bool       `bun:"takes_photos"`   // whether photographers are there, and people are asked. Written by AskIn alone
	ListsGuests       bool       `bun:"lists_guests"`   // whether a public page names the participants who agreed. Written by ListGuestsIn alone
	ByKind            bool       `bun:"by_kind"`        // kinds of organisations have shares of the places
	KeptUntil         string     `bun:"kept_until"`     // last day (date.Date) on which places are kept for kinds of organisations; empty: none are
	KeptFreedAt       *time.Time `bun:"kept_freed_at"`  // when the kept places became free for all
	Approval          bool       `bun:"approval"`       // who registers by the public form asks for a place, and staff decide
	ConfirmHours      int64      `bun:"confirm_hours"`  // hours in which who registers by the public form confirms the address; 0: nobody is asked to
	GroupMost         int64      `bun:"group_most"`     // how many people may be registered at once by the public form, the contact among them; 0: each registers alone
	CreatedAt         time.Time  `bun:"created_at"`
	UpdatedAt         time.Time  `bun:"updated_at"`
	Version           int64      `bun:"version"`
}

// ItemKind is what sort of programme item it is.
type ItemKind string

// The kinds of programme items.
const (
	Plenary      ItemKind = "plenary"
	Talk         ItemKind = "talk"
	WorkshopItem ItemKind = "workshop"
	Break        ItemKind = "break"
)

// ProgrammeItem is one entry of the programme. People choose one workshop per slot.
type ProgrammeItem struct {
	bun.BaseModel `bun:"table:programme_items,alias:i"`

	ID          string    `bun:"id,pk"`
	EventID     string    `bun:"event_id"`
	Kind        ItemKind  `bun:"kind"`
	Title       string    `bun:"title"`
	Description string    `bun:"description"`
	Room        string    `bun:"room"`
	Speakers    string    `bun:"speakers"`
	Moderator   string    `bun:"moderator"`
	StartsWall  string    `bun:"starts_wall"`
	EndsWall    string    `bun:"ends_wall"`
	StartsAt    time.Time `bun:"starts_at"`
	EndsAt      time.Time `bun:"ends_at"`
	Slot        string    `bun:"slot"`     // name of the slot; workshops only
	Capacity    int64     `bun:"capacity"` // places; 0: as many as come; workshops only
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"`
}

// Change is what happened to an event or one of its programme items, told to observers in the same transaction.
type Change struct {
	Before, After Event          // equal when only the item changed; Before is zero for a new event
	Item          *ProgrammeItem // the item after the change; nil when the event itself changed
	ItemBefore    *ProgrammeItem // the item before; nil for a new item
	ItemRemoved   bool           // the item is gone (Item is nil, ItemBefore says which)
	Removed       bool           // the event, a draft, is gone with its programme
	Model         *Event         // the event that a new one was made after; nil for others

	// Parts are what observers let go of with something that is removed and take back with something that comes back; nil
	// otherwise.
	Parts bin.Parts
}

// Observer is told of every change inside the transaction that makes it.
type Observer interface {
	EventChanged(ctx context.Context, tx bun.IDB, change Change) error
}
