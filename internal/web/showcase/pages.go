// Package showcaseweb has the handlers with which staff say what the public page of an event shows beyond the event itself.
package showcaseweb

import (
	"errors"
	"maps"
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/i18n"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
	showcaseviews "rundertisch/views/showcase"
)

const labels = "showcase.field."

// Pages are the handlers.
type Pages struct {
	showcase  *showcase.Service
	documents *document.Service // for files that become material
}

// New returns the handlers over the services.
func New(showcase *showcase.Service, documents *document.Service) *Pages {
	return &Pages{showcase: showcase, documents: documents}
}

// Show shows the forms.
func (p *Pages) Show(r *page.Request) error {
	e, sheet, err := p.showcase.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	return show(r, r.Render, e, sheet, stored(sheet), shared.Form{})
}

func show(r *page.Request, answer func(templ.Component) error, e event.Event, sheet showcase.Sheet, form, picture shared.Form) error {
	form.Labels, picture.Labels, picture.ID = labels, labels, "picture"
	base := r.Path("events", e.ID)
	view := showcaseviews.Page{Page: r.Page("showcase.title"), Event: e, Sheet: sheet, Form: form, Picture: picture, Base: base}
	view.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: base}}
	view.Of, view.HasErrors = e.Title, form.HasErrors() || picture.HasErrors()
	return answer(showcaseviews.Show(view))
}

func stored(sheet showcase.Sheet) shared.Form {
	values := map[string]string{"travel": sheet.Travel, "guests": map[bool]string{true: "1"}[sheet.Guests]}
	if sheet.Pictured() {
		values["alt"], values["credit"] = sheet.Alt, sheet.Credit
	}
	form := shared.Stored(labels, sheet.Version, values)
	form.Values["organisers"], form.Values["documents"] = sheet.Page.Organisers, sheet.Page.Documents
	form.Basis.Values = maps.Clone(form.Values)
	return form
}

// Save changes texts and choices.
func (p *Pages) Save(r *page.Request) error {
	e, sheet, err := p.showcase.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	base := r.Path("events", e.ID)
	return r.Edit(page.Edit{
		Kind: "event_page", ID: e.ID, Labels: labels, Of: e.Title, Back: base, Next: base + "/page", Flash: "showcase.flash.saved",
		Stored: func() (shared.Form, error) {
			_, sheet, err = p.showcase.Find(r.Context(), r.Actor, e.ID)
			return stored(sheet), err
		},
		Save: func(form shared.Form) error {
			return p.showcase.Save(r.Context(), r.Actor, e.ID, version(form), showcase.Details{
				Travel: form.Value("travel"), Organisers: form.Values["organisers"], Documents: form.Values["documents"],
				Alt: form.Value("alt"), Credit: form.Value("credit"), Guests: form.Value("guests") != "",
			})
		},
		Again: func(form shared.Form) error { return show(r, r.Invalid, e, sheet, form, shared.Form{}) },
		Words: func(name, value string) (string, bool) { return words(r.L, sheet, name, value) },
	})
}

// words says how a choice of the form reads.
func words(l *i18n.Locale, sheet showcase.Sheet, name, value string) (string, bool) {
	if name == "guests" && value != "" {
		return l.T("history.yes"), true
	}
	for _, choice := range append(sheet.Organisations, sheet.Papers...) {
		if choice.ID == value && value != "" {
			return choice.Title, true
		}
	}
	return "", name == "organisers" || name == "documents"
}

// SetPicture puts the uploaded picture on the page.
func (p *Pages) SetPicture(r *page.Request) error {
	e, sheet, err := p.showcase.Find(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	form := r.Form()
	err = withUpload(r, func(u files.Upload) error {
		return p.showcase.SetPicture(r.Context(), r.Actor, e.ID, u, form.Value("alt"), form.Value("credit"))
	})
	if fault.Is(err, fault.Invalid) {
		return show(r, r.Invalid, e, sheet, stored(sheet), form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("events", e.ID, "page"), "showcase.flash.picture_set")
}

// RemovePicture takes the picture off the page.
func (p *Pages) RemovePicture(r *page.Request) error {
	if err := p.showcase.RemovePicture(r.Context(), r.Actor, r.Params("event")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("events", r.Params("event"), "page"), "showcase.flash.picture_removed")
}

// withUpload calls fn with the file that came, one without contents when none did.
func withUpload(r *page.Request, fn func(files.Upload) error) error {
	header, err := r.FormFile("file")
	if err != nil {
		return fn(files.Upload{}) // nothing was chosen; fn says so where the person looks
	}
	file, err := header.Open()
	if err != nil {
		return err
	}
	return errors.Join(fn(files.Upload{Name: header.Filename, Size: header.Size, Content: file}), file.Close())
}

// version is the one the form was made from, 0 when nothing was stored then.
func version(form shared.Form) int64 {
	n, err := strconv.ParseInt(form.Value("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
