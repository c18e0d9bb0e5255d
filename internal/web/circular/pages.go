// Package circularweb has the form on which staff write to people on the list of an event.
package circularweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/circular"
	"rundertisch/internal/mailing"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	circularviews "rundertisch/views/circular"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
)

const labels = "circular.field."

// Pages are the handlers.
type Pages struct {
	circulars *circular.Service
	mailings  *mailing.Service
}

// New returns the handlers over the services.
func New(circulars *circular.Service, mailings *mailing.Service) *Pages {
	return &Pages{circulars: circulars, mailings: mailings}
}

// Subject names the event that a mailing is about.
func (p *Pages) Subject(r *page.Request, m mailing.Mailing) (mailingviews.Subject, error) {
	e, err := p.circulars.Event(r.Context(), r.Actor, m)
	return mailingviews.Subject{Title: e.Title, Href: r.Path("events", e.ID)}, err
}

// Leads leads to each receiver's registration.
func (p *Pages) Leads(r *page.Request, m mailing.Mailing) (func(mailing.Row) string, error) {
	return func(row mailing.Row) string {
		if row.Email == "" && row.Reason != mailing.NoAddress {
			return "" // was erased
		}
		return r.Path("events", m.SubjectID, "registrations", row.ReceiverID)
	}, nil
}

// EditDraft shows what was written.
func (p *Pages) EditDraft(r *page.Request, m mailing.Mailing) error {
	form, err := stored(m)
	if err != nil {
		return err
	}
	return p.edit(r, m, form)
}

func (p *Pages) edit(r *page.Request, m mailing.Mailing, form shared.Form) error {
	e, err := p.circulars.Event(r.Context(), r.Actor, m)
	if err != nil {
		return err
	}
	review, err := p.mailings.Review(r.Context(), r.Actor, m.ID)
	if err != nil {
		return err
	}
	at := r.Path("mailings", m.ID)
	view := circularviews.Page{Page: r.Page("circular.title"), Event: e, Form: form, Action: at, Back: at, Reached: len(review.Reached), Missed: len(review.Missed)}
	view.Breadcrumb = []views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")},
		{Label: e.Title, Href: r.Path("events", e.ID)},
		{Label: r.L.T("registration.list.title"), Href: r.Path("events", e.ID, "registrations")},
	}
	view.Of, view.HasErrors = e.Title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(circularviews.Write(view))
	}
	return r.Render(circularviews.Write(view))
}

func stored(m mailing.Mailing) (shared.Form, error) {
	order, err := circular.OrderOf(m)
	values := map[string]string{
		"title": order.Title, "subject": order.Subject, "text": order.Text, "subject_en": order.SubjectEN, "text_en": order.TextEN,
	}
	if order.AlsoGone {
		values["gone"] = "1"
	}
	return shared.Stored(labels, m.Version, values), err
}

func orderOf(form shared.Form) circular.Order {
	return circular.Order{
		Title: form.Value("title"), Subject: form.Value("subject"), Text: form.Value("text"), SubjectEN: form.Value("subject_en"), TextEN: form.Value("text_en"),
		AlsoGone: form.Value("gone") != "",
	}
}

// SaveDraft stores what was written.
func (p *Pages) SaveDraft(r *page.Request, m mailing.Mailing) error {
	back := r.Path("mailings", m.ID)
	return r.Edit(page.Edit{
		Kind: "mailing", ID: m.ID, Labels: labels, Of: m.Title, Back: back, Next: back, Flash: "circular.flash.drafted",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, ".changed") },
		Stored: func() (shared.Form, error) {
			now, err := p.mailings.Find(r.Context(), r.Actor, m.ID)
			if err != nil {
				return shared.Form{}, err
			}
			return stored(now.Mailing)
		},
		Save: func(form shared.Form) error {
			changed := m
			changed.Version, _ = strconv.ParseInt(form.Value("version"), 10, 64) // 0 fits no row, so the change is refused as outdated
			return p.circulars.Redraft(r.Context(), r.Actor, changed, orderOf(form))
		},
		Again: func(form shared.Form) error { return p.edit(r, m, form) },
	})
}
