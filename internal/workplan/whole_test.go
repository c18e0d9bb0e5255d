package workplan_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/workplan"
)

// TestTheWholeHistoryIsReadInPartsWithoutGaps has more lines of one moment than are read at once.
func TestTheWholeHistoryIsReadInPartsWithoutGaps(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		o.load(t, o.lead)
		var file strings.Builder
		file.WriteString("Arbeitsbaustein;Aufgabe\n")
		for n := range 1200 {
			fmt.Fprintf(&file, "1.9;Gespräch %d führen\n", n)
		}
		if _, err := o.ImportTasks(ctx, o.coord, strings.NewReader(file.String()), ""); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for line, err := range o.WholeHistory(ctx, o.lead, workplan.HistoryFilter{Kind: workplan.TaskSubject}) {
			if err != nil {
				t.Fatal(err)
			}
			if seen[line.SubjectID] {
				t.Fatalf("%s comes twice", line.Subject)
			}
			seen[line.SubjectID] = true
		}
		if len(seen) != 1200 {
			t.Errorf("%d lines, want 1200", len(seen))
		}
	})
}

// TestAMilestoneComesBackWithAllThatHungOnIt deletes one that has a task with everything, and what others wait for.
func TestAMilestoneComesBackWithAllThatHungOnIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		o.chain(t)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		keeper, err := bin.New(db, o.clock, withStrangers(o.BinKeepers())...)
		must(err)
		m := o.find(t, "1.9")
		task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: "Bogen entwerfen", DueOn: "2027-02-26", State: workplan.TaskOpen})
		must(err)
		item, err := o.AddItem(ctx, o.coord, task.ID, "Datenschutz fragen")
		must(err)
		must(o.TickItem(ctx, o.coord, task.ID, item.ID, true))
		_, err = o.AddComment(ctx, o.coord, task.ID, "Liegt im Beirat", nil)
		must(err)
		must(o.Tie(ctx, o.lead, task.ID, o.find(t, "2.1").ID, 3))
		said := func() string {
			t.Helper()
			ties, err := o.Ties(ctx, o.lead)
			must(err)
			var all []string
			for _, tie := range ties {
				all = append(all, fmt.Sprint(tie.From.Name(), "→", tie.To.Name(), "+", tie.LagDays))
			}
			d, err := o.TaskDetail(ctx, o.lead, task.ID)
			if err != nil {
				return strings.Join(all, " ")
			}
			return fmt.Sprint(all, d.Title, d.DueOn, d.Items[0].Title, d.Items[0].DoneOn, d.Comments[0].Text, d.Comments[0].Author)
		}
		before := said()
		entry, err := o.RemoveMilestone(ctx, o.lead, m.ID)
		must(err)
		if got := said(); got != "" {
			t.Errorf("while it lies in the bin there is %s", got)
		}
		if moving, err := o.Moving(ctx, o.lead, o.find(t, "1.10").ID, "2027-05-31"); err != nil || len(moving.Along) != 0 {
			t.Errorf("while it lies in the bin %+v move along, %v", moving.Along, err)
		}
		_, err = keeper.BringBack(ctx, o.lead, entry.ID)
		must(err)
		if got := said(); got != before {
			t.Errorf("it came back as\n%s, want\n%s", got, before)
		}
		past, err := o.PlanOn(ctx, o.lead, o.Today())
		if err != nil || len(past.Tasks) != 1 || len(past.Ties) != 3 {
			t.Errorf("the plan of today has %d tasks and %d dependencies, %v", len(past.Tasks), len(past.Ties), err)
		}
	})
}
