package workplanweb

import (
	"strconv"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// TieForm asks what has to end before the milestone begins.
func (p *Pages) TieForm(r *page.Request) error {
	form := shared.Form{Labels: tieLabels}
	return p.showTieForm(r, form)
}

// Tie makes the milestone begin after another.
func (p *Pages) Tie(r *page.Request) error {
	form := r.Form()
	milestoneID := r.Params("milestone")
	var lag int
	var err error
	if typedLag := form.Value("lag_days"); typedLag != "" {
		if lag, err = strconv.Atoi(typedLag); err != nil {
			lag = -1 // the service says what it may be
		}
	}
	err = p.plan.Tie(r.Context(), r.Actor, form.Value("from"), milestoneID, lag)
	if fault.Refused(err) {
		return p.showTieForm(r, typed(form, tieLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", milestoneID), "workplan.flash.tied")
}

// Untie takes a dependency away.
func (p *Pages) Untie(r *page.Request) error {
	d, err := p.plan.Untie(r.Context(), r.Actor, r.Params("dependency"))
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", d.ToID), "workplan.flash.untied")
}

func (p *Pages) showTieForm(r *page.Request, form shared.Form) error {
	m, err := p.shapeable(r)
	if err != nil {
		return err
	}
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := workplanviews.TiePage{Frame: belowMilestone(r, r.Page("workplan.tie.title"), m), Milestone: m, Form: form}
	for _, other := range plan.Milestones() {
		if other.ID != m.ID {
			shown.Others = append(shown.Others, other.Milestone)
		}
	}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.Tie(shown))
	}
	return r.Render(workplanviews.Tie(shown))
}

// tiesOf are the dependencies in which the milestone is one of the two.
func tiesOf(all []workplan.Tie, milestoneID string) (before, after []workplan.Tie) {
	for _, tie := range all {
		switch milestoneID {
		case tie.ToID:
			before = append(before, tie)
		case tie.FromID:
			after = append(after, tie)
		}
	}
	return before, after
}
