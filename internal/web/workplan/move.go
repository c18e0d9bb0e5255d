package workplanweb

import (
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// MoveForm asks for the new last day of a milestone or task.
func (p *Pages) MoveForm(r *page.Request) error {
	part, err := p.movable(r)
	if err != nil {
		return err
	}
	return showMoveForm(r, part, shared.Form{Labels: moveLabels})
}

// PreviewMove shows what would move along, and writes nothing.
func (p *Pages) PreviewMove(r *page.Request) error {
	part, err := p.movable(r)
	if err != nil {
		return err
	}
	form := r.Form()
	moving, err := p.movingOf(r, part, form)
	if fault.Refused(err) {
		return showMoveForm(r, part, typed(form, moveLabels, err))
	}
	if err != nil {
		return err
	}
	form.Labels, form.Values["along"] = moveLabels, ids(r, moving)
	return showMoving(r, moving, form, false)
}

// Move writes what the preview showed for those that were chosen; when the plan is another since, it shows it again.
func (p *Pages) Move(r *page.Request) error {
	part, err := p.movable(r)
	if err != nil {
		return err
	}
	form := r.Form()
	moving, err := p.movingOf(r, part, form)
	if fault.Refused(err) {
		return showMoveForm(r, part, typed(form, moveLabels, err))
	}
	if err != nil {
		return err
	}
	form.Labels = moveLabels
	err = p.plan.Move(r.Context(), r.Actor, workplan.Moved{
		PartID: part.ID, To: moving.To.Ends, Along: form.Values["along"], Reason: form.Value("move_reason"), Seen: form.Value("seen"),
	})
	if stale(err) {
		form.Values["along"] = ids(r, moving)
		return showMoving(r, moving, form, true)
	}
	if fault.Refused(err) {
		return showMoving(r, moving, typed(form, moveLabels, err), false)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(partPath(r, part), "workplan.flash.moved."+string(part.Kind))
}

// movable is the milestone or task that the route names, if the person may move it.
func (p *Pages) movable(r *page.Request) (workplan.Part, error) {
	kind, partID := workplan.MilestoneSubject, r.Params("milestone")
	if partID == "" {
		kind, partID = workplan.TaskSubject, r.Params("task")
	}
	part, err := p.plan.Part(r.Context(), r.Actor, partID)
	switch {
	case err != nil:
		return part, err
	case part.Kind != kind:
		return part, fault.Missing()
	case !workplan.MayMove(r.Actor, part):
		return part, fault.Denied()
	}
	return part, nil
}

// partPath is where the part has its page.
func partPath(r *page.Request, part workplan.Part) string {
	if part.IsTask() {
		return r.Path("tasks", part.ID)
	}
	return r.Path("milestones", part.ID)
}

// belowPart returns the frame of a page that lies under a milestone or task.
func belowPart(r *page.Request, p views.Page, part workplan.Part) workplanviews.Frame {
	frame := belowMilestone(r, p, workplan.Milestone{ID: part.MilestoneID, Number: part.Number})
	if part.IsTask() {
		frame.Breadcrumb = append(frame.Breadcrumb, views.Crumb{Label: part.Title, Href: partPath(r, part)})
	}
	return frame
}

func (p *Pages) movingOf(r *page.Request, part workplan.Part, form shared.Form) (workplan.Moving, error) {
	in := readerOf(form)
	var to date.Date
	if part.IsTask() {
		to = in.day("due_on")
	} else {
		to = in.month("due_on").Last()
	}
	if err := in.check(nil); err != nil {
		return workplan.Moving{}, err
	}
	return p.plan.Moving(r.Context(), r.Actor, part.ID, to)
}

// ids are what moves along and the person may move.
func ids(r *page.Request, moving workplan.Moving) []string {
	var all []string
	for _, step := range moving.Along {
		if workplan.MayMove(r.Actor, step.Part) {
			all = append(all, step.Part.ID)
		}
	}
	return all
}

func showMoveForm(r *page.Request, part workplan.Part, form shared.Form) error {
	shown := workplanviews.MovePage{Frame: belowPart(r, r.Page("workplan.move.title"), part), Part: part, Base: partPath(r, part), Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.Move(shown))
	}
	return r.Render(workplanviews.Move(shown))
}

func showMoving(r *page.Request, moving workplan.Moving, form shared.Form, changed bool) error {
	shown := workplanviews.MovingPage{
		Frame: belowPart(r, r.Page("workplan.moving.title"), moving.Part), Moving: moving, Base: partPath(r, moving.Part), Form: form, Changed: changed,
		MayMove: func(part workplan.Part) bool { return workplan.MayMove(r.Actor, part) },
	}
	shown.HasErrors = form.HasErrors()
	if changed || form.HasErrors() {
		return r.Invalid(workplanviews.Moving(shown))
	}
	return r.Render(workplanviews.Moving(shown))
}
