package directory

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Person is a contact, usually at an organisation.
type Person struct {
	bun.BaseModel `bun:"table:persons,alias:p"`

	ID             string     `bun:"id,pk"`
	WorkspaceID    string     `bun:"workspace_id"`
	OrganisationID Ref        `bun:"organisation_id"`
	Title          string     `bun:"title"` // "Dr."
	Given          string     `bun:"given"`
	Family         string     `bun:"family"`
	Function       string     `bun:"function"`
	Email          string     `bun:"email"` // as typed; empty for people without one
	EmailKey       string     `bun:"email_key"`
	Phone          string     `bun:"phone"`
	Lang           string     `bun:"lang"` // "de" or "en": the language of mails
	ValidFrom      date.Date  `bun:"valid_from"`
	ValidTo        date.Date  `bun:"valid_to"` // last day
	Source         string     `bun:"source"`   // where the data came from (GDPR Article 14)
	NameKey        string     `bun:"name_key"` // folded given and family name: finds duplicates
	SortKey        string     `bun:"sort_key"` // folded family and given name
	Search         string     `bun:"search"`
	ArchivedAt     *time.Time `bun:"archived_at"`
	CreatedAt      time.Time  `bun:"created_at"`
	UpdatedAt      time.Time  `bun:"updated_at"`
	Version        int64      `bun:"version"`

	Organisation string `bun:"organisation_name,scanonly"`
	Kind         Kind   `bun:"organisation_kind,scanonly"` // of the organisation; empty without one
}

// Ref is the identifier of another row, stored as NULL when empty.
type Ref string

// Value stores no reference as NULL.
func (r Ref) Value() (driver.Value, error) {
	if r == "" {
		return nil, nil
	}
	return string(r), nil
}

// Scan reads NULL as no reference.
func (r *Ref) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*r = ""
	case string:
		*r = Ref(v)
	case []byte:
		*r = Ref(v)
	default:
		return fmt.Errorf("cannot read %T as a reference", src)
	}
	return nil
}

// Validate checks what the form named: field names are those of the form.
func (p Person) Validate() error {
	var c fault.Checks
	c.Require("family", p.Family)
	c.MaxLen("family", p.Family, maxName)
	c.MaxLen("given", p.Given, maxName)
	c.MaxLen("title", p.Title, maxShort)
	c.MaxLen("function", p.Function, maxName)
	if p.Email != "" {
		account.CheckEmail(&c, "email", p.Email)
	}
	c.MaxLen("phone", p.Phone, maxShort)
	if p.Lang != "de" && p.Lang != "en" {
		c.Add("lang", "fault.choice")
	}
	checkDay(&c, "valid_from", p.ValidFrom)
	checkDay(&c, "valid_to", p.ValidTo)
	if p.ValidFrom != "" && p.ValidTo != "" && p.ValidTo < p.ValidFrom {
		c.Add("valid_to", "directory.person.ends_before_start")
	}
	c.Require("source", p.Source)
	c.MaxLen("source", p.Source, maxText)
	return c.Err()
}

// checkDay notes fault.day for text that was taken over unread because it is no day.
func checkDay(c *fault.Checks, name string, day date.Date) {
	if parsed, err := date.Parse(string(day)); err != nil || parsed != day {
		c.Add(name, "fault.day")
	}
}

// Name returns "Dr. Jana Größler-Weiß".
func (p Person) Name() string { return oneLine(p.Title + " " + p.Given + " " + p.Family) }

// ListName returns the name as lists sort it: "Größler-Weiß, Dr. Jana".
func (p Person) ListName() string {
	first := oneLine(p.Title + " " + p.Given)
	if first == "" {
		return p.Family
	}
	return p.Family + ", " + first
}

// Archived reports whether the person is only kept.
func (p Person) Archived() bool { return p.ArchivedAt != nil }

// Standing says whether a person can be written to on a day.
type Standing string

// What a person's entry can be on a day.
const (
	Current  Standing = "current"
	Expired  Standing = "expired"  // the last valid day has passed
	Upcoming Standing = "upcoming" // the first valid day is still to come
	Archived Standing = "archived"
)

// StandingOn returns what the entry is on the day.
func (p Person) StandingOn(day date.Date) Standing {
	switch {
	case p.Archived():
		return Archived
	case p.ValidTo != "" && p.ValidTo < day:
		return Expired
	case p.ValidFrom > day:
		return Upcoming
	}
	return Current
}

// normal returns the person with tidy texts and the columns that follow from them.
func (p Person) normal() Person {
	for _, text := range []*string{&p.Title, &p.Given, &p.Family, &p.Function, &p.Email, &p.Phone, &p.Source} {
		*text = oneLine(*text)
	}
	p.Lang = strings.ToLower(oneLine(p.Lang))
	p.EmailKey = account.FoldEmail(p.Email)
	p.NameKey = database.FoldWord(p.Given + " " + p.Family)
	p.SortKey = database.FoldWord(p.Family + " " + p.Given)
	p.Search = database.Fold(p.Title, p.Given, p.Family, p.Function, p.Email)
	return p
}
