package workplanweb

import (
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// ChoosePlanColumns takes what the columns of a plan file hold and shows its preview.
func (p *Pages) ChoosePlanColumns(r *page.Request) error {
	form, err := p.choose(r, workplan.PlanFile)
	if err != nil {
		return err
	}
	preview, err := p.plan.Preview(r.Context(), r.Actor, strings.NewReader(form.Value("text")))
	if err != nil {
		return err
	}
	return showPreview(r, preview, false, form)
}

// ChooseTaskColumns is ChoosePlanColumns for a file of tasks.
func (p *Pages) ChooseTaskColumns(r *page.Request) error {
	form, err := p.choose(r, workplan.TaskFile)
	if err != nil {
		return err
	}
	preview, err := p.plan.PreviewTasks(r.Context(), r.Actor, strings.NewReader(form.Value("text")))
	if err != nil {
		return err
	}
	return showTasks(r, preview, false, form)
}

// choose keeps the choice, or returns the form with what is wrong in it.
func (p *Pages) choose(r *page.Request, kind workplan.FileKind) (shared.Form, error) {
	form := r.Form()
	var fields []string
	for n := 0; form.Values[workplanviews.ColumnName(n)] != nil; n++ {
		fields = append(fields, form.Value(workplanviews.ColumnName(n)))
	}
	err := p.plan.ChooseColumns(r.Context(), r.Actor, kind, form.Value("text"), fields)
	if fault.Is(err, fault.Invalid) {
		form.Err = err
		return form, nil
	}
	return form, err
}
