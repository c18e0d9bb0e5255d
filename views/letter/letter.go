// Package letterviews shows a mail as its receiver's mail program would: head, invitation bar, body.
//
// A mail's HTML never reaches a page of ours as markup. FromHTML reads it into blocks of text and links, which are then
// shown by our own components, so that the content security policy of all pages holds for mails too.
package letterviews

import (
	"strings"
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
)

// Letter is a mail as shown.
type Letter struct {
	From    string
	To      string
	Subject string
	Date    string // empty for a mail that is not sent yet
	Bar     *Bar   // nil when the mail carries no invitation
	Body    []Block
	Text    []Block // the plain text version; empty when Body is already that
}

// BarKind is what the calendar part of a mail asks of the receiver's calendar.
type BarKind string

// The kinds of bars.
const (
	Asks    BarKind = "asks"    // a new invitation
	Updates BarKind = "updates" // a changed one
	Enters  BarKind = "enters"  // confirms one that was accepted
	Cancels BarKind = "cancels"
	Answers BarKind = "answers" // an answer, in the organiser's own mailbox
)

// Bar is the invitation bar above a mail.
type Bar struct {
	Kind     BarKind
	Title    string
	When     string
	Where    string
	Accepts  bool   // the mail is an answer that says yes
	Status   string // the answer the invitation carries, empty when none is given yet
	Action   string // where answers are sent; empty when the mail cannot be answered
	Preview  bool   // the mail is not sent yet: says where the buttons will stand
	CSRF     string
	Download string // address of the calendar object
}

// Show makes a letter ready to be shown.
func Show(l *i18n.Locale, m invite.Letter) Letter {
	shown := Letter{Subject: m.Subject, Date: l.Instant(m.Date), Body: FromText(m.Text)}
	shown.From = named(m.From.Name, m.From.Address)
	var to []string
	for _, a := range m.To {
		to = append(to, named(a.Name, a.Address))
	}
	shown.To = strings.Join(to, ", ")
	if m.HTML != "" {
		shown.Body, shown.Text = FromHTML(m.HTML), shown.Body
	}
	if found, err := m.Calendar(); err == nil {
		shown.Bar = bar(l, found)
	}
	return shown
}

func named(name, address string) string {
	if name == "" {
		return address
	}
	return name + " <" + address + ">"
}

func bar(l *i18n.Locale, m ical.Message) *Bar {
	e := m.Events[0]
	b := &Bar{Kind: barKind(m.Method, e), Title: e.Summary, When: when(l, e), Where: e.Location}
	if len(e.Attendees) > 0 && e.Attendees[0].PartStat != ical.NeedsAction {
		said := "mailbox.partstat."
		if b.Kind == Answers { // what it asks for; whether it was entered is not the mail's to say
			said = "mailbox.replied."
			b.Accepts = e.Attendees[0].PartStat == ical.Accepted
		}
		b.Status = said + strings.ToLower(string(e.Attendees[0].PartStat))
	}
	return b
}

func barKind(method ical.Method, e ical.Event) BarKind {
	switch {
	case method == ical.MethodCancel:
		return Cancels
	case method == ical.MethodReply:
		return Answers
	case len(e.Attendees) > 0 && e.Attendees[0].PartStat == ical.Accepted:
		return Enters
	case e.Sequence > 0:
		return Updates
	}
	return Asks
}

// when says begin and end in the reader's zone: "Donnerstag, 25. März 2027, 09:30 bis 16:30".
func when(l *i18n.Locale, e ical.Event) string {
	if e.Start.IsZero() || e.End.IsZero() {
		return ""
	}
	start, end := e.Start.In(l.Zone()), e.End.In(l.Zone())
	if start.Format(time.DateOnly) == end.Format(time.DateOnly) {
		return l.T("mailbox.when.one_day", l.LongDay(start), l.Clock(start), l.Clock(end))
	}
	return l.T("mailbox.when.days", l.LongDay(start), l.Clock(start), l.LongDay(end), l.Clock(end))
}
