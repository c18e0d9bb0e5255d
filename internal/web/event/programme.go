package eventweb

import (
	"errors"
	"slices"

	"github.com/a-h/templ"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

const moveLabels = "programme.move_field."

// Programme shows the whole programme with what is odd about it.
func (p *Pages) Programme(r *page.Request) error {
	e, items, err := p.events.Programme(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	show := eventviews.ProgrammePage{
		Page: r.Page("event.programme"), Base: base(r, e.ID), Event: e, Items: items, Keeps: event.MayRun(r.Actor) && e.Editable(),
	}
	show.Breadcrumb, show.Of = crumbs(r, crumbOf(r, e)), e.Title
	if show.Rooms, err = p.events.Rooms(r.Context(), r.Actor, e.ID); err != nil {
		return err
	}
	if show.Speakers, err = p.events.Speakers(r.Context(), r.Actor, e.ID); err != nil {
		return err
	}
	if e.Editable() {
		show.Warnings = event.Warnings(e, items, show.Rooms, show.Speakers)
	}
	show.People = r.Path("directory", "persons") + "/"
	if _, show.History, err = p.events.Versions(r.Context(), r.Actor, e.ID); err != nil {
		return err
	}
	if show.Seats, err = attendance.Occupancy(r.Context(), p.db.Read(), e.ID); err != nil {
		return err
	}
	return r.Render(eventviews.Programme(show))
}

// AskMove asks where a programme item goes.
func (p *Pages) AskMove(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	_, item, err := p.events.FindItem(r.Context(), r.Actor, e.ID, r.Params("item"))
	if err != nil {
		return err
	}
	d := event.ItemDetailsOf(item)
	form := shared.Fill(map[string]string{"version": page.Figure(int(item.Version)), "day": d.Day, "begin": d.Begin, "room": d.Room})
	return p.showMove(r, r.Render, e, item, form)
}

func (p *Pages) showMove(r *page.Request, answer func(templ.Component) error, e event.Event, item event.ProgrammeItem, form shared.Form) error {
	t, err := p.events.Timetable(r.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	asks := errors.Is(form.Err, errUnseen)
	if asks {
		form.Err = nil
	}
	form.Labels = moveLabels
	f := eventviews.MovePage{
		Page: r.Page("programme.move_title"), Form: form, Event: e, Item: item, Action: base(r, e.ID) + "/programme/" + item.ID + "/move",
		Back: base(r, e.ID) + "/programme", Rooms: t.Rooms, Beside: slices.ContainsFunc(t.Items, item.Beside), Asks: asks, Check: checkPart(r, e, t.CheckMove(item.ID, moveDetails(form))),
	}
	f.Breadcrumb, f.Of, f.HasErrors, f.Live = crumbs(r, crumbOf(r, e)), e.Title, form.HasErrors(), true
	return answer(eventviews.Move(f))
}

// Move moves a programme item. When mails follow, it first shows them.
func (p *Pages) Move(r *page.Request) error {
	form := r.Form()
	e, item, err := p.events.FindItem(r.Context(), r.Actor, r.Params("event"), r.Params("item"))
	if err != nil {
		return err
	}
	if back(form) {
		return p.showMove(r, r.Render, e, item, unasked(form))
	}
	t, err := p.events.Timetable(r.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	if err = unseen(t.CheckMove(item.ID, moveDetails(form)), form); err == nil {
		_, err = p.events.MoveItem(p.confirmed(r, form), r.Actor, e.ID, item.ID, version(form.Value("version")), moveDetails(form))
	}
	switch {
	case fault.Is(err, fault.Conflict) && e.Editable(): // somebody else changed it meanwhile: what is typed stays, the next try counts
		form.Values["version"] = []string{page.Figure(int(item.Version))}
		return p.showMove(r, r.Invalid, e, item, form.Refused(form.Values, err))
	case refused(err), errors.Is(err, errUnseen):
		return p.showMove(r, r.Invalid, e, item, form.Refused(form.Values, err))
	case err != nil:
		return p.ask(r, err, inviteviews.TellingPage{Action: base(r, e.ID) + "/programme/" + item.ID + "/move", Form: form})
	}
	return r.SeeOther(base(r, e.ID)+"/programme", "event.flash.item_saved")
}
