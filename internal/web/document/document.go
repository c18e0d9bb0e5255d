package documentweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	documentviews "rundertisch/views/document"
	"rundertisch/views/shared"
)

// Show shows a document with its versions.
func (p *Pages) Show(r *page.Request) error { return p.show(r, r.Render, shared.Form{}) }

func (p *Pages) show(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	detail, err := p.documents.Find(r.Context(), r.Actor, r.Params("document"))
	if err != nil {
		return err
	}
	form.Labels = labels
	view := documentviews.DocumentPage{Frame: below(r, r.Titled(detail.Title)), Detail: detail, Upload: form}
	view.HasErrors = form.HasErrors()
	return answer(documentviews.Document(view))
}

// Edit shows the form of what is typed about a document.
func (p *Pages) Edit(r *page.Request) error {
	detail, err := p.keepable(r)
	if err != nil {
		return err
	}
	return p.askEdit(r, r.Render, detail, filled(detail), nil)
}

// keepable returns the addressed document if the person may change it.
func (p *Pages) keepable(r *page.Request) (document.Detail, error) {
	detail, err := p.documents.Find(r.Context(), r.Actor, r.Params("document"))
	if err == nil {
		err = keeper(r)
	}
	return detail, err
}

func filled(d document.Detail) shared.Form {
	form := shared.Fill(map[string]string{
		"title": d.Title, "description": d.Description, "kind": string(d.Kind), "language": d.Language, "version": decimal(d.Version),
	})
	for _, s := range d.Subjects {
		field := documentviews.Field(s.Kind)
		form.Values[field] = append(form.Values[field], s.ID)
	}
	return form
}

func (p *Pages) askEdit(r *page.Request, answer func(templ.Component) error, d document.Detail, form shared.Form, stored []shared.Term) error {
	form.Labels = labels
	view := documentviews.FormPage{
		Frame: below(r, r.Page("document.edit_title"), crumbOf(r, d.Document)), ID: d.ID, Form: form, Choices: d.Choices,
		Back: r.Path("documents", d.ID), Stored: stored,
	}
	view.Of, view.HasErrors = d.Title, form.HasErrors()
	return answer(documentviews.Form(view))
}

// Save changes what is typed about a document. When somebody else was faster, the form comes back with what is typed and
// what they saved.
func (p *Pages) Save(r *page.Request) error {
	form := r.Form()
	d, err := p.documents.Edit(r.Context(), r.Actor, r.Params("document"), version(form), details(form))
	switch {
	case err == nil:
		return r.SeeOther(r.Path("documents", d.ID), "document.flash.changed")
	case !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict):
		return err
	}
	stored, findErr := p.keepable(r)
	if findErr != nil {
		return findErr
	}
	var theirs []shared.Term
	if fault.Is(err, fault.Conflict) {
		form.Values["version"] = []string{decimal(stored.Version)}
		theirs = []shared.Term{
			{Label: r.L.T(labels + "title"), Value: stored.Title},
			{Label: r.L.T(labels + "kind"), Value: r.L.T("document.kind." + string(stored.Kind))},
			{Label: r.L.T(labels + "description"), Value: stored.Description},
		}
	}
	return p.askEdit(r, r.Invalid, stored, form.Refused(form.Values, err), theirs)
}

// RemoveForm asks before a document is removed.
func (p *Pages) RemoveForm(r *page.Request) error {
	d, err := p.keepable(r)
	if err != nil {
		return err
	}
	view := documentviews.RemovePage{Frame: below(r, r.Page("document.remove"), crumbOf(r, d.Document)), Ask: shared.Confirmation{
		Title: r.L.T("document.remove_question", d.Title), Text: r.L.N("document.remove_text", len(d.Versions)),
		Button: r.L.T("document.remove"), CSRF: r.Page("document.remove").CSRF,
		Action: r.Path("documents", d.ID, "remove"), Cancel: r.Path("documents", d.ID),
	}}
	return r.Render(documentviews.Remove(view))
}

// Remove removes a document.
func (p *Pages) Remove(r *page.Request) error {
	if err := p.documents.Remove(r.Context(), r.Actor, r.Params("document")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("documents"), "document.flash.removed")
}
