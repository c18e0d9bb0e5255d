package eventweb

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/invite"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

// buttons are the names that the page of the mails sends beside the form of the change.
var buttons = []string{inviteviews.TellingMark, inviteviews.TellingQuiet, inviteviews.TellingShow, inviteviews.TellingPart, inviteviews.TellingBack}

// confirmed is the context of a change with what was seen of its mails.
func (p *Pages) confirmed(r *page.Request, form shared.Form) context.Context {
	return p.invites.Confirmed(r.Context(), invite.Confirmation{
		Mark: form.Value(inviteviews.TellingMark), Quiet: form.Value(inviteviews.TellingQuiet) != "",
		Look: form.Value(inviteviews.TellingShow) != "" || form.Value(inviteviews.TellingPart) != "",
	})
}

// back reports whether somebody goes back from the page of the mails to the form.
func back(form shared.Form) bool { return form.Value(inviteviews.TellingBack) != "" }

// unasked is the form without what the pages that ask about it added; what was chosen on one of a conflict is in its values.
func unasked(form shared.Form) shared.Form {
	form.Order = slices.DeleteFunc(slices.Clone(form.Order), func(name string) bool {
		return slices.Contains(buttons, name) || name == shared.ClashName || strings.HasPrefix(name, shared.ChoicePrefix) || strings.HasPrefix(name, shared.AnewPrefix)
	})
	return form
}

// ask answers a change whose mails nobody has confirmed with the page that shows them; other errors stay.
func (p *Pages) ask(r *page.Request, err error, shown inviteviews.TellingPage) error {
	var unconfirmed *invite.Unconfirmed
	if !errors.As(err, &unconfirmed) {
		return err
	}
	form := shown.Form
	shown.Page, shown.Telling, shown.Held = r.Page("telling.title"), unconfirmed.Telling, p.invites.Held()
	shown.Breadcrumb, shown.Of = crumbs(r, crumbOf(r, unconfirmed.Event)), unconfirmed.Event.Title
	shown.Carried = carried(form)
	part, number, _ := strings.Cut(form.Value(inviteviews.TellingPart), " ")
	if shown.Open = part; part != "" {
		shown.PageNo, _ = strconv.Atoi(number)
	}
	switch mails := len(unconfirmed.Told); {
	case mails == 0:
		shown.Confirm = r.L.T("telling.just_save")
	case shown.Back != "":
		shown.Confirm = r.L.N("telling.cancel", mails)
	default:
		shown.Confirm = r.L.N("telling.save", mails)
	}
	if len(unconfirmed.Told) > 0 {
		chosen := form.Value(inviteviews.TellingShow)
		shown.Shown = max(0, slices.IndexFunc(unconfirmed.Told, func(m invite.Told) bool { return m.Message.ThreadKey == chosen }))
		shown.Letter = letterviews.Show(r.L, p.read(unconfirmed.Told[shown.Shown].Message))
		if shown.Letter.Bar != nil {
			shown.Letter.Bar.Preview = true
		}
	}
	return r.Render(inviteviews.Telling(shown))
}

// read is the message as its receiver would have it.
func (p *Pages) read(m outbox.Message) invite.Letter {
	letter := invite.Letter{
		From: p.invites.From(), To: []mail.Address{{Name: m.ToName, Address: m.ToEmail}}, Subject: m.Subject, Text: m.Text, HTML: m.HTML,
	}
	if m.Calendar != "" {
		letter.Calendars = [][]byte{[]byte(m.Calendar)}
	}
	return letter
}

// carried is what was typed, to be sent once more.
func carried(form shared.Form) []shared.Value {
	var all []shared.Value
	for _, name := range unasked(form).Order {
		if name == "version" && form.Edits() { // the edit form brings it by itself
			continue
		}
		for _, text := range form.Values[name] {
			all = append(all, shared.Value{Name: name, Text: text})
		}
	}
	return all
}
