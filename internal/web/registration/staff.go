package registrationweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// listOf is the state of the list of registrations.
func listOf(r *page.Request) shared.List {
	show := shared.OneOf("show", registration.Shows()...)
	show.Usual = string(registration.Attending)
	orders := []string{"name", "place", "answer", "registered"}
	if registration.Show(r.Query("show")) == registration.Waitlisted {
		orders[0], orders[1] = orders[1], orders[0] // who is next matters first
	}
	return r.List(shared.Listing{
		Path: base(r, r.Params("event")) + "/registrations", Narrow: []shared.Narrow{show, {Name: "q"}},
		Orders: orders, Falling: []string{"registered"},
	})
}

// List shows an event's registrations, or answers with them as a file.
func (p *Pages) List(r *page.Request) error {
	state := listOf(r)
	filter := registration.Filter{Show: registration.Show(state.Value("show")), Query: state.Value("q")}
	list, err := p.registrations.List(r.Context(), r.Actor, r.Params("event"), filter)
	if err != nil {
		return err
	}
	page.Sort(state, list.Rows, nameKey, page.Keys[registration.Row]{
		"name":       nameKey,
		"place":      placeKey,
		"answer":     func(row registration.Row) string { return string(row.Answer) },
		"registered": func(row registration.Row) string { return page.Moment(row.CreatedAt) },
	})
	if r.WantsFile() {
		return r.Table(list.Event.Slug, list.Table(r.L))
	}
	l := registrationviews.ListPage{
		Page: r.Page("registration.list.title"), List: list, Base: base(r, list.Event.ID), MayRun: registration.MayRun(r.Actor),
	}
	l.Breadcrumb, l.Of = crumbs(r, list.Event), list.Event.Title
	l.Rows = shared.PageOf(&state, list.Rows)
	l.State = state
	return r.Render(registrationviews.ListOf(l))
}

func nameKey(row registration.Row) string { return database.FoldWord(row.Name) + " " + row.ID }

// placeKey puts those with a place first, then the waitlist in its order.
func placeKey(row registration.Row) string {
	if row.Position > 0 {
		return "1 " + page.Figure(row.Position)
	}
	if row.Place == attendance.Confirmed {
		return "0"
	}
	return "2 " + string(row.Place)
}

// New asks for a person to register on behalf.
func (p *Pages) New(r *page.Request) error { return p.showNew(r, r.Render, empty(r)) }

func (p *Pages) showNew(r *page.Request, render renderer, form shared.Form) error {
	e, items, err := p.events.Programme(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	list, err := p.registrations.List(r.Context(), r.Actor, e.ID, registration.Filter{})
	if err != nil {
		return err
	}
	n := registrationviews.NewPage{Page: r.Page("registration.new.title"), Back: base(r, e.ID) + "/registrations"}
	n.Block = block(r, n.Page, e, items, list.Seats, form)
	n.Block.Staff, n.Block.Action, n.Block.Refusal = true, n.Back, nil
	n.Breadcrumb, n.Of, n.HasErrors = crumbs(r, e, listCrumb(r, e)), e.Title, form.HasErrors()
	return render(registrationviews.New(n))
}

// Add registers a person on behalf.
func (p *Pages) Add(r *page.Request) error {
	form := r.Form()
	_, items, err := p.events.Programme(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	receipt, err := p.registrations.RegisterFor(r.Context(), r.Actor, r.Params("event"), typed(form, items))
	if fault.Refused(err) {
		return p.showNew(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r, receipt.Attendance.ID), "registration.flash.added")
}

func personPath(r *page.Request, attendanceID string) string {
	return base(r, r.Params("event")) + "/registrations/" + attendanceID
}
