package workplanweb

import (
	"strconv"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// NewMilestone asks for a new milestone, under the goal the address names.
func (p *Pages) NewMilestone(r *page.Request) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	form := shared.Fill(map[string]string{"goal": r.Query("goal")})
	form.Labels = milestoneLabels
	return p.showMilestoneForm(r, "", form, nil)
}

// AddMilestone adds the milestone.
func (p *Pages) AddMilestone(r *page.Request) error {
	form := r.Form()
	m, err := readMilestone(form)
	if err == nil {
		m, err = p.plan.AddMilestone(r.Context(), r.Actor, m)
	}
	if refused(err) {
		return p.showMilestoneForm(r, "", typed(form, milestoneLabels, err), nil)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", m.ID), "workplan.flash.milestone_added")
}

// EditMilestone shows the milestone's form.
func (p *Pages) EditMilestone(r *page.Request) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	d, err := p.plan.Milestone(r.Context(), r.Actor, r.Params("milestone"))
	if err != nil {
		return err
	}
	form := shared.Fill(map[string]string{
		"goal": d.GoalID, "number": d.Number, "title": d.Title, "starts_on": d.StartsOn.Slash(), "due_on": d.DueOn.Slash(),
		"version": strconv.FormatInt(d.Version, 10),
	})
	form.Labels = milestoneLabels
	return p.showMilestoneForm(r, d.ID, form, nil)
}

// SaveMilestone changes the milestone.
func (p *Pages) SaveMilestone(r *page.Request) error {
	form := r.Form()
	m, err := readMilestone(form)
	m.ID = r.Params("milestone")
	if err == nil {
		err = p.plan.ChangeMilestone(r.Context(), r.Actor, m)
	}
	switch {
	case stale(err):
		return p.refuseStale(r, m.ID, form, err)
	case refused(err):
		return p.showMilestoneForm(r, m.ID, typed(form, milestoneLabels, err), nil)
	case err != nil:
		return err
	}
	return r.SeeOther(r.Path("milestones", m.ID), "workplan.flash.milestone_changed")
}

// refuseStale shows the form beside what is stored now, on which the next attempt stands.
func (p *Pages) refuseStale(r *page.Request, milestoneID string, form shared.Form, refusal error) error {
	d, err := p.plan.Milestone(r.Context(), r.Actor, milestoneID)
	if err != nil {
		return err
	}
	form.Values["version"] = []string{strconv.FormatInt(d.Version, 10)}
	return p.showMilestoneForm(r, milestoneID, typed(form, milestoneLabels, refusal), &d.Milestone)
}

func (p *Pages) showMilestoneForm(r *page.Request, milestoneID string, form shared.Form, stored *workplan.Milestone) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	goals, err := p.plan.Goals(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := workplanviews.MilestoneFormPage{ID: milestoneID, Form: form, Goals: goals, Stored: stored}
	if milestoneID == "" {
		shown.Frame = below(r, r.Page("workplan.milestone.new_title"))
	} else {
		d, err := p.plan.Milestone(r.Context(), r.Actor, milestoneID)
		if err != nil {
			return err
		}
		shown.Frame = belowMilestone(r, r.Page("workplan.milestone.edit_title"), d.Milestone)
	}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.MilestoneForm(shown))
	}
	return r.Render(workplanviews.MilestoneForm(shown))
}

func readMilestone(form shared.Form) (workplan.Milestone, error) {
	in := readerOf(form)
	m := workplan.Milestone{
		GoalID: form.Value("goal"), Number: form.Value("number"), Title: form.Value("title"),
		StartsOn: in.month("starts_on"), DueOn: in.month("due_on"), Version: in.version(),
	}
	m.Clean()
	return m, in.check(m.Validate())
}
