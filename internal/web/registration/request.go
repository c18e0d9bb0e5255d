package registrationweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// Requests shows who asks for a place of the event.
func (p *Pages) Requests(r *page.Request) error {
	return p.showRequests(r, r.Render, shared.Fill(map[string]string{"reason": ""}))
}

func (p *Pages) showRequests(r *page.Request, render renderer, form shared.Form) error {
	all, err := p.registrations.Requests(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	form.Labels = registrationviews.RequestLabels
	v := registrationviews.RequestsPage{
		Page: r.Page("registration.requests.title"), Requests: all, Base: base(r, all.Event.ID), Form: form, MayRun: registration.MayRun(r.Actor),
	}
	v.Breadcrumb, v.Of, v.HasErrors = crumbs(r, all.Event, listCrumb(r, all.Event)), all.Event.Title, form.HasErrors()
	return render(registrationviews.Requests(v))
}

// Decide approves or refuses the chosen people.
func (p *Pages) Decide(r *page.Request) error {
	form := r.Form()
	verdict := registration.Verdict(form.Value("verdict"))
	_, err := p.registrations.Decide(r.Context(), r.Actor, r.Params("event"), form.Values["chosen"], verdict, form.Value("reason"))
	if fault.Refused(err) {
		return p.showRequests(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, r.Params("event"))+"/requests", "registration.flash."+string(verdict))
}

// Confirm notes that the address is the person's.
func (p *Pages) Confirm(r *page.Request) error {
	row, err := p.registrations.Confirm(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	return p.answered(r, err, row.ID, "registration.flash.address_confirmed")
}

// Resend sends the mail that asks for it once more.
func (p *Pages) Resend(r *page.Request) error {
	err := p.registrations.Resend(r.Context(), r.Params("attendance"), r.PathCookie(linkCookie))
	return p.answered(r, err, r.Params("attendance"), "registration.flash.resent")
}

// answered leads back to the personal page, or shows it again with the reason.
func (p *Pages) answered(r *page.Request, err error, attendanceID, flash string) error {
	if fault.Refused(err) {
		return p.refuseSelf(r, shared.Form{}, err)
	}
	if err != nil {
		return p.orLost(r, err)
	}
	return r.SeeOther(selfPath(attendanceID), flash)
}
