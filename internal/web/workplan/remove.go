package workplanweb

import (
	"slices"

	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// RemoveGoalForm says what deleting the goal takes along.
func (p *Pages) RemoveGoalForm(r *page.Request) error { return p.askRemoveGoal(r, nil) }

// RemoveGoal puts the goal into the bin.
func (p *Pages) RemoveGoal(r *page.Request) error {
	gone, err := p.plan.RemoveGoal(r.Context(), r.Actor, r.Params("goal"))
	if fault.Is(err, fault.Conflict) {
		return p.askRemoveGoal(r, err)
	}
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("plan"), "workplan.flash.goal_removed", gone.ID)
}

func (p *Pages) askRemoveGoal(r *page.Request, problem error) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(plan.Goals, func(g workplan.GoalPlan) bool { return g.ID == r.Params("goal") })
	if at < 0 {
		return fault.Missing()
	}
	goal, tasks := plan.Goals[at], 0
	for _, m := range goal.Milestones {
		tasks += m.Tasks.Total()
	}
	effects := []string{r.L.T("workplan.goal.delete_effect")}
	if n := len(goal.Milestones); n > 0 {
		effects = append(effects, r.L.N("workplan.goal.delete_milestones", n))
	}
	ask := shared.Confirmation{
		Title: r.L.T("workplan.goal.delete_question", goal.Label()), Effects: withTasks(r, effects, tasks),
		Action: r.Path("goals", goal.ID, "delete"), Button: r.L.T("workplan.goal.delete"), Cancel: r.Path("goals", goal.ID, "edit"),
	}
	return askRemove(r, below(r, r.Page("workplan.goal.delete")), goal.Label()+" "+goal.Title, ask, problem)
}

// RemoveMilestoneForm says what deleting the milestone takes along.
func (p *Pages) RemoveMilestoneForm(r *page.Request) error { return p.askRemoveMilestone(r, nil) }

// RemoveMilestone puts the milestone into the bin.
func (p *Pages) RemoveMilestone(r *page.Request) error {
	gone, err := p.plan.RemoveMilestone(r.Context(), r.Actor, r.Params("milestone"))
	if fault.Is(err, fault.Conflict) {
		return p.askRemoveMilestone(r, err)
	}
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("plan"), "workplan.flash.milestone_removed", gone.ID)
}

func (p *Pages) askRemoveMilestone(r *page.Request, problem error) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	d, err := p.plan.Milestone(r.Context(), r.Actor, r.Params("milestone"))
	if err != nil {
		return err
	}
	effects := []string{r.L.T("workplan.milestone.delete_effect")}
	ask := shared.Confirmation{
		Title: r.L.T("workplan.milestone.delete_question", d.Number), Effects: withTasks(r, effects, len(d.Tasks)),
		Action: r.Path("milestones", d.ID, "delete"), Button: r.L.T("workplan.milestone.delete"), Cancel: r.Path("milestones", d.ID),
	}
	return askRemove(r, belowMilestone(r, r.Page("workplan.milestone.delete"), d.Milestone), d.Number+" "+d.Title, ask, problem)
}

func withTasks(r *page.Request, effects []string, tasks int) []string {
	if tasks > 0 {
		effects = append(effects, r.L.N("workplan.part.delete_tasks", tasks))
	}
	return effects
}

func askRemove(r *page.Request, frame workplanviews.Frame, about string, ask shared.Confirmation, problem error) error {
	ask.Text, ask.CSRF = r.L.T("bin.notice", bin.Days), frame.CSRF
	shown := workplanviews.RemovePartPage{Frame: frame, About: about, Ask: ask}
	if problem == nil {
		return r.Render(workplanviews.RemovePart(shown))
	}
	shown.Problem = shared.Message(r.L, problem)
	return r.Invalid(workplanviews.RemovePart(shown))
}
