package workplan_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

func titles(lines []workplan.TaskLine) []string {
	all := []string{}
	for _, line := range lines {
		all = append(all, line.Title)
	}
	return all
}

// TestTheBoardSortsAndCounts compares the board that the database lays out with the one laid out of all tasks.
func TestTheBoardSortsAndCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		milestones := o.load(t, o.lead).Milestones()
		add := func(title string, due date.Date, state workplan.TaskState, m int) {
			t.Helper()
			task := workplan.Task{MilestoneID: milestones[m].ID, Title: title, DueOn: due, State: state, AssigneeID: o.coordinator.ID}
			if _, err := o.AddTask(ctx, o.coord, task); err != nil {
				t.Fatal(err)
			}
		}
		add("endless", "", workplan.TaskOpen, 0)
		add("late", "2026-11-01", workplan.TaskOpen, 0)
		add("soon", "2026-12-01", workplan.TaskOpen, 1)
		add("begun", "2027-01-01", workplan.TaskInWork, 0)
		add("done first", "2026-11-30", workplan.TaskDone, 0)
		o.clock.Advance(48 * time.Hour)
		add("done later", "2027-11-30", workplan.TaskDone, 1)
		for name, c := range map[string]struct {
			filter workplan.TaskFilter
			want   [3][]string
		}{
			"all":                           {workplan.TaskFilter{}, [3][]string{{"late", "soon", "endless"}, {"begun"}, {"done later", "done first"}}},
			"late":                          {workplan.TaskFilter{Late: true}, [3][]string{{"late"}, {}, {}}},
			"of a milestone":                {workplan.TaskFilter{MilestoneID: milestones[1].ID}, [3][]string{{"soon"}, {}, {"done later"}}},
			"of somebody else":              {workplan.TaskFilter{Mine: true}, [3][]string{{}, {}, {}}},
			"a state has columns, no place": {workplan.TaskFilter{State: workplan.TaskDone, Order: workplan.ByTitle}, [3][]string{{"late", "soon", "endless"}, {"begun"}, {"done later", "done first"}}},
		} {
			board, err := o.Board(ctx, o.lead, c.filter, "")
			if err != nil {
				t.Fatal(err)
			}
			c.filter.State = ""
			lines, err := o.Tasks(ctx, o.lead, c.filter)
			if err != nil {
				t.Fatal(err)
			}
			read := workplan.BoardOf(lines, board.Milestones, "")
			for n, column := range board.Columns {
				if got := titles(column.Lines); !slices.Equal(got, c.want[n]) || column.Total != len(c.want[n]) || column.More() != 0 {
					t.Errorf("%s, %s: %q of %d, want %q", name, column.State, got, column.Total, c.want[n])
				}
				if got := titles(read.Columns[n].Lines); !slices.Equal(got, c.want[n]) {
					t.Errorf("%s, %s, of all that were read: %q, want %q", name, column.State, got, c.want[n])
				}
			}
		}
		if board, err := o.Board(ctx, o.coord, workplan.TaskFilter{Mine: true}, ""); err != nil || board.Total() != 6 {
			t.Errorf("%d of the own tasks, %v", board.Total(), err)
		}
		if board, err := o.Board(ctx, o.place(t, "Nachbarkreis", "Plan"), workplan.TaskFilter{}, ""); err != nil || board.Total() != 0 {
			t.Errorf("%d tasks of the neighbours, %v", board.Total(), err)
		}
		if _, err := o.Board(ctx, account.Actor{WorkspaceID: o.lead.WorkspaceID, ProjectID: o.lead.ProjectID}, workplan.TaskFilter{}, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger gets %v", err)
		}
	})
}

func TestALongColumnEndsUnlessAllOfItIsAskedFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		m := o.load(t, o.lead).Milestones()[0]
		for n := range workplan.BoardLength + 3 {
			for _, state := range workplan.TaskStates() {
				task := workplan.Task{MilestoneID: m.ID, Title: fmt.Sprint(n), State: state, DueOn: "2027-03-01"}
				if _, err := o.AddTask(ctx, o.coord, task); err != nil {
					t.Fatal(err)
				}
			}
		}
		board, err := o.Board(ctx, o.lead, workplan.TaskFilter{}, workplan.TaskInWork)
		if err != nil {
			t.Fatal(err)
		}
		for n, want := range []int{50, 53, 50} {
			if c := board.Columns[n]; len(c.Lines) != want || c.Total != 53 || c.More() != 53-want {
				t.Errorf("%s shows %d of %d, want %d of 53", c.State, len(c.Lines), c.Total, want)
			}
		}
	})
}
