package workplan_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/workplan"
	"rundertisch/migrations"
)

// TestTasksDoneBeforeTheirDayWasKeptTakeItFromTheTrail runs the statement of the migration that brought the day.
func TestTasksDoneBeforeTheirDayWasKeptTakeItFromTheTrail(t *testing.T) {
	t.Parallel()
	raw, err := migrations.FS.ReadFile("0023_evidence.tx.up.sql")
	if err != nil {
		t.Fatal(err)
	}
	var fill string
	for statement := range strings.SplitSeq(string(raw), ";") {
		if strings.HasPrefix(strings.TrimSpace(statement), "UPDATE tasks") {
			fill = statement
		}
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		m := o.find(t, "1.9")
		o.clock.Advance(12 * time.Hour)
		var ids []string
		for _, title := range []string{"Erledigt", "Offen", "Wieder offen"} {
			task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: title, State: workplan.TaskOpen})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, task.ID)
		}
		o.clock.Advance(48 * time.Hour)
		for _, step := range []struct {
			id string
			to workplan.TaskState
		}{{ids[0], workplan.TaskDone}, {ids[2], workplan.TaskDone}, {ids[2], workplan.TaskOpen}} {
			if _, err := o.SetTask(ctx, o.coord, step.id, step.to); err != nil {
				t.Fatal(err)
			}
		}
		err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			for _, statement := range []string{"UPDATE tasks SET done_on = ''", fill} {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"2026-11-25", "", ""} {
			if task, err := o.Task(ctx, o.lead, ids[i]); err != nil || string(task.DoneOn) != want {
				t.Errorf("%s was done on %q, want %q, %v", task.Title, task.DoneOn, want, err)
			}
		}
	})
}
