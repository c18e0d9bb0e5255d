package workplanweb

import (
	"rundertisch/internal/dump"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	workplanviews "rundertisch/views/workplan"
)

// Plan shows the whole plan, or the one of the day that the address asks for.
func (p *Pages) Plan(r *page.Request) error {
	if isPast(r) {
		return p.past(r)
	}
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	ties, err := p.plan.Ties(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	violated := map[string][]workplan.Tie{}
	for _, tie := range ties {
		if tie.Violated() {
			violated[tie.ToID] = append(violated[tie.ToID], tie)
		}
	}
	return r.Render(workplanviews.Plan(workplanviews.PlanPage{
		Violated: violated,
		Frame:    workplanviews.Frame{Page: r.Page("workplan.plan.title"), At: r.Path},
		Plan:     plan, Timeline: workplanviews.Timeline(r.L, plan, r.Path), MayShape: workplan.MayShape(r.Actor), MayKeepTasks: workplan.MayKeepTasks(r.Actor), MayCopy: workplan.MayCopy(r.Actor), MayTake: dump.MayTake(r.Actor),
	}))
}

// Export answers with the plan as a file.
func (p *Pages) Export(r *page.Request) error {
	if isPast(r) {
		return p.exportPast(r)
	}
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Table("arbeitsplan", plan.Table(r.Project.Name, r.L.T))
}

// ExportTasks answers with all tasks of the plan as a file.
func (p *Pages) ExportTasks(r *page.Request) error {
	if isPast(r) {
		return p.exportPastTasks(r)
	}
	source, err := p.plan.TasksTable(r.Context(), r.Actor, r.L.T)
	if err != nil {
		return err
	}
	return r.Table("aufgaben", source)
}
