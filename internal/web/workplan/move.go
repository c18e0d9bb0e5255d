package workplanweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// MoveForm asks for a milestone's new deadline.
func (p *Pages) MoveForm(r *page.Request) error {
	m, err := p.shapeable(r)
	if err != nil {
		return err
	}
	return showMoveForm(r, m, shared.Form{Labels: moveLabels})
}

// PreviewMove shows who would move along, and writes nothing.
func (p *Pages) PreviewMove(r *page.Request) error {
	m, err := p.shapeable(r)
	if err != nil {
		return err
	}
	form := r.Form()
	moving, err := p.movingOf(r, form)
	if fault.Refused(err) {
		return showMoveForm(r, m, typed(form, moveLabels, err))
	}
	if err != nil {
		return err
	}
	form.Labels, form.Values["along"] = moveLabels, ids(moving)
	return showMoving(r, moving, form, false)
}

// Move writes what the preview showed for those that were chosen; when the plan is another since, it shows it again.
func (p *Pages) Move(r *page.Request) error {
	form := r.Form()
	moving, err := p.movingOf(r, form)
	if err != nil {
		return err
	}
	form.Labels = moveLabels
	err = p.plan.Move(r.Context(), r.Actor, workplan.Moved{
		MilestoneID: moving.Milestone.ID, To: moving.To, Along: form.Values["along"], Reason: form.Value("move_reason"), Seen: form.Value("seen"),
	})
	if stale(err) {
		form.Values["along"] = ids(moving)
		return showMoving(r, moving, form, true)
	}
	if fault.Refused(err) {
		return showMoving(r, moving, typed(form, moveLabels, err), false)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", moving.Milestone.ID), "workplan.flash.moved")
}

func (p *Pages) movingOf(r *page.Request, form shared.Form) (workplan.Moving, error) {
	in := readerOf(form)
	to := in.month("due_on")
	if err := in.check(nil); err != nil {
		return workplan.Moving{}, err
	}
	return p.plan.Moving(r.Context(), r.Actor, r.Params("milestone"), to)
}

func ids(moving workplan.Moving) []string {
	var all []string
	for _, step := range moving.Along {
		all = append(all, step.Milestone.ID)
	}
	return all
}

func showMoveForm(r *page.Request, m workplan.Milestone, form shared.Form) error {
	shown := workplanviews.MovePage{Frame: belowMilestone(r, r.Page("workplan.move.title"), m), Milestone: m, Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.Move(shown))
	}
	return r.Render(workplanviews.Move(shown))
}

func showMoving(r *page.Request, moving workplan.Moving, form shared.Form, changed bool) error {
	shown := workplanviews.MovingPage{
		Frame: belowMilestone(r, r.Page("workplan.moving.title"), moving.Milestone), Moving: moving, Form: form, Changed: changed,
	}
	shown.HasErrors = form.HasErrors()
	if changed || form.HasErrors() {
		return r.Invalid(workplanviews.Moving(shown))
	}
	return r.Render(workplanviews.Moving(shown))
}
