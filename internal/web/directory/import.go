package directoryweb

import (
	"errors"

	"github.com/a-h/templ"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

// ImportForm asks for a file.
func (p *Pages) ImportForm(r *page.Request) error {
	kind := directory.ImportPersons
	return r.Render(importPage(r, filled(map[string]string{"kind": string(kind)})))
}

func importPage(r *page.Request, form shared.Form) templ.Component {
	view := directoryviews.ImportPage{Base: base(r, r.Page("directory.import.title"), crumb(r, "persons")), Form: form}
	view.HasErrors = form.HasErrors()
	return directoryviews.Import(view)
}

// Upload keeps the file and leads to its preview.
func (p *Pages) Upload(r *page.Request) error {
	i, err := p.upload(r)
	if refused(err) {
		return r.Invalid(importPage(r, typed(r.Form(), err)))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "import", i.ID), "")
}

func (p *Pages) upload(r *page.Request) (i directory.Import, err error) {
	header, err := r.File("file", directory.MaxImportBytes)
	if err != nil {
		return i, err
	}
	file, err := header.Open()
	if err != nil {
		return i, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	form := r.Form()
	return p.directory.Upload(r.Context(), r.Actor, directory.ImportKind(form.Value("kind")), header.Filename, form.Value("source"), file)
}

// Preview shows what the uploaded file would do, or what it did.
func (p *Pages) Preview(r *page.Request) error {
	return p.preview(r, r.Render, shared.Form{})
}

func (p *Pages) preview(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	if _, _, understood, err := p.directory.Columns(r.Context(), r.Actor, r.Params("import")); err != nil {
		return err
	} else if !understood {
		return r.SeeOther(r.Path("directory", "import", r.Params("import"), "columns"), "")
	}
	i, plan, err := p.directory.Preview(r.Context(), r.Actor, r.Params("import"))
	if err != nil {
		return err
	}
	above := views.Crumb{Label: r.L.T("directory.import.title"), Href: r.Path("directory", "import")}
	title := "directory.import.preview.title"
	if i.ConfirmedAt != nil {
		title = "directory.import.done.title"
	}
	view := directoryviews.PreviewPage{
		Base: base(r, r.Page(title), crumb(r, string(i.Kind)), above), Import: i, Plan: plan, Form: form,
	}
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.Preview(view))
}

// Confirm writes the uploaded file.
func (p *Pages) Confirm(r *page.Request) error {
	i, err := p.directory.Confirm(r.Context(), r.Actor, r.Params("import"), r.Form().Value("stamp"))
	if refused(err) {
		return p.preview(r, r.Invalid, shared.Form{Err: err})
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "import", i.ID), "")
}

// Discard forgets the uploaded file.
func (p *Pages) Discard(r *page.Request) error {
	if err := p.directory.Discard(r.Context(), r.Actor, r.Params("import")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "import"), "directory.flash.import_discarded")
}

// Template answers with an empty import file.
func (p *Pages) Template(r *page.Request) error {
	kind := directory.ImportKind(r.Params("kind"))
	if !kind.Valid() {
		return fault.Missing()
	}
	return r.Table(r.L.T("directory."+string(kind)), directory.Template(kind, r.L.T))
}
