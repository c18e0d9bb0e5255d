package workplanweb

import (
	"rundertisch/internal/audit"
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// AddTask adds a task under the milestone.
func (p *Pages) AddTask(r *page.Request) error {
	form, milestoneID := r.Form(), r.Params("milestone")
	t, err := readTask(form)
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

// EditTask shows the task's form.
func (p *Pages) EditTask(r *page.Request) error {
	t, err := p.keepable(r)
	if err != nil {
		return err
	}
	return p.showTask(r, t, storedTask(t))
}

func storedTask(t workplan.Task) shared.Form {
	return shared.Stored(taskLabels, t.Version, map[string]string{
		"title": t.Title, "assignee": t.AssigneeID, "due_on": string(t.DueOn), "state": string(t.State),
	})
}

// SaveTask changes the task.
func (p *Pages) SaveTask(r *page.Request) error {
	stored, err := p.keepable(r)
	if err != nil {
		return err
	}
	colleagues, err := p.plan.Assignees(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	back := r.Path("milestones", stored.MilestoneID)
	return r.Edit(page.Edit{
		Kind: "milestone", ID: stored.MilestoneID, About: func(entry audit.Entry) bool { return detail(entry, "task") == stored.ID },
		Labels: taskLabels, Of: stored.Title, Back: back, Next: back, Flash: "workplan.flash.task_changed",
		Stored: func() (shared.Form, error) {
			t, err := p.keepable(r)
			stored = t
			return storedTask(t), err
		},
		Save: func(form shared.Form) error {
			t, err := readTask(form)
			t.ID, t.State = stored.ID, workplan.TaskState(form.Value("state"))
			if err == nil {
				_, err = p.plan.ChangeTask(r.Context(), r.Actor, t)
			}
			return err
		},
		Again: func(form shared.Form) error { return p.showTask(r, stored, form) },
		Words: func(name, value string) (string, bool) {
			switch name {
			case "assignee":
				return workplanviews.AssigneeName(colleagues, stored, value), true
			case "state":
				return r.L.T("workplan.task.state." + value), true
			}
			return "", false
		},
	})
}

// SetTask puts a task into another state.
func (p *Pages) SetTask(r *page.Request) error {
	t, err := p.plan.SetTask(r.Context(), r.Actor, r.Params("task"), workplan.TaskState(r.Form().Value("state")))
	if err != nil {
		return err
	}
	back := r.Path("milestones", t.MilestoneID)
	if r.Form().Value("back") == "overview" {
		back = r.Path()
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

func (p *Pages) showTask(r *page.Request, t workplan.Task, form shared.Form) error {
	assignees, err := p.plan.Assignees(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	frame, err := p.belowTask(r, "workplan.task.edit_title", t)
	if err != nil {
		return err
	}
	shown := workplanviews.TaskPage{Frame: frame, Task: t, Form: form, Assignees: assignees}
	shown.HasErrors = form.HasErrors()
	if shown.Documents, err = p.documents.Section(r, document.Subject{Kind: document.Task, ID: t.ID}); err != nil {
		return err
	}
	if form.HasErrors() {
		return r.Invalid(workplanviews.Task(shown))
	}
	return r.Render(workplanviews.Task(shown))
}

func (p *Pages) belowTask(r *page.Request, titleKey string, t workplan.Task) (workplanviews.Frame, error) {
	d, err := p.plan.Milestone(r.Context(), r.Actor, t.MilestoneID)
	return belowMilestone(r, r.Page(titleKey), d.Milestone), err
}

// keepable returns the addressed task if the person may change it.
func (p *Pages) keepable(r *page.Request) (workplan.Task, error) {
	t, err := p.plan.Task(r.Context(), r.Actor, r.Params("task"))
	if err == nil && !workplan.MayKeepTasks(r.Actor) {
		err = fault.Denied()
	}
	return t, err
}

func readTask(form shared.Form) (workplan.Task, error) {
	in := readerOf(form)
	t := workplan.Task{
		Title: form.Value("title"), AssigneeID: form.Value("assignee"), DueOn: in.day("due_on"), Version: in.version(),
		State: workplan.TaskOpen,
	}
	return t, in.check(t.Validate())
}
