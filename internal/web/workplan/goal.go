package workplanweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// NewGoal asks for a new goal.
func (p *Pages) NewGoal(r *page.Request) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	return r.Render(workplanviews.Goal(goalPage(r, "", shared.Form{Labels: goalLabels})))
}

// AddGoal adds the goal.
func (p *Pages) AddGoal(r *page.Request) error {
	form := r.Form()
	_, err := p.plan.AddGoal(r.Context(), r.Actor, readGoal(form))
	if fault.Refused(err) {
		return r.Invalid(workplanviews.Goal(goalPage(r, "", typed(form, goalLabels, err))))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("plan"), "workplan.flash.goal_added")
}

// EditGoal shows the goal's form.
func (p *Pages) EditGoal(r *page.Request) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	goal, err := p.plan.Goal(r.Context(), r.Actor, r.Params("goal"))
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Goal(goalPage(r, goal.ID, storedGoal(goal))))
}

func storedGoal(goal workplan.Goal) shared.Form {
	return shared.Stored(goalLabels, goal.Version, map[string]string{"number": goal.Number, "title": goal.Title})
}

// SaveGoal changes the goal.
func (p *Pages) SaveGoal(r *page.Request) error {
	goalID := r.Params("goal")
	return r.Edit(page.Edit{
		Kind: "goal", ID: goalID, Labels: goalLabels, Back: r.Path("plan"), Next: r.Path("plan"), Flash: "workplan.flash.goal_changed",
		Stored: func() (shared.Form, error) {
			goal, err := p.plan.Goal(r.Context(), r.Actor, goalID)
			return storedGoal(goal), err
		},
		Save: func(form shared.Form) error {
			goal := readGoal(form)
			goal.ID = goalID
			return p.plan.ChangeGoal(r.Context(), r.Actor, goal)
		},
		Again: func(form shared.Form) error { return r.Invalid(workplanviews.Goal(goalPage(r, goalID, form))) },
	})
}

func goalPage(r *page.Request, goalID string, form shared.Form) workplanviews.GoalPage {
	title := "workplan.goal.new_title"
	if goalID != "" {
		title = "workplan.goal.edit_title"
	}
	p := workplanviews.GoalPage{Frame: below(r, r.Page(title)), ID: goalID, Form: form}
	p.HasErrors = form.HasErrors()
	return p
}

func readGoal(form shared.Form) workplan.Goal {
	return workplan.Goal{Number: form.Value("number"), Title: form.Value("title"), Version: readerOf(form).version()}
}
