package workplanweb

import (
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// ImportTasksForm asks for a file of tasks.
func (p *Pages) ImportTasksForm(r *page.Request) error {
	if !workplan.MayKeepTasks(r.Actor) {
		return fault.Denied()
	}
	return r.Render(workplanviews.ImportTasks(taskImportPage(r, shared.Form{Labels: importLabels})))
}

func taskImportPage(r *page.Request, form shared.Form) workplanviews.ImportPage {
	p := workplanviews.ImportPage{Frame: below(r, r.Page("workplan.taskfile.import")), Form: form}
	p.HasErrors = form.HasErrors()
	return p
}

// PreviewTasks shows what the sent file would do, and writes nothing.
func (p *Pages) PreviewTasks(r *page.Request) error {
	file, err := planFile(r)
	if fault.Refused(err) {
		return r.Invalid(workplanviews.ImportTasks(taskImportPage(r, typed(r.Form(), importLabels, err))))
	}
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a file that was only read
	preview, err := p.plan.PreviewTasks(r.Context(), r.Actor, file)
	if err != nil {
		return err
	}
	return showTasks(r, preview, false, shared.Form{})
}

// ImportTasks writes what the preview showed; when the plan has changed since, it shows the preview again.
func (p *Pages) ImportTasks(r *page.Request) error {
	form := r.Form()
	preview, err := p.plan.ImportTasks(r.Context(), r.Actor, strings.NewReader(form.Value("text")), form.Value("seen"))
	if fault.Refused(err) {
		return showTasks(r, preview, stale(err), shared.Form{})
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("plan"), "workplan.flash.tasks_imported")
}

func showTasks(r *page.Request, preview workplan.TaskPreview, moved bool, columns shared.Form) error {
	shown := workplanviews.TaskPreviewPage{Frame: below(r, r.Page("workplan.taskfile.preview")), Preview: preview, Moved: moved, Columns: columns}
	shown.HasErrors = len(preview.Problems) > 0
	if shown.HasErrors || moved {
		return r.Invalid(workplanviews.PreviewTasks(shown))
	}
	return r.Render(workplanviews.PreviewTasks(shown))
}
