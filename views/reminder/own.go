package reminderviews

import (
	"strconv"

	"rundertisch/internal/i18n"
	"rundertisch/internal/reminder"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// OwnPage is the form of one's own reminders.
type OwnPage struct {
	views.Page
	Form   shared.Form
	Action string
}

// ChoicePage is what the receiver of a reminder or digest has chosen.
type ChoicePage struct {
	views.Page
	Choice reminder.Choice
	Action string
}

// next is what the button makes of it.
func (p ChoicePage) next() string {
	if p.Choice.Refused {
		return "no"
	}
	return "yes"
}

// said is a sentence about what the link came with: reminders to a contact, to a colleague, or digests.
func (p ChoicePage) said(what string) string { return p.T("reminder.choice." + p.kind() + "." + what) }

func (p ChoicePage) lead() string {
	return p.T("reminder.choice."+p.kind()+".lead", p.Choice.Workspace.Name, p.Choice.Name)
}

func (p ChoicePage) kind() string {
	switch {
	case p.Choice.Digest:
		return "digest"
	case p.Choice.Account:
		return "own"
	}
	return "person"
}

// Days are the days on which a digest may come.
func Days(l *i18n.Locale) []shared.Option {
	all := []shared.Option{{Value: "0", Label: l.T("reminder.own.no_digest")}}
	for day := 1; day <= 7; day++ {
		n := strconv.Itoa(day)
		all = append(all, shared.Option{Value: n, Label: l.T("reminder.own.day." + n)})
	}
	return all
}

// Hours are the hours at which a digest may come.
func Hours(l *i18n.Locale) []shared.Option {
	var all []shared.Option
	for _, hour := range reminder.DigestHours() {
		all = append(all, shared.Option{Value: strconv.Itoa(hour), Label: l.T("reminder.own.clock", hour)})
	}
	return all
}
