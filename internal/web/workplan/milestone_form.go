package workplanweb

import (
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
	return p.showMilestoneForm(r, "", form)
}

// AddMilestone adds the milestone.
func (p *Pages) AddMilestone(r *page.Request) error {
	form := r.Form()
	m, err := readMilestone(form)
	if err == nil {
		m, err = p.plan.AddMilestone(r.Context(), r.Actor, m)
	}
	if fault.Refused(err) {
		return p.showMilestoneForm(r, "", typed(form, milestoneLabels, err))
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
	return p.showMilestoneForm(r, d.ID, storedMilestone(d.Milestone))
}

func storedMilestone(m workplan.Milestone) shared.Form {
	return shared.Stored(milestoneLabels, m.Version, withRule(map[string]string{
		"goal": m.GoalID, "number": m.Number, "title": m.Title, "starts_on": m.StartsOn.Slash(), "due_on": m.DueOn.Slash(),
		"move_reason": "", "lead": m.LeadID, "deputy": m.DeputyID,
		"rule_tasks": "", "rule_events": "", "rule_minutes": "", "rule_results": "", "rule_documents": "", "rule_kind": "",
	}, m.Rule))
}

// SaveMilestone changes the milestone.
func (p *Pages) SaveMilestone(r *page.Request) error {
	milestoneID := r.Params("milestone")
	goals, err := p.plan.Goals(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	people, err := p.colleagues(r)
	if err != nil {
		return err
	}
	return r.Edit(page.Edit{
		Kind: "milestone", ID: milestoneID, Labels: milestoneLabels, Back: r.Path("milestones", milestoneID),
		Next: r.Path("milestones", milestoneID), Flash: "workplan.flash.milestone_changed",
		Stored: func() (shared.Form, error) {
			d, err := p.plan.Milestone(r.Context(), r.Actor, milestoneID)
			return storedMilestone(d.Milestone), err
		},
		Save: func(form shared.Form) error {
			m, err := readMilestone(form)
			m.ID = milestoneID
			if err != nil {
				return err
			}
			return p.plan.ChangeMilestone(r.Context(), r.Actor, m, form.Value("move_reason"))
		},
		Again: func(form shared.Form) error { return p.showMilestoneForm(r, milestoneID, form) },
		Words: func(name, value string) (string, bool) {
			switch name {
			case "goal":
				return workplanviews.GoalLabel(goals, value), true
			case "lead", "deputy":
				return workplanviews.ColleagueName(people, workplan.Task{}, value), true
			}
			return workplanviews.RuleWord(r.L, name, value)
		},
	})
}

func (p *Pages) showMilestoneForm(r *page.Request, milestoneID string, form shared.Form) error {
	if !workplan.MayShape(r.Actor) {
		return fault.Denied()
	}
	goals, err := p.plan.Goals(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := workplanviews.MilestoneFormPage{ID: milestoneID, Form: form, Goals: goals}
	if shown.People, err = p.colleagues(r); err != nil {
		return err
	}
	if milestoneID == "" {
		shown.Frame = below(r, r.Page("workplan.milestone.new_title"))
	} else {
		d, err := p.plan.Milestone(r.Context(), r.Actor, milestoneID)
		if err != nil {
			return err
		}
		shown.Frame, shown.Milestone = belowMilestone(r, r.Page("workplan.milestone.edit_title"), d.Milestone), d.Milestone
	}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.MilestoneForm(shown))
	}
	return r.Render(workplanviews.MilestoneForm(shown))
}

// colleagues are the people who may answer for a milestone.
func (p *Pages) colleagues(r *page.Request) (workplan.People, error) {
	users, err := p.plan.Assignees(r.Context(), r.Actor)
	return workplan.People{Colleagues: users}, err
}

func readMilestone(form shared.Form) (workplan.Milestone, error) {
	in := readerOf(form)
	m := workplan.Milestone{
		GoalID: form.Value("goal"), Number: form.Value("number"), Title: form.Value("title"),
		StartsOn: in.month("starts_on"), DueOn: in.month("due_on"), LeadID: form.Value("lead"), DeputyID: form.Value("deputy"),
		Rule: in.rule(), Version: in.version(),
	}
	m.Clean()
	return m, in.check(m.Validate())
}
