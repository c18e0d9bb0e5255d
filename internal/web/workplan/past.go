package workplanweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

const pastTasks = 200 // tasks that the page of a past plan shows; the file has all

// past shows the plan as it was on the day that the address asks for.
func (p *Pages) past(r *page.Request) error {
	form := shared.Fill(map[string]string{"on": r.Query("on")})
	form.Labels = "history.day."
	past, err := p.planOn(r, form)
	if fault.Is(err, fault.Invalid) {
		form.Err = err
		past, err = p.plan.PlanOn(r.Context(), r.Actor, p.plan.Today())
	}
	if err != nil {
		return err
	}
	shown := workplanviews.PastPage{
		Frame: below(r, r.Titled(r.L.T("history.past.title", r.L.Day(past.Today.Time())))), Past: past, Form: form,
		Tasks: past.Tasks[:min(len(past.Tasks), pastTasks)], More: len(past.Tasks) - pastTasks,
	}
	if shown.HasErrors = form.HasErrors(); shown.HasErrors {
		return r.Invalid(workplanviews.Past(shown))
	}
	return r.Render(workplanviews.Past(shown))
}

// planOn reads the day and rebuilds its plan. Field: on.
func (p *Pages) planOn(r *page.Request, form shared.Form) (workplan.PastPlan, error) {
	in := readerOf(form)
	day := in.day("on")
	if err := in.check(nil); err != nil {
		return workplan.PastPlan{}, err
	}
	return p.plan.PlanOn(r.Context(), r.Actor, day)
}

// exportPast answers with the plan of the day as a file.
func (p *Pages) exportPast(r *page.Request) error {
	past, err := p.planOn(r, shared.Fill(map[string]string{"on": r.Query("on")}))
	if err != nil {
		return err
	}
	return r.Table("arbeitsplan-"+string(past.Today), past.Table(r.Project.Name, r.L.T))
}

// exportPastTasks answers with the tasks of the day as a file.
func (p *Pages) exportPastTasks(r *page.Request) error {
	past, err := p.planOn(r, shared.Fill(map[string]string{"on": r.Query("on")}))
	if err != nil {
		return err
	}
	cell := func(column string, value func(workplan.TaskLine) string) page.Cell[workplan.TaskLine] {
		return page.Cell[workplan.TaskLine]{Label: r.L.T("workplan.column." + column), Value: value}
	}
	return r.Table("aufgaben-"+string(past.Today), page.TableOf(r.L.T("workplan.milestone.tasks"), past.Tasks,
		cell("milestone", func(t workplan.TaskLine) string { return t.Milestone.Number }),
		cell("task", func(t workplan.TaskLine) string { return t.Title }),
		cell("assignee", func(t workplan.TaskLine) string { return t.Assignee }),
		cell("task_due", func(t workplan.TaskLine) string { return t.DueOn.German() }),
		cell("state", func(t workplan.TaskLine) string { return r.L.T("workplan.task.state." + string(t.State)) }),
	))
}

// isPast reports whether the address asks for the plan of a day.
func isPast(r *page.Request) bool { return r.Query("on") != "" }
