package workplanweb

import (
	"rundertisch/internal/document"
	"rundertisch/internal/reminder"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// Milestone shows a milestone with its tasks and history.
func (p *Pages) Milestone(r *page.Request) error {
	shown, err := p.milestonePage(r, r.Params("milestone"), shared.Form{Labels: taskLabels})
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Milestone(shown))
}

func (p *Pages) milestonePage(r *page.Request, milestoneID string, form shared.Form) (workplanviews.MilestonePage, error) {
	detail, err := p.plan.Milestone(r.Context(), r.Actor, milestoneID)
	if err != nil {
		return workplanviews.MilestonePage{}, err
	}
	colleagues, err := p.plan.Assignees(r.Context(), r.Actor)
	if err != nil {
		return workplanviews.MilestonePage{}, err
	}
	shown := workplanviews.MilestonePage{
		Frame: below(r, r.Titled(detail.Number+" "+detail.Title)), Detail: detail, Today: p.plan.Today(),
		History: history(r, detail), TaskForm: form, People: workplan.People{Colleagues: colleagues},
		MayShape: workplan.MayShape(r.Actor), MayKeepTasks: workplan.MayKeepTasks(r.Actor),
	}
	if shown.Order, err = p.order(r, detail.Part()); err != nil {
		return shown, err
	}
	shown.HasErrors = form.HasErrors()
	if shown.Events, shown.Loose, err = p.events.Around(r.Context(), r.Actor, detail.ID); err != nil {
		return shown, err
	}
	of := reminder.Subject{Kind: reminder.Milestone, ID: detail.ID}
	if shown.Reminders, err = p.reminders.Section(r, of, detail.Deadline(), detail.Complete()); err != nil {
		return shown, err
	}
	shown.Documents, err = p.documents.Section(r, document.Subject{Kind: document.Milestone, ID: detail.ID})
	return shown, err
}
