// Package reminderviews has the pages of reminders, and the part of other things' pages that tells of them.
package reminderviews

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/overview"
	"rundertisch/internal/reminder"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Frame is what all pages of reminders have: the page and the addresses of the project.
type Frame struct {
	views.Page
	At func(parts ...string) string // address inside the project
}

// ListPage lists what was sent.
type ListPage struct {
	Frame
	List   shared.List
	Rows   []Row
	Ladder reminder.Ladder // of the project
	MaySet bool
}

// Row is a reminder with the page of its thing.
type Row struct {
	reminder.Line
	Fate overview.Fate
	Why  string // why the mail has not been sent, in words; empty when it has
}

// LadderPage is the form of a ladder.
type LadderPage struct {
	Frame
	Of      reminder.Subject
	Form    shared.Form
	Setting reminder.Setting
	Action  string
	Back    string
}

// SectionPage tells on a thing's page how and when people are reminded of it.
type SectionPage struct {
	Frame
	Of      reminder.Subject
	Setting reminder.Setting
	Next    date.Date // empty when nobody will be reminded any more
	Sent    []reminder.Line
	MaySet  bool
	Ladder  string // where its ladder is changed
}

func (p ListPage) form() shared.Form { return p.List.Form("reminder.filter.") }

func (p ListPage) kinds() []shared.Option {
	var all []shared.Option
	for _, kind := range reminder.Kinds() {
		all = append(all, shared.Option{Value: string(kind), Label: p.T("reminder.kind." + string(kind))})
	}
	return all
}

func (p ListPage) fates() []shared.Option {
	var all []shared.Option
	for _, fate := range overview.Fates() {
		if fate != overview.Replaced { // of calendar mail only
			all = append(all, shared.Option{Value: string(fate), Label: p.T("overview.mail." + string(fate))})
		}
	}
	return all
}

// href is the page of the thing, empty when it is gone.
func (p ListPage) href(r Row) string {
	if !r.Present {
		return ""
	}
	return p.At(string(r.Kind)+"s", r.SubjectID)
}

// About is what the reminder was of. A digest is named in the words of whoever looks; its mail has those of its receiver.
func (r Row) About(l *i18n.Locale) string {
	if r.Kind == reminder.Digest {
		return l.T("reminder.digest.title")
	}
	return r.Title
}

func (p ListPage) columns() []shared.Column {
	return []shared.Column{
		p.List.Column(p.T("reminder.column.title"), string(reminder.ByTitle)),
		p.List.Column(p.T("reminder.column.receiver"), string(reminder.ByReceiver)),
		p.List.Column(p.T("reminder.column.due"), string(reminder.ByDeadline)),
		p.List.Column(p.T("reminder.column.sent"), string(reminder.BySent)),
		{Label: p.T("reminder.column.state")},
	}
}

// Rung says which step a reminder was: "14 Tage vorher".
func Rung(l *i18n.Locale, kind reminder.Kind, rung int) string {
	switch {
	case kind == reminder.Digest:
		return l.T("reminder.rung.week")
	case rung == 0:
		return l.T("reminder.rung.day")
	case rung < 0:
		return l.N("reminder.rung.after", -rung)
	}
	return l.N("reminder.rung.before", rung)
}

// LadderText says a ladder in words: "30, 14, 3 Tage vor der Frist, am Tag der Frist und 7 Tage danach".
func LadderText(l *i18n.Locale, ladder reminder.Ladder) string {
	var early, late, parts []string
	for _, rung := range ladder {
		switch {
		case rung > 0:
			early = append(early, strconv.Itoa(rung))
		case rung < 0:
			late = append(late, strconv.Itoa(-rung))
		}
	}
	if len(early) > 0 {
		parts = append(parts, l.T("reminder.ladder.before", strings.Join(early, ", ")))
	}
	if slices.Contains(ladder, 0) {
		parts = append(parts, l.T("reminder.ladder.on_day"))
	}
	if len(late) > 0 {
		parts = append(parts, l.T("reminder.ladder.after", strings.Join(late, ", ")))
	}
	switch len(parts) {
	case 0:
		return l.T("reminder.ladder.none")
	case 1:
		return parts[0]
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + l.T("reminder.ladder.and") + parts[last]
}

func (p LadderPage) lead() string {
	if p.Of.Kind == reminder.Project {
		return p.T("reminder.ladder.lead.project")
	}
	return p.T("reminder.ladder.lead.own", LadderText(p.L, p.Setting.Project))
}

// sent says the days on which people were reminded, the newest first: "Erinnert am 01.03.2027: Jana Größler, Ewa Łuczak".
func (p SectionPage) sent() []string {
	var days []string
	names := map[string][]string{}
	for _, line := range p.Sent {
		day := p.L.Day(line.CreatedAt.In(p.L.Zone()))
		if names[day] == nil {
			days = append(days, day)
		}
		if !slices.Contains(names[day], line.Name) {
			names[day] = append(names[day], line.Name)
		}
	}
	said := make([]string, len(days))
	for i, day := range days {
		said[i] = p.T("reminder.section.sent", day, strings.Join(names[day], ", "))
	}
	return said
}

// tone is the tone of a fate.
func tone(fate overview.Fate) shared.Tone {
	switch fate {
	case overview.Sent:
		return shared.Success
	case overview.Waiting:
		return shared.Info
	case overview.Withheld:
		return shared.Warning
	case overview.GivenUp:
		return shared.Danger
	}
	return shared.Neutral
}
