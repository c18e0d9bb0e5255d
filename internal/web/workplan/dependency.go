package workplanweb

import (
	"strconv"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// TieForm asks what has to end before the milestone or task begins.
func (p *Pages) TieForm(r *page.Request) error {
	form := shared.Form{Labels: tieLabels}
	return p.showTieForm(r, form)
}

// Tie makes the milestone or task begin after another.
func (p *Pages) Tie(r *page.Request) error {
	part, err := p.movable(r)
	if err != nil {
		return err
	}
	form := r.Form()
	var lag int
	if typedLag := form.Value("lag_days"); typedLag != "" {
		if lag, err = strconv.Atoi(typedLag); err != nil {
			lag = -1 // the service says what it may be
		}
	}
	err = p.plan.Tie(r.Context(), r.Actor, form.Value("from"), part.ID, lag)
	if fault.Refused(err) {
		return p.showTieForm(r, typed(form, tieLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(partPath(r, part), "workplan.flash.tied")
}

// Untie takes a dependency away.
func (p *Pages) Untie(r *page.Request) error {
	tie, err := p.plan.Untie(r.Context(), r.Actor, r.Params("dependency"))
	if err != nil {
		return err
	}
	return r.SeeOther(partPath(r, tie.To), "workplan.flash.untied")
}

func (p *Pages) showTieForm(r *page.Request, form shared.Form) error {
	part, err := p.movable(r)
	if err != nil {
		return err
	}
	others, err := p.plan.Others(r.Context(), r.Actor, part)
	if err != nil {
		return err
	}
	shown := workplanviews.TiePage{Frame: belowPart(r, r.Page("workplan.tie.title"), part), Part: part, Base: partPath(r, part), Others: others, Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.Tie(shown))
	}
	return r.Render(workplanviews.Tie(shown))
}

// order is what has to end before a milestone or task begins, and what begins when it has ended.
func (p *Pages) order(r *page.Request, part workplan.Part) (workplanviews.Order, error) {
	ties, err := p.plan.Ties(r.Context(), r.Actor)
	order := workplanviews.Order{Part: part, Base: partPath(r, part), MayMove: workplan.MayMove(r.Actor, part)}
	for _, tie := range ties {
		switch part.ID {
		case tie.ToID:
			order.Before = append(order.Before, tie)
		case tie.FromID:
			order.After = append(order.After, tie)
		}
	}
	return order, err
}
