package workplanweb

import (
	"strconv"

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
	if refused(err) {
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
	form := shared.Fill(map[string]string{"number": goal.Number, "title": goal.Title, "version": strconv.FormatInt(goal.Version, 10)})
	form.Labels = goalLabels
	return r.Render(workplanviews.Goal(goalPage(r, goal.ID, form)))
}

// SaveGoal changes the goal.
func (p *Pages) SaveGoal(r *page.Request) error {
	form := r.Form()
	goal := readGoal(form)
	goal.ID = r.Params("goal")
	err := p.plan.ChangeGoal(r.Context(), r.Actor, goal)
	if refused(err) {
		return p.refuseGoal(r, goal.ID, form, err)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("plan"), "workplan.flash.goal_changed")
}

// refuseGoal shows the form again; after a conflict with what is stored now, on which the next attempt stands.
func (p *Pages) refuseGoal(r *page.Request, goalID string, form shared.Form, refusal error) error {
	shown := goalPage(r, goalID, typed(form, goalLabels, refusal))
	if stale(refusal) {
		stored, err := p.plan.Goal(r.Context(), r.Actor, goalID)
		if err != nil {
			return err
		}
		shown.Stored = &stored
		shown.Form.Values["version"] = []string{strconv.FormatInt(stored.Version, 10)}
	}
	return r.Invalid(workplanviews.Goal(shown))
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
