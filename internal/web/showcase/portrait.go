package showcaseweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
	showcaseviews "rundertisch/views/showcase"
)

const portraitLabels = "showcase.portrait_field."

// Portrait shows the picture of a person of the programme, and what is said about it.
func (p *Pages) Portrait(r *page.Request) error { return p.showPortrait(r, r.Render, shared.Form{}) }

func (p *Pages) showPortrait(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	e, speaker, err := p.showcase.Sitter(r.Context(), r.Actor, r.Params("event"), r.Params("speaker"))
	if err != nil {
		return err
	}
	form.Labels = portraitLabels
	base := r.Path("events", e.ID)
	view := showcaseviews.PortraitPage{Page: r.Page("showcase.portrait.title"), Event: e, Speaker: speaker, Form: form, Here: portraitPath(r), Back: base + "/programme#people"}
	view.Breadcrumb = []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: base}, {Label: r.L.T("event.programme"), Href: base + "/programme"}}
	view.Of, view.HasErrors = speaker.Name, form.HasErrors()
	return answer(showcaseviews.Portrait(view))
}

func portraitPath(r *page.Request) string {
	return r.Path("events", r.Params("event"), "speakers", r.Params("speaker"), "picture")
}

// SetPortrait gives the person the uploaded picture.
func (p *Pages) SetPortrait(r *page.Request) error {
	form := r.Form()
	err := withUpload(r, func(u files.Upload) error {
		return p.showcase.SetPortrait(r.Context(), r.Actor, r.Params("event"), r.Params("speaker"), u, showcase.PortraitDetails{
			Alt: form.Value("alt"), Credit: form.Value("credit"), Agreed: form.Value("agreed") != "",
		})
	})
	if fault.Is(err, fault.Invalid) {
		return p.showPortrait(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(portraitPath(r), "showcase.flash.portrait_set")
}

// RemovePortrait takes the picture away.
func (p *Pages) RemovePortrait(r *page.Request) error {
	if err := p.showcase.RemovePortrait(r.Context(), r.Actor, r.Params("event"), r.Params("speaker")); err != nil {
		return err
	}
	return r.SeeOther(portraitPath(r), "showcase.flash.portrait_removed")
}
