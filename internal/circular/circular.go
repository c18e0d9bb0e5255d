package circular

import (
	"encoding/json"
	"regexp"
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/invite"
	"rundertisch/internal/mailing"
	"rundertisch/internal/registration"
)

// Mailing is the kind of mailings that say something in staff's words; the event is their subject.
const Mailing = "circular"

// In characters.
const (
	maxSubject = 150
	maxText    = 4000
)

// Order says what is written to whom. The English words are optional: who wants mail in English gets the German ones without them.
type Order struct {
	Title string `json:"-"` // of the mailing, for staff

	Subject, Text     string
	SubjectEN, TextEN string
	AlsoGone          bool // those, too, who gave their place back or said no
	Filter            registration.Filter
}

// Placeholder stands in the words for what is true of each receiver. It may be written as in either language.
type Placeholder struct {
	Value           invite.Value
	German, English string
}

// Placeholders lists them as they are explained.
func Placeholders() []Placeholder {
	return []Placeholder{
		{invite.TheName, "name", "name"},
		{invite.TheOrganisation, "organisation", "organisation"},
		{invite.TheEvent, "veranstaltung", "event"},
		{invite.TheTime, "zeit", "time"},
		{invite.TheVenue, "ort", "place"},
		{invite.TheStanding, "stand", "status"},
		{invite.TheWorkshops, "workshops", "workshops"},
	}
}

// Name is how the placeholder is offered to who writes in the language.
func (p Placeholder) Name(lang i18n.Lang) string {
	if lang == i18n.English {
		return p.English
	}
	return p.German
}

var braces = regexp.MustCompile(`\{[^{}]*\}`)

func find(braced string) (Placeholder, bool) {
	name := strings.ToLower(strings.TrimSpace(strings.Trim(braced, "{}")))
	for _, p := range Placeholders() {
		if name == p.German || name == p.English {
			return p, true
		}
	}
	return Placeholder{}, false
}

// fill puts the values in the place of the placeholders.
func fill(words string, values map[invite.Value]string) string {
	return braces.ReplaceAllStringFunc(words, func(braced string) string {
		p, known := find(braced)
		if !known {
			return braced
		}
		return values[p.Value]
	})
}

// Validate checks the form's fields title, subject, text, subject_en and text_en.
func (o Order) Validate() error {
	o = o.trimmed()
	var c fault.Checks
	c.Merge("", (mailing.Mailing{Title: o.Title}).Validate())
	c.Require("subject", o.Subject)
	c.Require("text", o.Text)
	if o.SubjectEN != "" || o.TextEN != "" { // both or none
		c.Require("subject_en", o.SubjectEN)
		c.Require("text_en", o.TextEN)
	}
	c.MaxLen("subject", o.Subject, maxSubject)
	c.MaxLen("subject_en", o.SubjectEN, maxSubject)
	c.MaxLen("text", o.Text, maxText)
	c.MaxLen("text_en", o.TextEN, maxText)
	for _, part := range []struct{ field, words string }{{"subject", o.Subject}, {"text", o.Text}, {"subject_en", o.SubjectEN}, {"text_en", o.TextEN}} {
		checkBraces(&c, part.field, part.words)
	}
	return c.Err()
}

// checkBraces refuses braces that hold no placeholder: they would go out as they are.
func checkBraces(c *fault.Checks, field, words string) {
	for _, braced := range braces.FindAllString(words, -1) {
		if _, known := find(braced); !known {
			c.Add(field, "circular.fault.unknown", braced)
			return
		}
	}
	rest := braces.ReplaceAllString(words, "")
	if at := strings.IndexAny(rest, "{}"); at >= 0 {
		c.Add(field, "circular.fault.brace", string([]rune(rest[at:])[:min(20, len([]rune(rest[at:])))]))
	}
}

func (o Order) trimmed() Order {
	o.Subject, o.SubjectEN = strings.Join(strings.Fields(o.Subject), " "), strings.Join(strings.Fields(o.SubjectEN), " ")
	o.Text, o.TextEN = strings.TrimSpace(o.Text), strings.TrimSpace(o.TextEN)
	return o
}

func (o Order) mailing(m mailing.Mailing) (mailing.Mailing, error) {
	content, err := json.Marshal(o.trimmed())
	m.Title, m.Content = o.Title, string(content)
	return m, err
}

// OrderOf reads what a mailing was told.
func OrderOf(m mailing.Mailing) (Order, error) {
	o := Order{Title: m.Title}
	return o, json.Unmarshal([]byte(m.Content), &o)
}
