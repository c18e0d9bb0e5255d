package mailinglist

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/sheet"
)

// How long things last.
const (
	PendingDays = 7  // an address that nobody confirmed is deleted
	LeftDays    = 30 // who left, or whose list was closed, is deleted

	linkLife   = 400 * 24 * time.Hour
	askPause   = 15 * time.Minute // between two mails about a subscription that is not confirmed
	maxAsks    = 3                // of them, until it lapses
	knownPause = 24 * time.Hour   // between two mails that tell somebody they are subscribed already
)

const (
	maxPerson = 200 // characters of a name
	day       = 24 * time.Hour
)

// State is where somebody stands with a list.
type State string

// The states of a member.
const (
	Pending    State = "pending"    // was asked by mail, has not confirmed
	Subscribed State = "subscribed" // gets mail
	Left       State = "left"       // wants none any more
)

// States lists all states, for filters.
func States() []State { return []State{Subscribed, Pending, Left} }

// Source is how an address came to a list.
type Source string

// The sources.
const (
	Self  Source = "self"  // typed on the public page
	Staff Source = "staff" // suggested by staff; confirmed by the person like any other
)

// Member is an address at a list.
type Member struct {
	bun.BaseModel `bun:"table:mailing_list_members,alias:mm"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	ListID      string     `bun:"list_id"`
	Name        string     `bun:"name"` // may be empty
	Email       string     `bun:"email"`
	EmailKey    string     `bun:"email_key"`
	Lang        string     `bun:"lang"`
	State       State      `bun:"state"`
	Source      Source     `bun:"source"`
	AskedBy     string     `bun:"asked_by"`     // name of who suggested it, as it was then
	ConsentHash string     `bun:"consent_hash"` // of the text that was on the page; empty until one was seen
	Search      string     `bun:"search"`
	Asks        int64      `bun:"asks"` // mails about the subscription that is pending
	CreatedAt   time.Time  `bun:"created_at"`
	AskedAt     time.Time  `bun:"asked_at"`   // the last mail about the subscription itself
	ExpiresAt   *time.Time `bun:"expires_at"` // of what is pending
	ConfirmedAt *time.Time `bun:"confirmed_at"`
	LeftAt      *time.Time `bun:"left_at"`

	ConsentAt *time.Time `bun:"consent_at,scanonly"` // since when the text exists
}

// Since is when the member came into the state.
func (m Member) Since() time.Time {
	switch {
	case m.State == Left && m.LeftAt != nil:
		return *m.LeftAt
	case m.State == Subscribed && m.ConfirmedAt != nil:
		return *m.ConfirmedAt
	}
	return m.AskedAt
}

// Called is what a list shows: the name, or the address of who gave none.
func (m Member) Called() string {
	if m.Name != "" {
		return m.Name
	}
	return m.Email
}

// lapsed reports whether nobody confirmed in time.
func (m Member) lapsed(now time.Time) bool {
	return m.State == Pending && m.ExpiresAt != nil && !now.Before(*m.ExpiresAt)
}

// Wish is what somebody types who wants to be on a list.
type Wish struct {
	Name, Email, Lang string
	Agreed            bool
	Consent           string // hash of the text that was on the page
}

// clean checks the fields name and email and makes them storable.
func (w *Wish) clean() error {
	var c fault.Checks
	w.Name = sheet.OneLine(w.Name)
	c.MaxLen("name", w.Name, maxPerson)
	if strings.Contains(w.Name, "://") { // the name stands in a mail to whoever owns the address
		c.Add("name", "fault.link")
	}
	if !slices.Contains(i18n.Languages(), i18n.Lang(w.Lang)) {
		w.Lang = string(i18n.German)
	}
	canonical, err := mail.Canonical(w.Email)
	if err != nil {
		c.Add("email", "mail.address.invalid")
	}
	w.Email = canonical
	return c.Err()
}

// pending makes the member row of a wish.
func (w Wish) pending(l List, now time.Time) Member {
	expires := now.Add(PendingDays * day)
	return Member{
		WorkspaceID: l.WorkspaceID, ProjectID: l.ProjectID, ListID: l.ID, Name: w.Name, Email: w.Email, EmailKey: mail.Key(w.Email),
		Lang: w.Lang, State: Pending, Source: Self, Search: database.Fold(w.Name, w.Email), Asks: 1,
		CreatedAt: now, AskedAt: now, ExpiresAt: &expires,
	}
}
