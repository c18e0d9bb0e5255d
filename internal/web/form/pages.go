// Package formweb has the pages on which staff make what an event's registration form asks.
package formweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	formviews "rundertisch/views/form"
	"rundertisch/views/shared"
)

const labels = "form.field."

// Pages are the handlers.
type Pages struct{ forms *form.Service }

// New returns the handlers.
func New(forms *form.Service) *Pages { return &Pages{forms: forms} }

func base(r *page.Request) string { return r.Path("events", r.Params("event"), "form") }

func crumbs(r *page.Request, e event.Event, more ...views.Crumb) []views.Crumb {
	at := r.Path("events", e.ID)
	return append([]views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")},
		{Label: e.Title, Href: at},
		{Label: r.L.T("registration.list.title"), Href: at + "/registrations"},
	}, more...)
}

func sheetCrumb(r *page.Request) views.Crumb {
	return views.Crumb{Label: r.L.T("form.sheet.title"), Href: base(r)}
}

// Show shows what the event's form asks.
func (p *Pages) Show(r *page.Request) error { return p.show(r, r.Render, nil) }

func (p *Pages) show(r *page.Request, answer func(templ.Component) error, problem error) error {
	sheet, err := p.forms.Sheet(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	s := formviews.SheetPage{
		Page: r.Page("form.sheet.title"), Sheet: sheet, Base: base(r), Event: r.Path("events", sheet.Event.ID), MayRun: form.MayRun(r.Actor),
	}
	if sheet.Event.RegistrationAt(r.Now()) == event.RegistrationOpen {
		s.Public = "/v/" + sheet.Event.Slug + "/anmeldung"
	}
	if problem != nil {
		s.Problem = shared.Message(r.L, problem)
	}
	s.Breadcrumb, s.Of = crumbs(r, sheet.Event), sheet.Event.Title
	return answer(formviews.Sheet(s))
}

// done answers a step that is taken on the page of the whole form.
func (p *Pages) done(r *page.Request, err error, flash string) error {
	if fault.Is(err, fault.Conflict) {
		return p.show(r, r.Invalid, err)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r), flash)
}

// Up puts a question before the one before it.
func (p *Pages) Up(r *page.Request) error { return p.move(r, true) }

// Down puts a question behind the one behind it.
func (p *Pages) Down(r *page.Request) error { return p.move(r, false) }

func (p *Pages) move(r *page.Request, up bool) error {
	err := p.forms.Move(r.Context(), r.Actor, r.Params("event"), r.Params("field"), up)
	return p.done(r, err, "form.flash.moved")
}

// Needs says whether the form asks what is to be arranged.
func (p *Pages) Needs(r *page.Request) error {
	asks := r.Form().Value("needs") != ""
	flash := "form.flash.needs_not_asked"
	if asks {
		flash = "form.flash.needs_asked"
	}
	return p.done(r, p.forms.AskNeeds(r.Context(), r.Actor, r.Params("event"), asks), flash)
}

// Photos says whether photographers are there, so that the form asks who agrees.
func (p *Pages) Photos(r *page.Request) error {
	takes := r.Form().Value("photos") != ""
	flash := "form.flash.photos_not_asked"
	if takes {
		flash = "form.flash.photos_asked"
	}
	return p.done(r, p.forms.TakePhotos(r.Context(), r.Actor, r.Params("event"), takes), flash)
}

// RemoveForm says what removing a question does.
func (p *Pages) RemoveForm(r *page.Request) error {
	f, sheet, err := p.forms.Find(r.Context(), r.Actor, r.Params("event"), r.Params("field"))
	if err != nil {
		return err
	}
	w := formviews.RemovePage{Page: r.Page("form.remove.title"), About: sheet.Event.Title}
	if other := form.Dependent(sheet.Fields, f); other.ID != "" {
		w.Problem = r.L.T("form.fault.needed", other.Label)
	}
	w.Ask = shared.Confirmation{
		Title: f.Label, Effects: []string{r.L.T("form.remove.effect"), r.L.T("form.remove.filling_in")}, CSRF: w.CSRF,
		Action: base(r) + "/" + f.ID + "/remove", Button: r.L.T("form.remove.button"), Cancel: base(r),
	}
	if n := sheet.Answers[f.ID]; n > 0 {
		w.Ask.Effects = append(w.Ask.Effects, r.L.N("form.remove.answers", n, formviews.Keeping(r.L, f.KeepDays)))
	}
	w.Breadcrumb, w.Of = crumbs(r, sheet.Event, sheetCrumb(r)), sheet.Event.Title
	return r.Render(formviews.Remove(w))
}

// Remove asks a question no longer.
func (p *Pages) Remove(r *page.Request) error {
	return p.done(r, p.forms.Remove(r.Context(), r.Actor, r.Params("event"), r.Params("field")), "form.flash.removed")
}

// version reads the version a form was made from; 0, which never fits, when it is none.
func version(typed string) int64 {
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
