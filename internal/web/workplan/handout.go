package workplanweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/handout"
	"rundertisch/internal/web/page"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

const (
	handoutLabels = "handout.field."
	handoutCookie = "plan" // holds the token of a link to the plan; it is sent to that link's page only
	handoutDays   = 365    // for which a link is proposed
)

func readingPath(handoutID string) string { return "/arbeitsplan/" + handoutID }

// Handouts lists who reads the plan by a link, and asks for whom another one is.
func (p *Pages) Handouts(r *page.Request) error {
	form := shared.Fill(map[string]string{"until_on": string(p.plan.Today().AddDays(handoutDays))})
	form.Labels = handoutLabels
	return p.showHandouts(r, form, "")
}

// OpenHandout makes a link and shows it, this once.
func (p *Pages) OpenHandout(r *page.Request) error {
	form := r.Form()
	in := readerOf(form)
	h := handout.Handout{Reader: form.Value("reader"), UntilOn: in.day("until_on")}
	h.Clean()
	err := in.check(h.Validate(p.plan.Today()))
	token := ""
	if err == nil {
		_, token, err = p.handouts.Open(r.Context(), r.Actor, h)
	}
	if fault.Refused(err) {
		return p.showHandouts(r, typed(form, handoutLabels, err), "")
	}
	if err != nil {
		return err
	}
	fresh := shared.Fill(nil)
	fresh.Labels = handoutLabels
	return p.showHandouts(r, fresh, r.Site().BaseURL+"/plan/"+token)
}

// CloseHandout ends a link.
func (p *Pages) CloseHandout(r *page.Request) error {
	if err := p.handouts.Close(r.Context(), r.Actor, r.Params("handout")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("plan", "links"), "handout.flash.closed")
}

func (p *Pages) showHandouts(r *page.Request, form shared.Form, link string) error {
	all, err := p.handouts.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := workplanviews.HandoutsPage{
		Frame: below(r, r.Page("handout.title")), Handouts: all, Today: p.plan.Today(), MayHandOut: handout.MayHandOut(r.Actor), Form: form, Link: link,
	}
	if shown.HasErrors = form.HasErrors(); shown.HasErrors {
		return r.Invalid(workplanviews.Handouts(shown))
	}
	return r.Render(workplanviews.Handouts(shown))
}

// HandoutLink exchanges the token of a link for a cookie, so that it leaves the address.
func (p *Pages) HandoutLink(r *page.Request) error {
	h, err := p.handouts.Find(r.Context(), r.Params("token"))
	if err != nil {
		return p.orGone(r, err)
	}
	r.SetPathCookie(handoutCookie, r.Params("token"), readingPath(h.ID))
	return r.SeeOther(readingPath(h.ID), "")
}

// Reading shows the plan to the holder of a link.
func (p *Pages) Reading(r *page.Request) error {
	r.Set("X-Robots-Tag", "noindex")
	read, err := p.handouts.Read(r.Context(), r.Params("handout"), r.PathCookie(handoutCookie))
	if err != nil {
		return p.orGone(r, err)
	}
	r.Workspace = read.Workspace
	return r.Render(workplanviews.Reading(workplanviews.ReadingPage{Page: r.Titled(read.Project.Name), Reading: read}))
}

// orGone tells everybody the same about links that are closed, over or never were.
func (p *Pages) orGone(r *page.Request, err error) error {
	if fault.Is(err, fault.NotFound) {
		return r.RenderStatus(404, workplanviews.HandoutGone(r.Page("handout.gone")))
	}
	return err
}
