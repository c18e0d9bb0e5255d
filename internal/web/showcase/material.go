package showcaseweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/id"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
	showcaseviews "rundertisch/views/showcase"
)

const materialLabels = "showcase.material_field."

// Materials shows the materials of a programme item.
func (p *Pages) Materials(r *page.Request) error {
	return p.showDesk(r, r.Render, shared.Fill(map[string]string{"public": "1", "nonce": id.Token()}))
}

func (p *Pages) showDesk(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	desk, err := p.showcase.Desk(r.Context(), r.Actor, r.Params("event"), r.Params("item"))
	if err != nil {
		return err
	}
	form.Labels = materialLabels
	base := r.Path("events", desk.Event.ID)
	view := showcaseviews.DeskPage{Page: r.Page("showcase.material.title"), Desk: desk, Form: form, Here: materialsPath(r), Back: base + "/programme"}
	view.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: desk.Event.Title, Href: base}, {Label: r.L.T("event.programme"), Href: base + "/programme"}}
	view.Of, view.HasErrors = desk.Item.Title, form.HasErrors()
	return answer(showcaseviews.Desk(view))
}

func materialsPath(r *page.Request) string {
	return r.Path("events", r.Params("event"), "programme", r.Params("item"), "materials")
}

// AddMaterial puts a material to a programme item: a file that comes along, a document of the event or a page elsewhere.
func (p *Pages) AddMaterial(r *page.Request) error {
	form := r.Form()
	d := showcase.MaterialDetails{
		Title: form.Value("title"), URL: form.Value("url"), DocumentID: form.Value("document"), Public: form.Value("public") != "",
	}
	err := p.keepFile(r, form, &d)
	if err == nil {
		err = p.showcase.AddMaterial(r.Context(), r.Actor, r.Params("event"), r.Params("item"), d)
	}
	if fault.Is(err, fault.Invalid) {
		return p.showDesk(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(materialsPath(r), "showcase.flash.material_added")
}

// keepFile keeps a file that came along as a document of the event, which the material then names; the one way of files into
// the house. The same form sent twice is one document.
func (p *Pages) keepFile(r *page.Request, form shared.Form, d *showcase.MaterialDetails) error {
	desk, err := p.showcase.Desk(r.Context(), r.Actor, r.Params("event"), r.Params("item"))
	if err != nil {
		return err
	}
	return withUpload(r, func(u files.Upload) error {
		if u.Name == "" {
			return nil
		}
		if d.URL != "" || d.DocumentID != "" {
			var c fault.Checks
			c.Add("file", "showcase.material.both")
			return c.Err()
		}
		kept, err := p.documents.Add(r.Context(), r.Actor, document.Details{
			Title: d.Title, Kind: document.Material, Language: string(r.L.Lang()),
			Subjects: []document.Subject{{Kind: document.Event, ID: desk.Event.ID}},
		}, u, form.Value("nonce"))
		d.DocumentID = kept.ID
		return err
	})
}

// RemoveMaterial takes a material away.
func (p *Pages) RemoveMaterial(r *page.Request) error {
	if err := p.showcase.RemoveMaterial(r.Context(), r.Actor, r.Params("event"), r.Params("item"), r.Params("material")); err != nil {
		return err
	}
	return r.SeeOther(materialsPath(r), "showcase.flash.material_removed")
}
