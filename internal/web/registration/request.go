package registrationweb

import (
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

// Requests shows who asks for a place of the event.
func (p *Pages) Requests(r *page.Request) error {
	return p.showRequests(r, r.Render, shared.Form{})
}

func (p *Pages) showRequests(r *page.Request, render renderer, form shared.Form) error {
	all, err := p.registrations.Requests(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	v := registrationviews.RequestsPage{
		Page: r.Page("registration.requests.title"), Requests: all, Base: base(r, all.Event.ID), Form: form, MayRun: registration.MayRun(r.Actor),
	}
	v.Breadcrumb, v.Of, v.HasErrors = crumbs(r, all.Event, listCrumb(r, all.Event)), all.Event.Title, form.HasErrors()
	return render(registrationviews.Requests(v))
}

// decisionOf reads about whom something is decided, and what.
func decisionOf(form shared.Form) registration.Bulk {
	chosen := append([]string{}, form.Values["chosen"]...)
	return registration.Bulk{
		Deed: registration.Deed(form.Value("deed")), Text: form.Value("text"),
		Filter: registration.Filter{Show: registration.Everybody, Chosen: chosen, Order: registration.ByArrival},
	}
}

// Decide shows what approving or refusing the chosen people would do.
func (p *Pages) Decide(r *page.Request) error {
	form := r.Form()
	bulk := decisionOf(form)
	switch {
	case !registration.MayRun(r.Actor):
		return fault.Denied()
	case !bulk.Deed.Decides():
		return p.noDecision(r)
	}
	if len(bulk.Filter.Chosen) == 0 {
		var c fault.Checks
		c.Add("chosen", "registration.requests.nobody_chosen")
		return p.showRequests(r, r.Invalid, form.Refused(form.Values, c.Err()))
	}
	plan, err := p.registrations.Plan(r.Context(), r.Actor, r.Params("event"), bulk)
	if fault.Refused(err) {
		return p.showRequests(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return p.showDecision(r, fiber.StatusOK, plan, form)
}

// noDecision refuses a form that decides nothing; whose event it is not is told no more than that there is none.
func (p *Pages) noDecision(r *page.Request) error {
	if _, err := p.registrations.Requests(r.Context(), r.Actor, r.Params("event")); err != nil {
		return err
	}
	return fault.New(fault.Invalid, "fault.choice")
}

func (p *Pages) showDecision(r *page.Request, status int, plan registration.Plan, form shared.Form) error {
	at := base(r, plan.Event.ID) + "/requests"
	form.Labels = "registration.bulk." + string(plan.Bulk.Deed) + "_field."
	b := registrationviews.BulkPage{
		Page: r.Page("registration.bulk.title"), Plan: plan, Form: form, Chosen: form.Values["chosen"], Deed: form.Value("deed"), Back: at, Action: at + "/do",
	}
	crumb := views.Crumb{Label: r.L.T("registration.requests.title"), Href: at}
	b.Breadcrumb, b.Of, b.HasErrors = crumbs(r, plan.Event, listCrumb(r, plan.Event), crumb), plan.Event.Title, form.HasErrors()
	return r.RenderStatus(status, registrationviews.Bulk(b))
}

// CarryDecision decides as was shown, unless something else would come of it by now.
func (p *Pages) CarryDecision(r *page.Request) error {
	form := r.Form()
	bulk := decisionOf(form)
	switch {
	case !registration.MayRun(r.Actor):
		return fault.Denied()
	case !bulk.Deed.Decides():
		return p.noDecision(r)
	}
	reportID, err := p.registrations.Carry(r.Context(), r.Actor, r.Params("event"), bulk, form.Value("mark"))
	if !fault.Refused(err) {
		if err != nil {
			return err
		}
		return r.SeeOther(base(r, r.Params("event"))+"/registrations/bulk/"+reportID, "registration.flash.bulk")
	}
	plan, planErr := p.registrations.Plan(r.Context(), r.Actor, r.Params("event"), bulk)
	if fault.Refused(planErr) {
		return p.showRequests(r, r.Invalid, form.Refused(form.Values, planErr))
	}
	if planErr != nil {
		return planErr
	}
	status := fiber.StatusUnprocessableEntity
	if fault.Is(err, fault.Conflict) {
		status = fiber.StatusConflict
	}
	return p.showDecision(r, status, plan, form.Refused(form.Values, err))
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
