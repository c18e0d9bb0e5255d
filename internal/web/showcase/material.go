package showcaseweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
	showcaseviews "rundertisch/views/showcase"
)

const materialLabels = "showcase.material_field."

// Materials shows the materials of a programme item.
func (p *Pages) Materials(r *page.Request) error {
	return p.showDesk(r, r.Render, shared.Fill(map[string]string{"public": "1"}))
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

// AddMaterial puts a material to a programme item.
func (p *Pages) AddMaterial(r *page.Request) error {
	form := r.Form()
	err := p.showcase.AddMaterial(r.Context(), r.Actor, r.Params("event"), r.Params("item"), showcase.MaterialDetails{
		Title: form.Value("title"), URL: form.Value("url"), DocumentID: form.Value("document"), Public: form.Value("public") != "",
	})
	if fault.Is(err, fault.Invalid) {
		return p.showDesk(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(materialsPath(r), "showcase.flash.material_added")
}

// RemoveMaterial takes a material away.
func (p *Pages) RemoveMaterial(r *page.Request) error {
	if err := p.showcase.RemoveMaterial(r.Context(), r.Actor, r.Params("event"), r.Params("item"), r.Params("material")); err != nil {
		return err
	}
	return r.SeeOther(materialsPath(r), "showcase.flash.material_removed")
}
