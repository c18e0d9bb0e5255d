package eventweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// AskRepeat asks when the next event after the model of this one is.
func (p *Pages) AskRepeat(r *page.Request) error {
	e, err := p.events.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	if !event.MayRun(r.Actor) {
		return fault.Denied()
	}
	return showRepeat(r, r.Render, e, shared.Fill(map[string]string{"title": e.Title}))
}

func showRepeat(r *page.Request, answer func(templ.Component) error, e event.Event, form shared.Form) error {
	form.Labels = "event.field."
	at := base(r, e.ID)
	view := eventviews.RepeatPage{Page: r.Page("event.repeat"), Form: form, About: e.Title, Action: at + "/repeat", Back: at}
	view.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: at}}
	view.Of, view.HasErrors = e.Title, form.HasErrors()
	return answer(eventviews.Repeat(view))
}

// Repeat makes the next event and leads to it.
func (p *Pages) Repeat(r *page.Request) error {
	form := r.Form()
	next, err := p.events.Repeat(r.Context(), r.Actor, r.Params("event"), form.Value("title"), form.Value("day"))
	if fault.Is(err, fault.Invalid) {
		e, findErr := p.events.Find(r.Context(), r.Actor, r.Params("event"))
		if findErr != nil {
			return findErr
		}
		return showRepeat(r, r.Invalid, e, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, next.ID), "event.flash.repeated")
}
