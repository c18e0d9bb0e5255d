// Package representationviews has the pages on which an invited person lets somebody else come, and those on which that other
// person takes over.
package representationviews

import (
	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/i18n"
	"rundertisch/internal/representation"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Labels is the catalogue prefix of the forms' fields.
const Labels = "representation.field."

// StandingPage lets the holder of a personal link pass the invitation on.
type StandingPage struct {
	views.Page
	Standing representation.Standing
	Base     string // address of the person's own page
	Form     shared.Form
	Link     string // just made; empty otherwise
}

// Names reports whether somebody else can be named.
func (p StandingPage) Names() bool {
	return p.Standing.RepresentedBy == nil && p.Standing.Represents == nil && p.Standing.Passable
}

// TakePage lets somebody take over by a link.
type TakePage struct {
	views.Page
	Offer  representation.Offer
	Form   shared.Form
	Action string
}

// ConfirmPage asks whether the invitation is really taken over.
type ConfirmPage struct {
	views.Page
	Offer  representation.Offer
	Action string
}

// said is the sentence for somebody who was invited, or who registered.
func said(l *i18n.Locale, key string, row attendance.Attendance, args ...any) string {
	if row.Origin == attendance.Registered {
		return l.T("representation.registered."+key, args...)
	}
	return l.T("representation.invited."+key, args...)
}

func (p StandingPage) said(key string) string { return said(p.L, key, p.Standing.Attendance) }

func languages(l *i18n.Locale) []shared.Option {
	var options []shared.Option
	for _, lang := range i18n.Languages() {
		options = append(options, shared.Option{Value: string(lang), Label: l.T("layout.language." + string(lang))})
	}
	return options
}

// contact is whom to ask about one's data.
func contact(w account.Workspace) string { return w.PrivacyContact }
