package documentweb

import (
	"maps"

	"github.com/a-h/templ"

	"rundertisch/internal/bin"
	"rundertisch/internal/document"
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
	view := documentviews.DocumentPage{Frame: below(r, r.Titled(detail.Title)), Detail: detail, Upload: form, Public: publicAddress(r, detail.Document)}
	view.HasErrors = form.HasErrors()
	return answer(documentviews.Document(view))
}

// Edit shows the form of what is typed about a document.
func (p *Pages) Edit(r *page.Request) error {
	detail, err := p.keepable(r)
	if err != nil {
		return err
	}
	return p.askEdit(r, r.Render, detail, stored(detail))
}

// keepable returns the addressed document if the person may change it.
func (p *Pages) keepable(r *page.Request) (document.Detail, error) {
	detail, err := p.documents.Find(r.Context(), r.Actor, r.Params("document"))
	if err == nil {
		err = keeper(r)
	}
	return detail, err
}

func stored(d document.Detail) shared.Form {
	form := shared.Stored(labels, d.Version, map[string]string{
		"title": d.Title, "description": d.Description, "kind": string(d.Kind), "language": d.Language, "licence": string(d.Licence),
	})
	for _, s := range d.Subjects {
		field := documentviews.Field(s.Kind)
		form.Values[field] = append(form.Values[field], s.ID)
	}
	form.Basis.Values = maps.Clone(form.Values)
	return form
}

func (p *Pages) askEdit(r *page.Request, answer func(templ.Component) error, d document.Detail, form shared.Form) error {
	view := documentviews.FormPage{
		Frame: below(r, r.Page("document.edit_title"), crumbOf(r, d.Document)), ID: d.ID, Form: form, Choices: d.Choices,
		Back: r.Path("documents", d.ID),
	}
	view.Of, view.HasErrors = d.Title, form.HasErrors()
	return answer(documentviews.Form(view))
}

// Save changes what is typed about a document.
func (p *Pages) Save(r *page.Request) error {
	detail, err := p.keepable(r)
	if err != nil {
		return err
	}
	back := r.Path("documents", detail.ID)
	return r.Edit(page.Edit{
		Kind: "document", ID: detail.ID, Labels: labels, Of: detail.Title, Back: back, Next: back, Flash: "document.flash.changed",
		Stored: func() (shared.Form, error) {
			detail, err = p.keepable(r)
			return stored(detail), err
		},
		Save: func(form shared.Form) error {
			_, err := p.documents.Edit(r.Context(), r.Actor, detail.ID, version(form), details(form))
			return err
		},
		Again: func(form shared.Form) error { return p.askEdit(r, r.Invalid, detail, form) },
		Words: func(name, value string) (string, bool) { return words(r, detail, name, value) },
	})
}

// words says how a choice of the form reads.
func words(r *page.Request, d document.Detail, name, value string) (string, bool) {
	switch name {
	case "kind", "language", "licence":
		if value == "" {
			return r.L.T("document.licence.none"), true
		}
		return r.L.T("document." + name + "." + value), true
	}
	for _, n := range d.Choices {
		if n.ID == value && documentviews.Field(n.Kind) == name {
			return n.Title, true
		}
	}
	return "", name == "milestones" || name == "tasks" || name == "events"
}

// RemoveForm asks before a document is removed.
func (p *Pages) RemoveForm(r *page.Request) error {
	d, err := p.keepable(r)
	if err != nil {
		return err
	}
	view := documentviews.RemovePage{Frame: below(r, r.Page("document.remove"), crumbOf(r, d.Document)), Ask: shared.Confirmation{
		Title: r.L.T("document.remove_question", d.Title), Text: r.L.T("bin.notice", bin.Days),
		Effects: []string{r.L.N("document.remove_effect", len(d.Versions))},
		Button:  r.L.T("document.remove"), CSRF: r.Page("document.remove").CSRF,
		Action: r.Path("documents", d.ID, "remove"), Cancel: r.Path("documents", d.ID),
	}}
	if d.Document.Public() {
		view.Ask.Effects = append(view.Ask.Effects, r.L.T("document.remove_public"))
	}
	return r.Render(documentviews.Remove(view))
}

// Remove puts a document into the bin.
func (p *Pages) Remove(r *page.Request) error {
	gone, err := p.documents.Remove(r.Context(), r.Actor, r.Params("document"))
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("documents"), "document.flash.removed", gone.ID)
}
