package body

import (
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Duty is what somebody does in a body.
type Duty string

// The duties.
const (
	Chair       Duty = "chair"
	DeputyChair Duty = "deputy_chair"
	Ordinary    Duty = "member"
	Adviser     Duty = "adviser" // without a vote
	MinuteTaker Duty = "minute_taker"
)

// Duties lists the duties in the order in which members are shown.
func Duties() []Duty { return []Duty{Chair, DeputyChair, Ordinary, Adviser, MinuteTaker} }

// Votes reports whether the duty comes with a vote.
func (d Duty) Votes() bool { return d == Chair || d == DeputyChair || d == Ordinary }

// Member is a person in a body, or the seat of an organisation.
type Member struct {
	bun.BaseModel `bun:"table:body_members,alias:bm"`

	ID             string    `bun:"id,pk"`
	WorkspaceID    string    `bun:"workspace_id"`
	ProjectID      string    `bun:"project_id"`
	BodyID         string    `bun:"body_id"`
	PersonID       string    `bun:"person_id"`       // of the directory; empty while an organisation's seat is vacant
	OrganisationID string    `bun:"organisation_id"` // whose seat it is; empty for a member in person
	Duty           Duty      `bun:"duty"`
	Inside         bool      `bun:"inside"`           // belongs to the house itself
	DeputyPersonID string    `bun:"deputy_person_id"` // who comes instead; empty for nobody
	ValidFrom      date.Date `bun:"valid_from"`       // may be empty: since ever
	ValidTo        date.Date `bun:"valid_to"`         // last day; may be empty
	CreatedAt      time.Time `bun:"created_at"`
	Version        int64     `bun:"version"`

	// What the directory says, filled when read. A person who is gone from it has no name.
	Name         string `bun:"name,scanonly"`
	Email        string `bun:"email,scanonly"`
	Lang         string `bun:"lang,scanonly"`
	Employer     string `bun:"employer,scanonly"`     // organisation of the person
	Organisation string `bun:"organisation,scanonly"` // whose seat it is
	Deputy       string `bun:"deputy,scanonly"`
	DeputyEmail  string `bun:"deputy_email,scanonly"`
	DeputyLang   string `bun:"deputy_lang,scanonly"`
}

// Vacant reports whether nobody holds the seat.
func (m Member) Vacant() bool { return m.Name == "" }

// Behind is the organisation that stands behind the member: whose seat it is, else where the person works.
func (m Member) Behind() string {
	if m.Organisation != "" {
		return m.Organisation
	}
	return m.Employer
}

// On reports whether somebody is a member on the day.
func (m Member) On(day date.Date) bool {
	return (m.ValidFrom == "" || m.ValidFrom <= day) && (m.ValidTo == "" || m.ValidTo >= day)
}

// MembersOn are those of the members who are it on the day.
func MembersOn(members []Member, day date.Date) []Member {
	return slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return !m.On(day) })
}

// Entitled are those of the members who may vote and whose seat is not vacant; of several seats of one person the first.
func Entitled(members []Member) []Member {
	return People(slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return !m.Duty.Votes() || m.Vacant() }))
}

// People are the members, each person once, by the first seat; vacant seats stay. One person comes to several seats when two entries of
// the directory turn out to be the same.
func People(members []Member) []Member {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(members), func(m Member) bool {
		again := m.PersonID != "" && seen[m.PersonID]
		seen[m.PersonID] = true
		return again
	})
}

// Seat is what staff type about a member. Days are taken as 25.03.2027 and 2027-03-25.
type Seat struct {
	PersonID       string
	OrganisationID string
	Duty           Duty
	Inside         bool
	DeputyID       string
	From, To       string
}

// apply writes the seat into m. Fields: person, duty, deputy, from, to.
func (s Seat) apply(m Member) (Member, error) {
	var c fault.Checks
	m.PersonID, m.OrganisationID, m.Duty, m.Inside, m.DeputyPersonID = s.PersonID, s.OrganisationID, s.Duty, s.Inside, s.DeputyID
	if m.PersonID == "" && m.OrganisationID == "" {
		c.Add("person", "body.fault.who")
	}
	if !slices.Contains(Duties(), m.Duty) {
		c.Add("duty", "fault.choice")
	}
	if m.DeputyPersonID != "" && m.DeputyPersonID == m.PersonID {
		c.Add("deputy", "body.fault.own_deputy")
	}
	m.ValidFrom, m.ValidTo = day(&c, "from", s.From), day(&c, "to", s.To)
	if m.ValidFrom != "" && m.ValidTo != "" && m.ValidTo < m.ValidFrom {
		c.Add("to", "body.fault.ends_before_start")
	}
	return m, c.Err()
}

func day(c *fault.Checks, field, typed string) date.Date {
	d, err := date.Parse(typed)
	if err != nil {
		c.Add(field, "fault.day")
	}
	return d
}
