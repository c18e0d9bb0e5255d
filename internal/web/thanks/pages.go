// Package thanksweb has the form on which staff thank those who took part in an event.
package thanksweb

import (
	"strconv"
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailing"
	"rundertisch/internal/thanks"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	mailingviews "rundertisch/views/mailing"
	"rundertisch/views/shared"
	thanksviews "rundertisch/views/thanks"
)

const labels = "thanks.field."

// Pages are the handlers.
type Pages struct {
	thanks   *thanks.Service
	mailings *mailing.Service
}

// New returns the handlers over the services.
func New(thanks *thanks.Service, mailings *mailing.Service) *Pages {
	return &Pages{thanks: thanks, mailings: mailings}
}

// New asks what is to be written.
func (p *Pages) New(r *page.Request) error {
	e, err := p.thanks.Over(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	form := shared.Fill(map[string]string{"title": r.L.T("thanks.title_of", e.Title)})
	form.Labels = labels
	return show(r, e, "", form)
}

// show shows the form: of a new draft, or of the one at the address.
func show(r *page.Request, e event.Event, draft string, form shared.Form) error {
	base := r.Path("events", e.ID)
	view := thanksviews.Page{Page: r.Page("thanks.title"), Event: e, Form: form, Action: base + "/thanks", Back: base}
	if draft != "" {
		view.Action, view.Back = draft, draft
	}
	view.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: base}}
	view.Of, view.HasErrors = e.Title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(thanksviews.Write(view))
	}
	return r.Render(thanksviews.Write(view))
}

func orderOf(form shared.Form) thanks.Order {
	return thanks.Order{Title: form.Value("title"), Text: form.Value("text")}
}

// Draft keeps what was written and leads to its review.
func (p *Pages) Draft(r *page.Request) error {
	form := r.Form()
	form.Labels = labels
	m, err := p.thanks.Draft(r.Context(), r.Actor, r.Params("event"), orderOf(form))
	if fault.Is(err, fault.Invalid) {
		e, overErr := p.thanks.Over(r.Context(), r.Actor, r.Params("event"))
		if overErr != nil {
			return overErr
		}
		return show(r, e, "", form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("mailings", m.ID), "thanks.flash.drafted")
}

// Subject names the event that a mailing is about.
func (p *Pages) Subject(r *page.Request, m mailing.Mailing) (mailingviews.Subject, error) {
	e, err := p.thanks.Event(r.Context(), r.Actor, m)
	return mailingviews.Subject{Title: e.Title, Href: r.Path("events", e.ID)}, err
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
	e, err := p.thanks.Event(r.Context(), r.Actor, m)
	if err != nil {
		return err
	}
	return show(r, e, r.Path("mailings", m.ID), form)
}

func stored(m mailing.Mailing) (shared.Form, error) {
	order, err := thanks.OrderOf(m)
	return shared.Stored(labels, m.Version, map[string]string{"title": order.Title, "text": order.Text}), err
}

// SaveDraft stores what was written.
func (p *Pages) SaveDraft(r *page.Request, m mailing.Mailing) error {
	back := r.Path("mailings", m.ID)
	return r.Edit(page.Edit{
		Kind: "mailing", ID: m.ID, Labels: labels, Of: m.Title, Back: back, Next: back, Flash: "thanks.flash.drafted",
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
			return p.thanks.Redraft(r.Context(), r.Actor, changed, orderOf(form))
		},
		Again: func(form shared.Form) error { return p.edit(r, m, form) },
	})
}
