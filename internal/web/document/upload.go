package documentweb

import (
	"errors"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/web/page"
	documentviews "rundertisch/views/document"
	"rundertisch/views/shared"
)

// New asks for a document.
func (p *Pages) New(r *page.Request) error {
	if err := keeper(r); err != nil {
		return err
	}
	return p.askNew(r, r.Render, blank(r))
}

func (p *Pages) askNew(r *page.Request, answer func(templ.Component) error, form shared.Form) error {
	choices, err := p.documents.Choices(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	form.Labels = labels
	view := documentviews.FormPage{Frame: below(r, r.Page("document.new")), Form: form, Choices: choices, Back: r.Path("documents")}
	if place := cameFrom(r, form); place != "" {
		view.Back = place
	}
	view.HasErrors = form.HasErrors()
	return answer(documentviews.Form(view))
}

// Add keeps the uploaded file as a new document and leads to where the form stood, or to the document.
func (p *Pages) Add(r *page.Request) error {
	form := r.Form()
	var d document.Document
	err := withUpload(r, func(u files.Upload) (err error) {
		d, err = p.documents.Add(r.Context(), r.Actor, details(form), u, form.Value("nonce"))
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return p.askNew(r, r.Invalid, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	if place := cameFrom(r, form); place != "" {
		return r.SeeOther(place, "document.flash.added")
	}
	return r.SeeOther(r.Path("documents", d.ID), "document.flash.added")
}

// cameFrom is the page of the thing whose part the form was on, "" when it was on a page of its own.
func cameFrom(r *page.Request, form shared.Form) string {
	kind := document.SubjectKind(form.Value("from"))
	if !slices.Contains(document.SubjectKinds(), kind) {
		return ""
	}
	for _, s := range subjects(form) {
		switch {
		case s.Kind != kind:
			continue
		default:
			return r.Path(documentviews.Field(kind), s.ID) + "#documents"
		}
	}
	return ""
}

// Replace keeps the uploaded file as the document's newest version.
func (p *Pages) Replace(r *page.Request) error {
	err := withUpload(r, func(u files.Upload) error {
		_, err := p.documents.Replace(r.Context(), r.Actor, r.Params("document"), u)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		return p.show(r, r.Invalid, shared.Form{Err: err})
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("documents", r.Params("document")), "document.flash.replaced")
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

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
