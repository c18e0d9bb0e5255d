package workplanweb

import (
	"bytes"

	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
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
		Plan:  plan, Timeline: Timeline(r, plan), MayShape: workplan.MayShape(r.Actor),
	}))
}

// Timeline is the picture of the plan, for this page and the dashboard.
func Timeline(r *page.Request, plan workplan.Plan) shared.Timeline {
	return shared.Timeline{
		ID: "plan", Title: r.L.T("workplan.timeline.title"), Desc: r.L.T("workplan.timeline.desc"),
		Today: plan.Today, Rows: workplanviews.TimelineOf(plan, r.Path),
	}
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
