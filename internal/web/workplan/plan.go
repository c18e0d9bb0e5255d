package workplanweb

import (
	"bytes"

	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	workplanviews "rundertisch/views/workplan"
)

// Plan shows the whole plan.
func (p *Pages) Plan(r *page.Request) error {
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Plan(workplanviews.PlanPage{
		Frame: workplanviews.Frame{Page: r.Page("workplan.plan.title"), At: r.Path},
		Plan:  plan, Timeline: workplanviews.Timeline(r.L, plan, r.Path), MayShape: workplan.MayShape(r.Actor),
	}))
}

// CSV is the plan as a file for spreadsheets.
func (p *Pages) CSV(r *page.Request) error {
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := workplan.WriteCSV(r.Project.Name, plan, &out); err != nil {
		return err
	}
	return r.Attachment("arbeitsplan.csv", "text/csv; charset=utf-8", out.Bytes())
}
