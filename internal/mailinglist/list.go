package mailinglist

import (
	"regexp"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
)

const (
	maxName        = 120  // characters
	maxDescription = 1000 // characters
	maxSlug        = 76   // octets, before a number
)

// List is a mailing list of a project.
type List struct {
	bun.BaseModel `bun:"table:mailing_lists,alias:ml"`

	ID            string     `bun:"id,pk"`
	WorkspaceID   string     `bun:"workspace_id"`
	ProjectID     string     `bun:"project_id"`
	Slug          string     `bun:"slug"` // public address, fixed from the beginning: it is printed on paper
	Name          string     `bun:"name"`
	NameEN        string     `bun:"name_en"`        // empty: Name counts
	Description   string     `bun:"description"`    // what people get by it, and how often: they agree to it
	DescriptionEN string     `bun:"description_en"` // empty: Description counts
	Public        bool       `bun:"public"`         // has a page on which everybody subscribes
	CreatedAt     time.Time  `bun:"created_at"`
	ClosedAt      *time.Time `bun:"closed_at"`
	Version       int64      `bun:"version"`

	Subscribed int `bun:"subscribed,scanonly"`
	Pending    int `bun:"pending,scanonly"`
}

// Open reports whether the list takes people and mail.
func (l List) Open() bool { return l.ClosedAt == nil }

// Named returns the list's name in the language.
func (l List) Named(lang i18n.Lang) string { return either(lang, l.NameEN, l.Name) }

// Purpose returns what the list is for in the language.
func (l List) Purpose(lang i18n.Lang) string { return either(lang, l.DescriptionEN, l.Description) }

func either(lang i18n.Lang, english, german string) string {
	if lang == i18n.English && english != "" {
		return english
	}
	return german
}

// Details are what staff type about a list.
type Details struct {
	Name, NameEN, Description, DescriptionEN string
	Public                                   bool
}

// Clean brings the texts into the form in which they are stored.
func (d *Details) Clean() {
	d.Name, d.NameEN = sheet.OneLine(d.Name), sheet.OneLine(d.NameEN)
	d.Description, d.DescriptionEN = strings.TrimSpace(d.Description), strings.TrimSpace(d.DescriptionEN)
}

// Validate checks cleaned details. Fields: name, name_en, description, description_en.
func (d Details) Validate() error {
	var c fault.Checks
	c.Require("name", d.Name)
	c.MaxLen("name", d.Name, maxName)
	c.MaxLen("name_en", d.NameEN, maxName)
	c.Require("description", d.Description)
	c.MaxLen("description", d.Description, maxDescription)
	c.MaxLen("description_en", d.DescriptionEN, maxDescription)
	return c.Err()
}

func (l *List) take(d Details) {
	l.Name, l.NameEN, l.Description, l.DescriptionEN, l.Public = d.Name, d.NameEN, d.Description, d.DescriptionEN, d.Public
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slugOf makes the public address of a name, before it is known whether it is free.
func slugOf(name string) string {
	slug := strings.Trim(notSlug.ReplaceAllString(database.FoldWord(name), "-"), "-")
	if len(slug) > maxSlug {
		slug = strings.TrimRight(slug[:maxSlug], "-")
	}
	if slug == "" {
		return "verteiler"
	}
	return slug
}
