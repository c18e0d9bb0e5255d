package workplan_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// listed is the checklist of a task: titles in their order, ticked ones with an x before them.
func (o *office) listed(t *testing.T, taskID string) string {
	t.Helper()
	d, err := o.TaskDetail(t.Context(), o.lead, taskID)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, i := range d.Items {
		if i.Done() {
			i.Title = "x" + i.Title
		}
		all = append(all, i.Title)
	}
	return strings.Join(all, " ")
}

func (o *office) task(t *testing.T, items ...string) (workplan.Task, []workplan.Item) {
	t.Helper()
	plan := o.read(t, o.lead)
	if plan.Empty() {
		plan = o.load(t, o.lead)
	}
	task, err := o.AddTask(t.Context(), o.coord, workplan.Task{MilestoneID: plan.Milestones()[0].ID, Title: "Raum", State: workplan.TaskOpen})
	if err != nil {
		t.Fatal(err)
	}
	var added []workplan.Item
	for _, title := range items {
		i, err := o.AddItem(t.Context(), o.coord, task.ID, title)
		if err != nil {
			t.Fatal(err)
		}
		added = append(added, i)
	}
	return task, added
}

func TestAChecklistIsKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		task, items := o.task(t, "a", "b", "c")
		for _, step := range []struct {
			name string
			do   func() error
			want string
		}{
			{"the last goes up", func() error { return o.MoveItem(ctx, o.coord, task.ID, items[2].ID, workplan.Up) }, "a c b"},
			{"the first stays when it goes up", func() error { return o.MoveItem(ctx, o.coord, task.ID, items[0].ID, workplan.Up) }, "a c b"},
			{"the first goes down", func() error { return o.MoveItem(ctx, o.coord, task.ID, items[0].ID, workplan.Down) }, "c a b"},
			{"one is ticked", func() error { return o.TickItem(ctx, o.coord, task.ID, items[0].ID, true) }, "c xa b"},
			{"ticked again it stays so", func() error { return o.TickItem(ctx, o.coord, task.ID, items[0].ID, true) }, "c xa b"},
			{"it is renamed and keeps its tick", func() error {
				return o.RenameItem(ctx, o.coord, workplan.Item{ID: items[0].ID, TaskID: task.ID, Title: " neu ", Version: 1})
			}, "c xneu b"},
			{"the tick is taken back", func() error { return o.TickItem(ctx, o.coord, task.ID, items[0].ID, false) }, "c neu b"},
			{"one is removed", func() error { return o.RemoveItem(ctx, o.coord, task.ID, items[2].ID) }, "neu b"},
			{"a new one comes last", func() error { _, err := o.AddItem(ctx, o.coord, task.ID, "d"); return err }, "neu b d"},
		} {
			if err := step.do(); err != nil {
				t.Errorf("%s: %v", step.name, err)
			}
			if got := o.listed(t, task.ID); got != step.want {
				t.Errorf("%s: %q, want %q", step.name, got, step.want)
			}
		}
		if err := o.RenameItem(ctx, o.coord, workplan.Item{ID: items[0].ID, TaskID: task.ID, Title: "alt", Version: 1}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old form is saved: %v", err)
		}
		if _, err := o.AddItem(ctx, o.coord, task.ID, " \n"); !slices.Equal(fields(err), []string{"title"}) {
			t.Errorf("an item without words: %v", err)
		}
		other, _ := o.task(t)
		if err := o.TickItem(ctx, o.coord, other.ID, items[0].ID, true); !fault.Is(err, fault.NotFound) {
			t.Errorf("an item of another task: %v", err)
		}
		reader := account.Actor{WorkspaceID: o.lead.WorkspaceID, ProjectID: o.lead.ProjectID, Roles: []account.Role{account.MinuteTaker}}
		if err := o.TickItem(ctx, reader, task.ID, items[0].ID, true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the minute-taker ticks: %v", err)
		}
		page, err := o.TaskPage(ctx, o.lead, workplan.TaskFilter{}, func(int) (int, int) { return 0, 50 })
		if err != nil || page.Lines[0].Ticked.Total+page.Lines[1].Ticked.Total != 3 {
			t.Errorf("%+v %v", page.Lines, err)
		}
	})
}

// TestTickingAtOnceLosesNothing has as many people as items, who tick, add and sort in the same moment.
func TestTickingAtOnceLosesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		task, items := o.task(t, "a", "b", "c", "d", "e", "f")
		var together sync.WaitGroup
		errs := make(chan error, 3*len(items))
		for n, i := range items {
			together.Go(func() { errs <- o.TickItem(ctx, o.coord, task.ID, i.ID, true) })
			together.Go(func() { _, err := o.AddItem(ctx, o.lead, task.ID, fmt.Sprint("neu", n)); errs <- err })
			together.Go(func() { errs <- o.MoveItem(ctx, o.coord, task.ID, i.ID, workplan.Down) })
		}
		together.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		d, err := o.TaskDetail(ctx, o.lead, task.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := workplan.Count(d.Items); got.Done != 6 || got.Total != 12 {
			t.Errorf("%+v of %s", got, o.listed(t, task.ID))
		}
		places := map[int64]bool{}
		for _, i := range d.Items {
			places[i.Position] = true
		}
		if len(places) != 12 {
			t.Errorf("12 items stand at %d places", len(places))
		}
	})
}
