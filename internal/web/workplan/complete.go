package workplanweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// CompleteForm asks for day and reason of a milestone's completion.
func (p *Pages) CompleteForm(r *page.Request) error {
	form := shared.Fill(map[string]string{"completed_on": string(p.plan.Today())})
	form.Labels = completeLabels
	return p.showComplete(r, form)
}

// Complete declares the milestone reached.
func (p *Pages) Complete(r *page.Request) error {
	form := r.Form()
	in := readerOf(form)
	statement := workplan.Completion{On: in.day("completed_on"), Reason: form.Value("reason")}
	err := in.check(statement.Validate(p.plan.Today()))
	if err == nil {
		err = p.plan.Complete(r.Context(), r.Actor, r.Params("milestone"), statement)
	}
	if fault.Refused(err) {
		return p.showComplete(r, typed(form, completeLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", r.Params("milestone")), "workplan.flash.completed")
}

func (p *Pages) showComplete(r *page.Request, form shared.Form) error {
	m, err := p.shapeable(r)
	if err != nil {
		return err
	}
	shown := workplanviews.CompletePage{Frame: belowMilestone(r, r.Page("workplan.complete.title"), m), Milestone: m, Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.Complete(shown))
	}
	return r.Render(workplanviews.Complete(shown))
}

// ReopenForm asks whether the completion is to be taken back.
func (p *Pages) ReopenForm(r *page.Request) error {
	m, err := p.shapeable(r)
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Reopen(workplanviews.ReopenPage{
		Frame: belowMilestone(r, r.Page("workplan.reopen.title"), m), Milestone: m,
	}))
}

// Reopen takes the completion back.
func (p *Pages) Reopen(r *page.Request) error {
	if err := p.plan.Reopen(r.Context(), r.Actor, r.Params("milestone")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", r.Params("milestone")), "workplan.flash.reopened")
}

// shapeable returns the addressed milestone if the person may complete and reopen it.
func (p *Pages) shapeable(r *page.Request) (workplan.Milestone, error) {
	d, err := p.plan.Milestone(r.Context(), r.Actor, r.Params("milestone"))
	if err == nil && !workplan.MayShape(r.Actor) {
		err = fault.Denied()
	}
	return d.Milestone, err
}
