package workplanweb

import (
	"cmp"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// NewTask shows the form of a task with all its fields.
func (p *Pages) NewTask(r *page.Request) error {
	form := shared.Fill(map[string]string{"milestone": r.Query("milestone"), "state": string(workplan.TaskOpen)})
	form.Labels = taskLabels
	return p.showTaskForm(r, workplan.Task{}, form)
}

// CreateTask adds the task of the form.
func (p *Pages) CreateTask(r *page.Request) error {
	people, err := p.plan.People(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	form := r.Form()
	t, err := readTask(form, people, workplan.Task{})
	if t.MilestoneID == "" {
		var c fault.Checks
		c.Merge("", err)
		c.Add("milestone", "fault.required")
		err = c.Err()
	}
	if err == nil {
		t, err = p.plan.AddTask(r.Context(), r.Actor, t)
	}
	if fault.Refused(err) {
		return p.showTaskForm(r, workplan.Task{}, typed(form, taskLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("tasks", t.ID), "workplan.flash.task_added")
}

// EditTask shows the task's form.
func (p *Pages) EditTask(r *page.Request) error {
	t, err := p.keepable(r)
	if err != nil {
		return err
	}
	people, err := p.plan.People(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return p.showTaskForm(r, t, storedTask(t, people))
}

func storedTask(t workplan.Task, people workplan.People) shared.Form {
	return shared.Stored(taskLabels, t.Version, map[string]string{
		"milestone": t.MilestoneID, "title": t.Title, "description": t.Description, "assignee": t.AssigneeID, "person": people.PersonText(t), "deputy": t.DeputyID,
		"starts_on": string(t.StartsOn), "due_on": string(t.DueOn), "state": string(t.State),
	})
}

// SaveTask changes the task.
func (p *Pages) SaveTask(r *page.Request) error {
	stored, err := p.keepable(r)
	if err != nil {
		return err
	}
	people, err := p.plan.People(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	milestones, err := p.plan.Milestones(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	back := r.Path("tasks", stored.ID)
	return r.Edit(page.Edit{
		Kind: "milestone", ID: stored.MilestoneID, About: func(entry audit.Entry) bool { return detail(entry, "task") == stored.ID },
		Labels: taskLabels, Of: stored.Title, Back: back, Next: back, Flash: "workplan.flash.task_changed",
		Stored: func() (shared.Form, error) {
			t, err := p.keepable(r)
			stored = t
			return storedTask(t, people), err
		},
		Save: func(form shared.Form) error {
			t, err := readTask(form, people, stored)
			t.ID = stored.ID
			if err == nil {
				_, err = p.plan.ChangeTask(r.Context(), r.Actor, t)
			}
			return err
		},
		Again: func(form shared.Form) error { return p.showTaskForm(r, stored, form) },
		Words: func(name, value string) (string, bool) {
			switch name {
			case "milestone":
				return milestoneCalled(milestones, value), true
			case "assignee":
				return cmp.Or(workplanviews.ColleagueName(people, stored, value), r.L.T("workplan.task.nobody")), true
			case "deputy":
				return cmp.Or(workplanviews.ColleagueName(people, stored, value), r.L.T("workplan.task.no_deputy")), true
			case "state":
				return r.L.T("workplan.task.state." + value), true
			}
			return "", false
		},
	})
}

func (p *Pages) showTaskForm(r *page.Request, t workplan.Task, form shared.Form) error {
	people, err := p.plan.People(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := workplanviews.TaskFormPage{Task: t, Form: form, People: people}
	if shown.Milestones, err = p.plan.Milestones(r.Context(), r.Actor); err != nil {
		return err
	}
	if t.ID == "" {
		shown.Frame = below(r, r.Page("workplan.task.new_title"))
	} else if shown.Frame, err = p.belowTask(r, "workplan.task.edit_title", t); err != nil {
		return err
	}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.TaskForm(shown))
	}
	return r.Render(workplanviews.TaskForm(shown))
}

// readTask reads the form; present is the task as it is stored, whose person stays when their name is.
func readTask(form shared.Form, people workplan.People, present workplan.Task) (workplan.Task, error) {
	in := readerOf(form)
	t := workplan.Task{
		MilestoneID: form.Value("milestone"), Title: form.Value("title"), Description: form.Value("description"), AssigneeID: form.Value("assignee"), DeputyID: form.Value("deputy"),
		StartsOn: in.day("starts_on"), DueOn: in.day("due_on"), Version: in.version(),
		State: workplan.TaskState(cmp.Or(form.Value("state"), string(workplan.TaskOpen))),
	}
	personID, problem := people.PersonCalled(form.Value("person"), present)
	if problem != "" {
		in.unread["person"] = problem
	}
	t.PersonID = personID
	return t, in.check(t.Validate())
}

func milestoneCalled(all []workplan.Milestone, id string) string {
	for _, m := range all {
		if m.ID == id {
			return m.Number + " " + m.Title
		}
	}
	return ""
}
