package eventweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/attendance"
	"rundertisch/internal/bin"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// showItem answers with the form of an existing item.
func (p *Pages) showItem(r *page.Request, answer func(templ.Component) error, item event.ProgrammeItem, form shared.Form) error {
	t, err := p.events.Timetable(r.Context(), r.Actor, item.EventID)
	if err != nil {
		return err
	}
	f := itemPage(r, t, item.ID, form)
	f.Title = r.L.T("event.item.edit")
	f.Action = base(r, t.Event.ID) + "/programme/" + item.ID
	f.Remove = f.Action + "/remove"
	return answer(eventviews.Item(f))
}

// askRemove shows what removing the item of the address does, and why it was refused when it was.
func (p *Pages) askRemove(r *page.Request, problem error) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	_, item, err := p.events.FindItem(r.Context(), r.Actor, e.ID, r.Params("item"))
	if err != nil {
		return err
	}
	seats, err := attendance.Occupancy(r.Context(), p.db.Read(), e.ID)
	if err != nil {
		return err
	}
	here := base(r, e.ID) + "/programme/" + item.ID
	ask := eventviews.ConfirmPage{
		Page: r.Page("event.item.remove.title"), About: e.Title,
		Ask: shared.Confirmation{
			Title: item.Title, Text: r.L.T("bin.notice", bin.Days), Effects: []string{r.L.T("event.item.remove.effect")}, Action: here + "/remove",
			Button: r.L.T("event.item.remove.action"), Cancel: here + "/edit",
		},
	}
	ask.Ask.CSRF, ask.Breadcrumb, ask.Of = ask.CSRF, crumbs(r, crumbOf(r, e)), e.Title
	if people := seats[item.ID].Taken + seats[item.ID].Waiting; people > 0 {
		ask.Problem, ask.Blocked = r.L.N("event.item.remove.people", int(people)), true
	}
	if problem == nil {
		return r.Render(eventviews.Confirm(ask))
	}
	if !ask.Blocked {
		ask.Problem = said(r, problem)
	}
	return r.Invalid(eventviews.Confirm(ask))
}

// said is the sentence of a refusal: that of its first field when it has one.
func said(r *page.Request, err error) string {
	if fields := fault.Fields(err); len(fields) > 0 {
		return r.L.T(fields[0].Key, fields[0].Args...)
	}
	return shared.Message(r.L, err)
}
