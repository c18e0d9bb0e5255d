package event

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// Role is what somebody does in a programme item.
type Role string

// The roles. Neither takes a participant's place.
const (
	Speaks    Role = "speaker"
	Moderates Role = "moderator"
)

// Speaker is somebody who speaks or moderates at an event. Programme items name them; a name that is new makes the row.
type Speaker struct {
	bun.BaseModel `bun:"table:event_speakers,alias:sp"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	EventID      string    `bun:"event_id"`
	Name         string    `bun:"name"`
	Function     string    `bun:"function"`
	Organisation string    `bun:"organisation"`
	Biography    string    `bun:"biography"`    // plain text, paragraphs by blank lines
	BiographyEN  string    `bun:"biography_en"` // empty: Biography counts
	PersonID     string    `bun:"person_id"`    // of the directory; empty when nobody there is meant
	CreatedAt    time.Time `bun:"created_at"`
	Version      int64     `bun:"version"`

	Portrait
}

// Portrait is the picture of a person of the programme, with whose word it is shown. The zero Portrait is none.
type Portrait struct {
	Picture  string     `bun:"picture"`           // file in the store of all files, a square of PortraitWidth at most; empty without one
	Alt      string     `bun:"picture_alt"`       // what is to be seen
	Credit   string     `bun:"picture_credit"`    // who took it, and under which licence it is shown
	AgreedAt *time.Time `bun:"picture_agreed_at"` // when staff noted that the person agrees to its being shown
	AgreedBy string     `bun:"picture_agreed_by"` // name of who noted it
}

// PortraitWidth is the width and height of a portrait, in pixels; a picture with much in it is smaller, so that it stays light.
const PortraitWidth = 240

// Pictured reports whether there is a picture.
func (p Portrait) Pictured() bool { return p.Picture != "" }

// Life returns the biography in the language.
func (s Speaker) Life(lang i18n.Lang) string {
	if lang == i18n.English && s.BiographyEN != "" {
		return s.BiographyEN
	}
	return s.Biography
}

// Position is function and organisation on one line.
func (s Speaker) Position() string {
	if s.Function == "" || s.Organisation == "" {
		return s.Function + s.Organisation
	}
	return s.Function + ", " + s.Organisation
}

// Told reports whether more than the name is known.
func (s Speaker) Told() bool { return s.Position()+s.Biography+s.BiographyEN+s.Picture != "" }

// Part is what a person does in one item.
type Part struct {
	Item ProgrammeItem
	Role Role
}

// Parts lists where a programme names the person, in its order; who speaks and moderates in one item speaks.
func (s Speaker) Parts(items []ProgrammeItem) []Part {
	var parts []Part
	named := func(name string) bool { return sameName(name, s.Name) }
	for _, item := range items {
		switch {
		case slices.ContainsFunc(Names(item.Speakers), named):
			parts = append(parts, Part{item, Speaks})
		case slices.ContainsFunc(Names(item.Moderator), named):
			parts = append(parts, Part{item, Moderates})
		}
	}
	return parts
}

// SpeakerNamed finds who a name of the programme means: the same spelling, else the same name.
func SpeakerNamed(speakers []Speaker, name string) (Speaker, bool) {
	at := slices.IndexFunc(speakers, func(s Speaker) bool { return s.Name == name })
	if at < 0 {
		at = slices.IndexFunc(speakers, func(s Speaker) bool { return sameName(s.Name, name) })
	}
	if name == "" || at < 0 {
		return Speaker{}, false
	}
	return speakers[at], true
}

// samePerson reports whether two names mean one person: the same name, or two rows that lead to one person of the directory.
func samePerson(speakers []Speaker, a, b string) bool {
	if sameName(a, b) {
		return true
	}
	one, known := SpeakerNamed(speakers, a)
	other, knownToo := SpeakerNamed(speakers, b)
	return known && knownToo && (one.ID == other.ID || one.PersonID != "" && one.PersonID == other.PersonID)
}

// rename puts another name in the place of one among the names of a text; an empty one takes it out. Other names stay as they
// were typed.
func rename(text, from, to string) string {
	names := Names(text)
	if !slices.ContainsFunc(names, func(name string) bool { return sameName(name, from) }) {
		return text
	}
	sep := ", "
	if strings.Contains(text+to, ";") || len(names) == 1 && strings.Contains(to, ",") {
		sep = "; "
	}
	for n, name := range names {
		if sameName(name, from) {
			names[n] = to
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	return strings.Join(names, sep)
}

// SpeakerDetails is what staff type about a person of the programme.
type SpeakerDetails struct {
	Name         string
	Function     string
	Organisation string
	Biography    string
	BiographyEN  string
	PersonID     string // empty: nobody of the directory
	Alt          string // of the picture; it and Credit count when there is one
	Credit       string
}

// apply writes the details into s; the fault lists what cannot be taken. Fields: name, function, organisation, biography,
// biography_en, alt, credit. Signs that part names have no place in one.
func (d SpeakerDetails) apply(s Speaker) (Speaker, error) {
	var c fault.Checks
	s.Name, s.Function, s.Organisation = oneLine(d.Name), oneLine(d.Function), oneLine(d.Organisation)
	s.Biography, s.BiographyEN = text(d.Biography), text(d.BiographyEN)
	c.Require("name", s.Name)
	c.MaxLen("name", s.Name, maxTitle)
	if strings.ContainsAny(s.Name, ",;") {
		c.Add("name", "event.speaker.parted")
	}
	c.MaxLen("function", s.Function, maxTitle)
	c.MaxLen("organisation", s.Organisation, maxTitle)
	c.MaxLen("biography", s.Biography, maxText)
	c.MaxLen("biography_en", s.BiographyEN, maxText)
	if s.Pictured() {
		s.Alt, s.Credit = oneLine(d.Alt), oneLine(d.Credit)
		c.Require("alt", s.Alt)
		c.MaxLen("alt", s.Alt, maxTitle)
		c.MaxLen("credit", s.Credit, maxTitle)
	}
	return s, c.Err()
}
