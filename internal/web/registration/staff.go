package registrationweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	formviews "rundertisch/views/form"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// New asks for a person to register on behalf.
func (p *Pages) New(r *page.Request) error { return p.showNew(r, r.Render, empty(r)) }

func (p *Pages) showNew(r *page.Request, render renderer, form shared.Form) error {
	e, items, err := p.events.Programme(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	seats, err := attendance.Occupancy(r.Context(), p.db.Read(), e.ID)
	if err != nil {
		return err
	}
	n := registrationviews.NewPage{Page: r.Page("registration.new.title"), Back: base(r, e.ID) + "/registrations"}
	if n.Block, err = p.block(r, n.Page, e, items, seats, form); err != nil {
		return err
	}
	n.Block.Fields = formviews.Typed(n.Block.Fields) // who is registered by somebody else sends files by the personal link
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
