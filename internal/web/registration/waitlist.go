package registrationweb

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	registrationviews "rundertisch/views/registration"
	"rundertisch/views/shared"
)

func waitlistPath(r *page.Request) string { return base(r, r.Params("event")) + "/waitlist" }

// Waitlist shows who waits for a place, in order, and what happened there.
func (p *Pages) Waitlist(r *page.Request) error {
	w, err := p.registrations.Waitlist(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	l := registrationviews.WaitlistPage{
		Page: r.Page("registration.waitlist.title"), Waitlist: w, Base: base(r, w.Event.ID), MayRun: registration.MayRun(r.Actor),
	}
	l.Breadcrumb, l.Of = crumbs(r, w.Event, listCrumb(r, w.Event)), w.Event.Title
	return r.Render(registrationviews.Waitlist(l))
}

// AskMove asks where to a person is moved on the waitlist, and why.
func (p *Pages) AskMove(r *page.Request) error {
	return p.showMove(r, r.Render, shared.Fill(map[string]string{"position": "", "reason": ""}))
}

func (p *Pages) showMove(r *page.Request, render renderer, form shared.Form) error {
	w, err := p.registrations.Waitlist(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(w.Waiting, func(a attendance.Attendance) bool { return a.ID == r.Params("attendance") })
	if at < 0 {
		return p.notWaiting(r)
	}
	form.Labels = "registration.move."
	m := registrationviews.MovePage{
		Page: r.Page("registration.move.title"), Form: form, Name: w.Waiting[at].Name, At: w.At[w.Waiting[at].ID], Last: w.Last,
		Action: waitlistPath(r) + "/" + w.Waiting[at].ID, Back: waitlistPath(r),
	}
	m.Breadcrumb = crumbs(r, w.Event, listCrumb(r, w.Event), views.Crumb{Label: r.L.T("registration.waitlist.title"), Href: waitlistPath(r)})
	m.Of, m.HasErrors = w.Event.Title, form.HasErrors()
	return render(registrationviews.Move(m))
}

// notWaiting leads back from a person of the event who has a place meanwhile, an offer, or none any more.
func (p *Pages) notWaiting(r *page.Request) error {
	if _, err := p.registrations.VisitFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance")); err != nil {
		return err
	}
	return r.SeeOther(waitlistPath(r), "")
}

// Move moves the person.
func (p *Pages) Move(r *page.Request) error {
	form := r.Form()
	to, err := strconv.Atoi(strings.TrimSpace(form.Value("position")))
	if err != nil {
		to = 0 // no position: refused with the positions there are
	}
	err = p.registrations.Reorder(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), to, form.Value("reason"))
	switch {
	case len(fault.Fields(err)) > 0:
		return p.showMove(r, r.Invalid, form.Refused(form.Values, err))
	case err != nil:
		return err
	}
	return r.SeeOther(waitlistPath(r), "registration.flash.moved")
}
