// Package followupweb has the page on which staff plan who is reminded to answer an invitation.
package followupweb

import (
	"strings"

	"rundertisch/internal/audit"
	"rundertisch/internal/followup"
	"rundertisch/internal/mailing"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	followupviews "rundertisch/views/followup"
	"rundertisch/views/shared"
)

const labels = "followup.field."

// Pages are the handlers.
type Pages struct {
	followups *followup.Service
	mailings  *mailing.Service
}

// New returns the handlers over the service.
func New(followups *followup.Service, mailings *mailing.Service) *Pages {
	return &Pages{followups: followups, mailings: mailings}
}

// Show shows the plan of an event, and what came of it.
func (p *Pages) Show(r *page.Request) error {
	v, err := p.followups.View(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	return show(r, v, stored(v.Plan))
}

func show(r *page.Request, v followup.View, form shared.Form) error {
	base := r.Path("events", v.Event.ID)
	view := followupviews.Page{Page: r.Page("followup.title"), Base: base, View: v, Form: form, MayPlan: followup.MayPlan(r.Actor)}
	view.Breadcrumb = []views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")},
		{Label: v.Event.Title, Href: base},
		{Label: r.L.T("invite.list.title"), Href: base + "/invitations"},
	}
	view.Of, view.HasErrors = v.Event.Title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(followupviews.Show(view))
	}
	return r.Render(followupviews.Show(view))
}

func stored(p followup.Plan) shared.Form {
	return shared.Stored(labels, 0, map[string]string{"days": p.Days, "off": map[bool]string{true: "1"}[p.Off]})
}

// Save changes the plan.
func (p *Pages) Save(r *page.Request) error {
	v, err := p.followups.View(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	at := r.Path("events", v.Event.ID, "follow-up")
	read := func(value func(string) string) followup.Plan {
		return followup.Plan{Days: value("days"), Off: value("off") == "1"}
	}
	return r.Edit(page.Edit{
		Kind: "event", ID: v.Event.ID, Labels: labels, Of: v.Event.Title, Back: at, Next: at, Flash: "followup.flash.saved",
		About: func(e audit.Entry) bool { return strings.HasSuffix(e.Action, ".followup_set") },
		Stored: func() (shared.Form, error) {
			v, err = p.followups.View(r.Context(), r.Actor, v.Event.ID)
			return stored(v.Plan), err
		},
		Save: func(form shared.Form) error {
			return p.followups.Set(r.Context(), r.Actor, v.Event.ID, read(form.Basis.Value), read(form.Value))
		},
		Again: func(form shared.Form) error { return show(r, v, form) },
	})
}
