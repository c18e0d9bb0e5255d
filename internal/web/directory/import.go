package directoryweb

import (
	"context"
	"errors"

	"github.com/a-h/templ"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

const shownLeftOut = 100 // rows on the page; the table to save has all

// ImportForm asks for a file and lists what was uploaded lately.
func (p *Pages) ImportForm(r *page.Request) error {
	kind := directory.ImportPersons
	return p.importPage(r, r.Render, filled(map[string]string{"kind": string(kind)}))
}

func (p *Pages) importPage(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	imports, err := p.directory.Imports(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	view := directoryviews.ImportPage{Base: base(r, r.Page("directory.import.title"), crumb(r, "persons")), Form: form, Imports: imports}
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.Import(view))
}

// Upload keeps the file and leads to its preview.
func (p *Pages) Upload(r *page.Request) error {
	i, err := p.upload(r)
	if fault.Refused(err) {
		return p.importPage(r, r.Invalid, typed(r.Form(), err))
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

// Preview shows what the uploaded file would do, how far it has come, or what it did.
func (p *Pages) Preview(r *page.Request) error {
	i, err := p.directory.Progress(r.Context(), r.Actor, r.Params("import"))
	if err != nil {
		return err
	}
	if i.State() != directory.ImportWaiting {
		return p.progress(r, i)
	}
	return p.preview(r, r.Render, shared.Form{})
}

func (p *Pages) progress(r *page.Request, i directory.Import) error {
	left, err := p.directory.LeftOut(r.Context(), r.Actor, i.ID, shownLeftOut)
	if err != nil {
		return err
	}
	frame := r.Page("directory.import." + string(i.State()) + ".title")
	frame.Live = i.State() == directory.ImportRunning
	return r.Render(directoryviews.Progress(directoryviews.ProgressPage{
		Base: base(r, frame, crumb(r, string(i.Kind)), importCrumb(r)), Import: i, LeftOut: left,
	}))
}

func importCrumb(r *page.Request) views.Crumb {
	return views.Crumb{Label: r.L.T("directory.import.title"), Href: r.Path("directory", "import")}
}

// LiveImport tells how far an import has come as long as it runs.
func (p *Pages) LiveImport(r *page.Request) error {
	actor, importID, frame := r.Actor, r.Params("import"), base(r, r.Page("directory.import.title"))
	return r.Live(func(ctx context.Context) (templ.Component, bool, error) {
		i, err := p.directory.Progress(ctx, actor, importID)
		part := directoryviews.ProgressPart(directoryviews.ProgressPage{Base: frame, Import: i})
		return part, i.State() != directory.ImportRunning, err
	})
}

// Resume lets an import that has stopped go on.
func (p *Pages) Resume(r *page.Request) error {
	if err := p.directory.Resume(r.Context(), r.Actor, r.Params("import")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("directory", "import", r.Params("import")), "")
}

// LeftOut answers with the rows that an import did not take, and why, as a table to save.
func (p *Pages) LeftOut(r *page.Request) error {
	rows, err := p.directory.LeftOut(r.Context(), r.Actor, r.Params("import"), 0)
	if err != nil {
		return err
	}
	return r.Table(r.L.T("directory.import.left_out.file"), directory.LeftOutTable(rows, r.L.T))
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
	view := directoryviews.PreviewPage{
		Base: base(r, r.Page("directory.import.preview.title"), crumb(r, string(i.Kind)), importCrumb(r)), Import: i, Plan: plan, Form: form,
	}
	view.HasErrors = form.HasErrors()
	return answer(directoryviews.Preview(view))
}

// Confirm has the uploaded file written.
func (p *Pages) Confirm(r *page.Request) error {
	i, err := p.directory.Confirm(r.Context(), r.Actor, r.Params("import"), r.Form().Value("stamp"))
	if fault.Refused(err) {
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
