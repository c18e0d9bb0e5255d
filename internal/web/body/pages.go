// Package bodyweb has the handlers of bodies and their members.
package bodyweb

import (
	"slices"
	"strconv"

	"rundertisch/internal/bin"
	"rundertisch/internal/body"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	bodyviews "rundertisch/views/body"
	"rundertisch/views/shared"
)

const labels = "body.field."

// Pages are the handlers.
type Pages struct {
	bodies *body.Service
	people *directory.Service
}

// New returns the handlers over the services.
func New(bodies *body.Service, people *directory.Service) *Pages {
	return &Pages{bodies: bodies, people: people}
}

func frame(r *page.Request, p views.Page, more ...views.Crumb) bodyviews.Frame {
	p.Breadcrumb = append([]views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}}, more...)
	return bodyviews.Frame{Page: p, At: r.Path, MayKeep: body.MayKeep(r.Actor), Today: date.Of(r.Today())}
}

func listCrumb(r *page.Request) views.Crumb {
	return views.Crumb{Label: r.L.T("body.list.title"), Href: r.Path("bodies")}
}

func crumbOf(r *page.Request, b body.Body) views.Crumb {
	return views.Crumb{Label: b.Name, Href: r.Path("bodies", b.ID)}
}

// Show shows a body with its members and meetings.
func (p *Pages) Show(r *page.Request) error {
	b, err := p.bodies.Find(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	if r.WantsFile() {
		return r.Table(b.Name, membersFile(r, b))
	}
	meetings, err := p.bodies.Meetings(r.Context(), r.Actor, b.ID)
	if err != nil {
		return err
	}
	slices.Reverse(meetings)
	meetings = slices.DeleteFunc(meetings, func(e event.Event) bool { return e.State == event.Cancelled })
	return r.Render(bodyviews.Show(bodyviews.ShowPage{Frame: frame(r, r.Titled(b.Name), listCrumb(r)), Body: b, Meetings: meetings}))
}

// New asks for a body.
func (p *Pages) New(r *page.Request) error {
	return r.Render(bodyviews.Form(p.form(r, body.Body{}, shared.Fill(map[string]string{"quorum": string(body.Majority)}))))
}

func (p *Pages) form(r *page.Request, b body.Body, form shared.Form) bodyviews.FormPage {
	form.Labels = labels
	view := bodyviews.FormPage{ID: b.ID, Form: form, Back: r.Path("bodies")}
	if b.ID == "" {
		view.Frame = frame(r, r.Page("body.new"), listCrumb(r))
	} else {
		view.Back = r.Path("bodies", b.ID)
		view.Frame = frame(r, r.Page("body.edit_title"), listCrumb(r), crumbOf(r, b))
		view.Of = b.Name
	}
	view.HasErrors = form.HasErrors()
	return view
}

// Add enters a body.
func (p *Pages) Add(r *page.Request) error {
	form := r.Form()
	b, err := p.bodies.Add(r.Context(), r.Actor, details(form))
	if fault.Is(err, fault.Invalid) {
		return r.Invalid(bodyviews.Form(p.form(r, body.Body{}, form.Refused(form.Values, err))))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("bodies", b.ID), "body.flash.added")
}

// Edit shows the form of a body.
func (p *Pages) Edit(r *page.Request) error {
	b, err := p.bodies.Find(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	return r.Render(bodyviews.Form(p.form(r, b.Body, stored(b.Body))))
}

// Save changes a body.
func (p *Pages) Save(r *page.Request) error {
	b, err := p.bodies.Find(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	own := r.Path("bodies", b.ID)
	return r.Edit(page.Edit{
		Kind: "body", ID: b.ID, Labels: labels, Of: b.Name, Back: own, Next: own, Flash: "body.flash.changed",
		Stored: func() (shared.Form, error) {
			b, err = p.bodies.Find(r.Context(), r.Actor, b.ID)
			return stored(b.Body), err
		},
		Save: func(form shared.Form) error {
			return p.bodies.Change(r.Context(), r.Actor, r.Params("body"), version(form), details(form))
		},
		Again: func(form shared.Form) error { return r.Invalid(bodyviews.Form(p.form(r, b.Body, form))) },
		Words: func(name, value string) (string, bool) {
			return bodyviews.QuorumRule(r.L, body.Quorum(value)), name == "quorum"
		},
	})
}

func stored(b body.Body) shared.Form {
	return shared.Stored(labels, b.Version, map[string]string{"name": b.Name, "purpose": b.Purpose, "quorum": string(b.Quorum)})
}

func details(form shared.Form) body.Details {
	return body.Details{Name: form.Value("name"), Purpose: form.Value("purpose"), Quorum: body.Quorum(form.Value("quorum"))}
}

func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0 // fits no row, so the change is refused as outdated
	}
	return n
}

// RemoveForm asks before a body is deleted.
func (p *Pages) RemoveForm(r *page.Request) error {
	b, err := p.bodies.Find(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	view := bodyviews.RemovePage{Page: frame(r, r.Page("body.remove_title"), listCrumb(r), crumbOf(r, b.Body)).Page}
	view.Of = b.Name
	view.Ask = shared.Confirmation{
		Title: b.Name, Text: r.L.T("bin.notice", bin.Days), Effects: []string{r.L.T("body.remove.effect")},
		CSRF: view.CSRF, Action: r.Path("bodies", b.ID, "remove"), Button: r.L.T("body.remove"), Cancel: r.Path("bodies", b.ID),
	}
	return r.Render(bodyviews.Remove(view))
}

// Remove puts a body into the bin.
func (p *Pages) Remove(r *page.Request) error {
	gone, err := p.bodies.Remove(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("bodies"), "body.flash.removed", gone.ID)
}
