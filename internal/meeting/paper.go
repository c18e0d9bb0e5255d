package meeting

import (
	"io"
	"strings"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/body"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/pdf"
)

// Came names those who were present, deputies with whom they stood in for.
func (d Detail) Came(l *i18n.Locale) []string {
	var names []string
	for _, m := range d.attending() {
		if d.Presence[m.ID] == Deputy {
			names = append(names, d.instead(l, m))
		} else {
			names = append(names, m.Label())
		}
	}
	return names
}

func (d Detail) instead(l *i18n.Locale, m body.Member) string {
	if m.Vacant() {
		return l.T("meeting.instead_of", m.Deputy, m.Behind())
	}
	return l.T("meeting.instead_of", m.Deputy, m.Name)
}

// QuorumSaid says how many were present, and whether that is enough.
func (d Detail) QuorumSaid(l *i18n.Locale) string {
	c := d.Quorum()
	switch {
	case !d.Noted() && c.Needed > 0:
		return l.T("meeting.quorum.open", c.Needed, c.Entitled)
	case !d.Noted():
		return l.T("meeting.quorum.not_noted")
	case c.Needed == 0:
		return l.T("meeting.quorum.none", c.Present, c.Entitled)
	case c.Reached():
		return l.T("meeting.quorum.reached", c.Present, c.Entitled, c.Needed)
	}
	return l.T("meeting.quorum.missed", c.Present, c.Entitled, c.Needed)
}

// Paper is minutes as a tagged PDF: the whole for those who work with them, or of published ones what everybody reads.
type Paper struct {
	Workspace account.Workspace
	Event     event.Event
	Title     string // of the body; may be empty
	Draft     string // that they are not approved, as a sentence; empty once they are
	Approved  string // when and how they were approved; empty before
	Came      [][]string
	Guests    [][]string
	Quorum    string
	Points    []Point
	Numbered  bool
	Note      string // what the reader should know about the selection
}

// Paper is the whole of the minutes.
func (d Detail) Paper(l *i18n.Locale, w account.Workspace) Paper {
	p := Paper{Workspace: w, Event: d.Event, Title: d.Body.Name, Points: d.Points, Numbered: true}
	for _, m := range d.attending() {
		who := m.Name
		if d.Presence[m.ID] == Deputy {
			who = d.instead(l, m)
		}
		p.Came = append(p.Came, []string{who, m.Behind(), l.T("body.duty." + string(m.Duty))})
	}
	for _, g := range d.Guests {
		p.Guests = append(p.Guests, []string{g.Name, g.Organisation})
	}
	if len(p.Came) > 0 {
		p.Quorum = d.QuorumSaid(l)
	}
	switch {
	case d.Approved():
		p.Approved = l.T("meeting.approved.on", l.Day(d.ApprovedAt.In(l.Zone())))
		if d.ApprovedNote != "" {
			p.Approved += "\n" + l.T("meeting.approved.note", d.ApprovedNote)
		}
	case d.Round.Open():
		p.Draft = l.T("meeting.paper.round", l.Day(d.Round.UntilOn.Time()))
	default:
		p.Draft = l.T("meeting.paper.draft")
	}
	return p
}

// Paper is what everybody reads of published minutes; it names nobody but those who present an item.
func (shown Public) Paper(l *i18n.Locale, w account.Workspace, e event.Event) Paper {
	p := Paper{Workspace: w, Event: e, Note: l.T("meeting.paper.public")}
	for _, item := range shown.Minutes {
		p.Points = append(p.Points, Point{Item: item})
	}
	if shown.ApprovedAt != nil {
		p.Approved = l.T("meeting.approved.on", l.Day(shown.ApprovedAt.In(l.Zone())))
	}
	return p
}

// Write writes the paper. A draft says so on every page: pages get apart.
func (p Paper) Write(w io.Writer, l *i18n.Locale, now time.Time) error {
	title := l.T("meeting.print.title", p.Event.Title)
	foot := p.Workspace.FundingNotice
	if p.Draft != "" {
		foot = strings.TrimSpace(l.T("meeting.paper.mark") + "\n" + foot)
	}
	d := pdf.New(pdf.Meta{
		Title: title, Lang: string(l.Lang()), Author: p.Workspace.Name, Created: now, Foot: foot,
		Number: func(page, of int) string { return l.T("badge.page", page, of) },
	})
	d.Heading(1, title)
	for _, fact := range []string{p.Title, p.Event.When(l), p.Event.Where(), p.Draft, p.Note} {
		if fact != "" {
			d.Paragraph(fact)
		}
	}
	p.people(d, l)
	for n, point := range p.Points {
		p.point(d, l, n, point)
	}
	if p.Approved != "" {
		d.Heading(2, l.T("meeting.paper.approval"))
		d.Paragraph(p.Approved)
	}
	return d.Write(w)
}

func (p Paper) people(d *pdf.Document, l *i18n.Locale) {
	name, organisation := pdf.Column{Label: l.T("body.column.name"), Share: 5, Bold: true}, pdf.Column{Label: l.T("meeting.guest.field.organisation"), Share: 5}
	if len(p.Came) > 0 {
		d.Heading(2, l.T("meeting.presence"))
		d.Table(pdf.Table{Columns: []pdf.Column{name, organisation, {Label: l.T("body.field.duty"), Share: 4}}, Rows: p.Came})
		d.Paragraph(p.Quorum)
	}
	if len(p.Guests) > 0 {
		d.Heading(2, l.T("meeting.guests"))
		d.Table(pdf.Table{Columns: []pdf.Column{name, organisation}, Rows: p.Guests})
	}
}

func (p Paper) point(d *pdf.Document, l *i18n.Locale, n int, point Point) {
	title := point.Title
	if p.Numbered {
		title = l.T("meeting.item.numbered", n+1, title)
	}
	d.Heading(2, title)
	if meta := point.Meta(l); meta != "" {
		d.Small(meta)
	}
	for _, link := range point.Links {
		d.Small(l.T("meeting.link."+string(link.Kind)) + ": " + link.Title)
	}
	if !point.Minuted() {
		d.Paragraph(l.T("meeting.not_minuted"))
	}
	for paragraph := range strings.SplitSeq(point.Minutes, "\n\n") {
		if strings.TrimSpace(paragraph) != "" {
			d.Paragraph(paragraph)
		}
	}
	for line := range strings.SplitSeq(point.Said(l), "\n") {
		if strings.TrimSpace(line) != "" {
			d.Paragraph(line)
		}
	}
	if len(point.Followups) > 0 {
		d.Heading(3, l.T("meeting.followups"))
		table := pdf.Table{Columns: []pdf.Column{{Label: l.T("meeting.followup.field.title"), Share: 8, Bold: true}, {Label: l.T("meeting.followup.field.due_on"), Share: 3}}}
		for _, f := range point.Followups {
			due := ""
			if f.DueOn != "" {
				due = l.Day(f.DueOn.Time())
			}
			table.Rows = append(table.Rows, []string{f.Title, due})
		}
		d.Table(table)
	}
}

// Meta is who presents an item and how long it takes, in one line; may be empty.
func (i Item) Meta(l *i18n.Locale) string {
	var parts []string
	if i.Presenter != "" {
		parts = append(parts, i.Presenter)
	}
	if i.Planned > 0 {
		parts = append(parts, l.N("meeting.minutes_long", int(i.Planned)))
	}
	return strings.Join(parts, " · ")
}
