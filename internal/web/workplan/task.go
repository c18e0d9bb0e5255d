package workplanweb

import (
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/reminder"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// Task shows the task.
func (p *Pages) Task(r *page.Request) error { return p.showTask(r, shared.Form{}, shared.Form{}) }

// showTask shows the task with the forms below it as they were sent.
func (p *Pages) showTask(r *page.Request, item, comment shared.Form) error {
	d, err := p.plan.TaskDetail(r.Context(), r.Actor, r.Params("task"))
	if err != nil {
		return err
	}
	colleagues, err := p.plan.Assignees(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	item.ID, item.Labels, comment.ID, comment.Labels = "item", itemLabels, "comment", commentLabels
	shown := workplanviews.TaskPage{
		Frame: belowMilestone(r, r.Titled(d.Title), d.Milestone), Detail: d, Today: p.plan.Today(), Actor: r.Actor,
		History:  history(r, workplan.Detail{Tasks: []workplan.Task{{ID: d.ID}}, History: d.History}),
		ItemForm: item, Ordering: r.Query("order") == "1", CommentForm: comment, Mentions: workplanviews.Mentions(colleagues, r.Actor),
		MayKeepTasks: workplan.MayKeepTasks(r.Actor), MayComment: workplan.MayComment(r.Actor),
	}
	shown.HasErrors = item.HasErrors() || comment.HasErrors()
	if shown.Order, err = p.order(r, d.Part(d.Milestone.Number)); err != nil {
		return err
	}
	of := reminder.Subject{Kind: reminder.Task, ID: d.ID}
	if shown.Reminders, err = p.reminders.Section(r, of, d.DueOn, d.State == workplan.TaskDone); err != nil {
		return err
	}
	if shown.Documents, err = p.documents.Section(r, document.Subject{Kind: document.Task, ID: d.ID}); err != nil {
		return err
	}
	if shown.HasErrors {
		return r.Invalid(workplanviews.Task(shown))
	}
	return r.Render(workplanviews.Task(shown))
}

// AddTask adds a task under the milestone with the few fields of its page.
func (p *Pages) AddTask(r *page.Request) error {
	form, milestoneID := r.Form(), r.Params("milestone")
	t, err := readTask(form, workplan.People{}, workplan.Task{})
	t.MilestoneID, t.State = milestoneID, workplan.TaskOpen
	if err == nil {
		_, err = p.plan.AddTask(r.Context(), r.Actor, t)
	}
	if fault.Refused(err) {
		shown, pageErr := p.milestonePage(r, milestoneID, typed(form, taskLabels, err))
		if pageErr != nil {
			return pageErr
		}
		return r.Invalid(workplanviews.Milestone(shown))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("milestones", milestoneID), "workplan.flash.task_added")
}

// SetTask puts a task into another state.
func (p *Pages) SetTask(r *page.Request) error {
	t, err := p.plan.SetTask(r.Context(), r.Actor, r.Params("task"), workplan.TaskState(r.Form().Value("state")))
	if err != nil {
		return err
	}
	back := r.Path("milestones", t.MilestoneID)
	switch r.Form().Value("back") {
	case "overview":
		back = r.Path()
	case "task":
		back = r.Path("tasks", t.ID)
	case "board":
		back = page.Local(r.Form().Value("at"), r.Path("tasks", "board")) + "#" + workplanviews.CardID(t.ID)
	}
	return r.SeeOther(back, "workplan.flash.task_moved")
}

// RemoveTaskForm asks whether the task is to be deleted.
func (p *Pages) RemoveTaskForm(r *page.Request) error {
	t, err := p.keepable(r)
	if err != nil {
		return err
	}
	frame, err := p.belowTask(r, "workplan.task.delete", t)
	if err != nil {
		return err
	}
	return r.Render(workplanviews.RemoveTask(workplanviews.RemoveTaskPage{Frame: frame, Task: t}))
}

// RemoveTask puts the task into the bin.
func (p *Pages) RemoveTask(r *page.Request) error {
	gone, err := p.plan.RemoveTask(r.Context(), r.Actor, r.Params("task"))
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("milestones", gone.ParentID), "workplan.flash.task_removed", gone.ID)
}

// belowTask returns the frame of a page that lies under the task.
func (p *Pages) belowTask(r *page.Request, titleKey string, t workplan.Task) (workplanviews.Frame, error) {
	d, err := p.plan.TaskDetail(r.Context(), r.Actor, t.ID)
	frame := belowMilestone(r, r.Page(titleKey), d.Milestone)
	frame.Breadcrumb = append(frame.Breadcrumb, views.Crumb{Label: t.Title, Href: r.Path("tasks", t.ID)})
	frame.Of = t.Title
	return frame, err
}

// keepable returns the addressed task if the person may change it.
func (p *Pages) keepable(r *page.Request) (workplan.Task, error) {
	t, err := p.plan.Task(r.Context(), r.Actor, r.Params("task"))
	if err == nil && !workplan.MayKeepTasks(r.Actor) {
		err = fault.Denied()
	}
	return t, err
}
