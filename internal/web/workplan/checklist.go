package workplanweb

import (
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// AddItem adds a line to the task's checklist.
func (p *Pages) AddItem(r *page.Request) error {
	form := r.Form()
	_, err := p.plan.AddItem(r.Context(), r.Actor, r.Params("task"), form.Value("title"))
	if fault.Refused(err) {
		return p.showTask(r, typed(form, itemLabels, err), shared.Form{})
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("tasks", r.Params("task"))+"#checklist", "workplan.flash.item_added")
}

// TickItem ticks a line of the checklist, or takes the tick back.
func (p *Pages) TickItem(r *page.Request) error {
	done := r.Form().Value("done") == "1"
	if err := p.plan.TickItem(r.Context(), r.Actor, r.Params("task"), r.Params("line"), done); err != nil {
		return err
	}
	flash := "workplan.flash.item_opened"
	if done {
		flash = "workplan.flash.item_done"
	}
	return r.SeeOther(r.Path("tasks", r.Params("task"))+"#"+workplanviews.ItemID(r.Params("line")), flash)
}

// MoveItem moves a line of the checklist up or down.
func (p *Pages) MoveItem(r *page.Request) error {
	if err := p.plan.MoveItem(r.Context(), r.Actor, r.Params("task"), r.Params("line"), workplan.Way(r.Form().Value("way"))); err != nil {
		return err
	}
	return r.SeeOther(ordering(r), "workplan.flash.item_moved")
}

// RemoveItem takes a line out of the checklist.
func (p *Pages) RemoveItem(r *page.Request) error {
	if err := p.plan.RemoveItem(r.Context(), r.Actor, r.Params("task"), r.Params("line")); err != nil {
		return err
	}
	return r.SeeOther(ordering(r), "workplan.flash.item_removed")
}

// ordering is the task's page with the lines open for being put in order.
func ordering(r *page.Request) string { return r.Path("tasks", r.Params("task")) + "?order=1#order" }

// EditItem shows the form that renames a line.
func (p *Pages) EditItem(r *page.Request) error {
	i, err := p.plan.Item(r.Context(), r.Actor, r.Params("task"), r.Params("line"))
	if err != nil {
		return err
	}
	return p.showItem(r, i, storedItem(i))
}

func storedItem(i workplan.Item) shared.Form {
	return shared.Stored(itemNameLabels, i.Version, map[string]string{"title": i.Title})
}

// SaveItem renames a line.
func (p *Pages) SaveItem(r *page.Request) error {
	i, err := p.plan.Item(r.Context(), r.Actor, r.Params("task"), r.Params("line"))
	if err != nil {
		return err
	}
	t, err := p.plan.Task(r.Context(), r.Actor, i.TaskID)
	if err != nil {
		return err
	}
	back := r.Path("tasks", i.TaskID)
	return r.Edit(page.Edit{
		Kind: "milestone", ID: t.MilestoneID, About: func(entry audit.Entry) bool {
			return entry.Action == "task.item_renamed" && detail(entry, "task") == i.TaskID
		},
		Labels: itemNameLabels, Of: i.Title, Back: back, Next: back + "#" + workplanviews.ItemID(i.ID), Flash: "workplan.flash.item_renamed",
		Stored: func() (shared.Form, error) {
			i, err := p.plan.Item(r.Context(), r.Actor, i.TaskID, i.ID)
			return storedItem(i), err
		},
		Save: func(form shared.Form) error {
			return p.plan.RenameItem(r.Context(), r.Actor, workplan.Item{
				ID: i.ID, TaskID: i.TaskID, Title: form.Value("title"), Version: readerOf(form).version(),
			})
		},
		Again: func(form shared.Form) error { return p.showItem(r, i, form) },
	})
}

func (p *Pages) showItem(r *page.Request, i workplan.Item, form shared.Form) error {
	t, err := p.plan.Task(r.Context(), r.Actor, i.TaskID)
	if err != nil {
		return err
	}
	frame, err := p.belowTask(r, "workplan.checklist.rename_title", t)
	if err != nil {
		return err
	}
	shown := workplanviews.ItemPage{Frame: frame, Item: i, Form: form}
	shown.HasErrors = form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.Item(shown))
	}
	return r.Render(workplanviews.Item(shown))
}
