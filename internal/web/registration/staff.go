package registrationweb

import (
	"net/url"
	"strconv"

	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

func filterOf(r *page.Request) registration.Filter {
	filter := registration.Filter{Show: registration.Show(r.Query("show")), Query: r.Query("q")}
	if filter.Show == "" {
		filter.Show = registration.Attending
	}
	return filter
}

// List shows an event's registrations.
func (p *Pages) List(r *page.Request) error {
	filter := filterOf(r)
	list, err := p.registrations.List(r.Context(), r.Actor, r.Params("event"), filter)
	if err != nil {
		return err
	}
	l := registrationviews.ListPage{
		Page: r.Page("registration.list.title"), List: list, Base: base(r, list.Event.ID), MayRun: registration.MayRun(r.Actor),
		Form: shared.Fill(map[string]string{"show": string(filter.Show), "q": filter.Query}),
	}
	l.Form.Labels = "registration.filter."
	l.Breadcrumb, l.Of = crumbs(r, list.Event), list.Event.Title
	l.Rows, l.Pages = shared.Cut(list.Rows, r.QueryInt("page"))
	l.Pages.Href = func(n int) string {
		values := url.Values{"show": {string(filter.Show)}, "q": {filter.Query}, "page": {strconv.Itoa(n)}}
		return l.Base + "/registrations?" + values.Encode()
	}
	return r.Render(registrationviews.ListOf(l))
}

// Export answers with the shown list as a file.
func (p *Pages) Export(r *page.Request) error {
	list, err := p.registrations.List(r.Context(), r.Actor, r.Params("event"), filterOf(r))
	if err != nil {
		return err
	}
	return r.Table(list.Event.Slug, list.Table(r.L))
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
	if refused(err) {
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
