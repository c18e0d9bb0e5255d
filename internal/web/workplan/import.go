package workplanweb

import (
	"io"
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// ImportForm asks for a plan file.
func (p *Pages) ImportForm(r *page.Request) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	return r.Render(workplanviews.Import(importPage(r, shared.Form{Labels: importLabels})))
}

// Preview shows what the sent file would do, and writes nothing.
func (p *Pages) Preview(r *page.Request) error {
	file, err := planFile(r)
	if fault.Refused(err) {
		return r.Invalid(workplanviews.Import(importPage(r, typed(r.Form(), importLabels, err))))
	}
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a file that was only read
	preview, err := p.plan.Preview(r.Context(), r.Actor, file)
	if err != nil {
		return err
	}
	return showPreview(r, preview, false, shared.Form{})
}

// planFile opens the uploaded file or, when there is none, the pasted text.
func planFile(r *page.Request) (io.ReadCloser, error) {
	if header, err := r.FormFile("file"); err == nil && header.Size > 0 {
		if _, err := r.File("file", sheet.MaxBytes); err != nil {
			return nil, err
		}
		return header.Open()
	}
	text := r.Form().Value("text")
	if text == "" {
		var c fault.Checks
		c.Add("file", "workplan.import.nothing_sent")
		return nil, c.Err()
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

// Import writes what the preview showed; when the plan has changed since, it shows the preview again.
func (p *Pages) Import(r *page.Request) error {
	form := r.Form()
	preview, err := p.plan.Preview(r.Context(), r.Actor, strings.NewReader(form.Value("text")))
	if err != nil {
		return err
	}
	if preview.OK() && preview.Fingerprint() != form.Value("seen") {
		return showPreview(r, preview, true, shared.Form{})
	}
	preview, err = p.plan.Import(r.Context(), r.Actor, strings.NewReader(form.Value("text")), form.Value("move_reason"))
	if fault.Refused(err) {
		return showReasoned(r, preview, typed(form, moveLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("plan"), "workplan.flash.imported")
}

func importPage(r *page.Request, form shared.Form) workplanviews.ImportPage {
	p := workplanviews.ImportPage{Frame: below(r, r.Page("workplan.import.title")), Form: form}
	p.HasErrors = form.HasErrors()
	return p
}

// showReasoned shows the preview again: what is wrong with the rows, or with the reason of the moved deadlines.
func showReasoned(r *page.Request, preview workplan.Preview, form shared.Form) error {
	if !preview.OK() {
		return showPreview(r, preview, false, shared.Form{})
	}
	shown := workplanviews.PreviewPage{Frame: below(r, r.Page("workplan.preview.title")), Preview: preview, Reason: form}
	shown.HasErrors = true
	return r.Invalid(workplanviews.Preview(shown))
}

func showPreview(r *page.Request, preview workplan.Preview, moved bool, columns shared.Form) error {
	shown := workplanviews.PreviewPage{Frame: below(r, r.Page("workplan.preview.title")), Preview: preview, Moved: moved, Columns: columns, Reason: r.Form()}
	shown.Reason.Labels = moveLabels
	shown.HasErrors = !preview.OK()
	if shown.HasErrors || moved {
		return r.Invalid(workplanviews.Preview(shown))
	}
	return r.Render(workplanviews.Preview(shown))
}
