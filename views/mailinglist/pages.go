// Package mailinglistviews has the pages of mailing lists: what everybody sees, one's own subscription, and what staff keep.
package mailinglistviews

import (
	"strconv"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mailinglist"
	"rundertisch/views"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

// Addresses of pages that people reach without an account.
const (
	PathPublic = "/verteiler"
	PathOwn    = "/mein-verteiler"
)

// PublicPage lists the lists that everybody may subscribe to.
type PublicPage struct {
	views.Page
	Lists []mailinglist.List
}

// OfferPage is the public page of a list with the form.
type OfferPage struct {
	views.Page
	Offer mailinglist.Offer
	Form  shared.Form
}

// SentPage says what comes next after the form.
type SentPage struct {
	views.Page
	Offer mailinglist.Offer
}

// OwnPage is one's own subscription.
type OwnPage struct {
	views.Page
	Own  mailinglist.Own
	Form shared.Form // with what was refused
}

// Frame is what all pages for staff have: the page and the addresses of the project.
type Frame struct {
	views.Page
	At      func(parts ...string) string // address inside the project
	MayKeep bool
}

// ListsPage lists the lists of the project.
type ListsPage struct {
	Frame
	Lists []mailinglist.List
}

// ListPage is one of them with its members.
type ListPage struct {
	Frame
	Of      mailinglist.List
	Members []mailinglist.Member
	List    shared.List
	Ask     shared.Form
	Public  string // address of the public page; empty without one

	Mailings []mailingviews.Entry // to this list
}

// WritePage is the form of a message to a list.
type WritePage struct {
	Frame
	List         mailinglist.List
	Form         shared.Form
	Action, Back string
}

// FormPage is the form of a new list (ID empty) or of a stored one.
type FormPage struct {
	Frame
	ID   string
	Form shared.Form
	Back string
}

// ConfirmPage asks before something is done.
type ConfirmPage struct {
	Frame
	Ask shared.Confirmation
}

// Terms are what is stored about a subscription.
func Terms(l *i18n.Locale, own mailinglist.Own) []shared.Term {
	m := own.Member
	at := func(key string, term shared.Term) shared.Term {
		term.Label = l.T("mailinglist.data." + key)
		return term
	}
	terms := []shared.Term{
		at("list", shared.Term{Value: own.List.Named(l.Lang())}), at("name", shared.Term{Value: m.Name}), at("email", shared.Term{Value: m.Email}),
		at("lang", shared.Term{Value: l.T("layout.language." + m.Lang)}), at("state", shared.Term{Value: l.T("mailinglist.state." + string(m.State))}),
		at("source", shared.Term{Value: source(l, m)}), at("asked", shared.Term{Value: l.Instant(m.AskedAt)}),
	}
	if m.ConfirmedAt != nil {
		terms = append(terms, at("confirmed", shared.Term{Value: l.Instant(*m.ConfirmedAt)}))
	}
	if m.LeftAt != nil {
		terms = append(terms, at("left", shared.Term{Value: l.Instant(*m.LeftAt)}))
	}
	return append(terms, at("agreed", shared.Term{Value: own.Agreed}))
}

// source says how an address came to the list.
func source(l *i18n.Locale, m mailinglist.Member) string {
	if m.AskedBy != "" {
		return l.T("mailinglist.source.staff_by", m.AskedBy)
	}
	return l.T("mailinglist.source." + string(m.Source))
}

func tone(s mailinglist.State) shared.Tone {
	switch s {
	case mailinglist.Subscribed:
		return shared.Success
	case mailinglist.Pending:
		return shared.Info
	case mailinglist.Left:
	}
	return shared.Neutral
}

// access says who may come to a list.
func (f Frame) access(l mailinglist.List) (shared.Tone, string) {
	switch {
	case !l.Open():
		return shared.Neutral, f.T("mailinglist.kind.closed")
	case l.Public:
		return shared.Success, f.T("mailinglist.kind.public")
	}
	return shared.Info, f.T("mailinglist.kind.internal")
}

func (f Frame) href(l mailinglist.List, more ...string) string {
	return f.At(append([]string{"lists", l.ID}, more...)...)
}

func (p ListPage) form() shared.Form { return p.List.Form("mailinglist.filter.") }

func (p ListPage) states() []shared.Option {
	var options []shared.Option
	for _, state := range mailinglist.States() {
		options = append(options, shared.Option{Value: string(state), Label: p.T("mailinglist.state." + string(state))})
	}
	return options
}

func (p ListPage) columns() []shared.Column {
	columns := []shared.Column{
		p.List.Column(p.T("mailinglist.column.name"), string(mailinglist.ByName)),
		p.List.Column(p.T("mailinglist.column.state"), string(mailinglist.ByState)),
		p.List.Column(p.T("mailinglist.column.since"), string(mailinglist.BySince)),
		{Label: p.T("mailinglist.column.source")},
		{Label: p.T("mailinglist.column.consent")},
	}
	if p.MayKeep {
		columns = append(columns, shared.Column{Label: p.T("mailinglist.column.remove")})
	}
	return columns
}

func (p ListPage) facts() []shared.Term {
	return []shared.Term{
		{Label: p.T("mailinglist.column.subscribed"), Value: strconv.Itoa(p.Of.Subscribed)},
		{Label: p.T("mailinglist.column.pending"), Value: strconv.Itoa(p.Of.Pending)},
		{Label: p.T("mailinglist.show.page"), Content: p.pageLink()},
		{Label: p.T("mailinglist.show.since"), Value: p.L.Day(p.Of.CreatedAt.In(p.L.Zone()))},
	}
}

// languages are the languages mail is written in.
func languages(l *i18n.Locale) []shared.Option {
	var options []shared.Option
	for _, lang := range i18n.Languages() {
		options = append(options, shared.Option{Value: string(lang), Label: l.T("layout.language." + string(lang))})
	}
	return options
}

// gone is the day on which the details are deleted after an instant.
func gone(p views.Page, days int, own mailinglist.Own) string {
	return p.L.Day(own.Member.Since().AddDate(0, 0, days).In(p.L.Zone()))
}
