package workplan_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// evidence is what the tests put in the place of the other domains, by milestone; all sources find the same.
type evidence map[string][]workplan.Proof

func (e evidence) sources() workplan.EvidenceSources {
	found := workplan.EvidenceFunc(func(db bun.IDB, _ account.Actor, _ []string) *bun.SelectQuery {
		row := "SELECT ? AS milestone_id, ? AS title, '' AS kind, ? AS path, ? AS held_on, " +
			"CASE WHEN m.id = '' THEN m.created_at END AS since, m.created_at AS happens_at FROM milestones AS m WHERE m.id = ?"
		rows, values := []string{row}, []any{"", "", "", "", ""}
		for id, proofs := range e {
			for _, p := range proofs {
				rows, values = append(rows, row), append(values, id, p.Title, strings.Join(p.Path, "/"), p.On, id)
			}
		}
		return db.NewSelect().TableExpr("("+strings.Join(rows, " UNION ALL ")+") AS proofs", values...)
	})
	return workplan.EvidenceSources{workplan.OfEvents: found, workplan.OfMinutes: found, workplan.OfResults: found, workplan.OfDocuments: found}
}

func TestASourceThatIsMissingFailsAtStart(t *testing.T) {
	t.Parallel()
	sources := evidence{}.sources()
	sources[workplan.OfResults] = nil
	if _, err := workplan.New(nil, nil, time.UTC, nil, sources); err == nil {
		t.Error("made without results")
	}
}

func TestTheLeadMayDeclareAgainstTheRuleBothWays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, o := context.Background(), open(t, db)
		m := o.load(t, o.lead).Milestones()[0].Milestone
		m.Rule = workplan.RuleOf(workplan.Condition{Source: workplan.OfEvents})
		lead := o.lead
		lead.UserID, lead.Name = o.coordinator.ID, o.coordinator.Name
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		read := func() workplan.Detail {
			t.Helper()
			d, err := o.Milestone(ctx, o.coord, m.ID)
			must(err)
			return d
		}
		must(o.ChangeMilestone(ctx, lead, m, ""))
		if err := o.KeepOpen(ctx, lead, m.ID, "fehlt"); !fault.Is(err, fault.Conflict) {
			t.Errorf("kept open although it is: %v", err)
		}
		must(o.Complete(ctx, lead, m.ID, workplan.Completion{On: "2026-11-20", Reason: "schon da"}))
		if d := read(); d.CompletedOn != "2026-11-20" || d.Standing.Fulfilled() || d.Declarer != "Mira Koch" || d.DeclaredOn != "2026-11-23" {
			t.Errorf("declared: %+v", d.Progress)
		}
		must(o.Reopen(ctx, lead, m.ID))

		o.found[m.ID] = []workplan.Proof{{Title: "Tagung", On: "2026-11-21"}}
		if d := read(); d.State != workplan.Done || d.CompletedOn != "2026-11-21" || d.Declared() {
			t.Errorf("by its rule: %+v", d.Progress)
		}
		if err := o.Complete(ctx, lead, m.ID, workplan.Completion{On: "2026-11-20", Reason: "ja"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("declared although it is by its rule: %v", err)
		}
		if err := o.KeepOpen(ctx, o.coord, m.ID, "fehlt"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("coordination: %v", err)
		}
		if err := o.KeepOpen(ctx, lead, m.ID, ""); !slices.Equal(fields(err), []string{"reason"}) {
			t.Errorf("without a reason: %v", err)
		}
		must(o.KeepOpen(ctx, lead, m.ID, "Protokoll fehlt"))
		if d := read(); d.State == workplan.Done || d.CompletedOn != "" || !d.Standing.Fulfilled() || d.KeptOpenReason != "Protokoll fehlt" {
			t.Errorf("kept open: %+v", d.Progress)
		}
		if p, err := o.Plan(ctx, o.coord); err != nil || p.Milestones()[0].Complete() {
			t.Errorf("in the plan: %+v %v", p.Milestones()[0], err)
		}
		must(o.Reopen(ctx, lead, m.ID))
		if d := read(); d.State != workplan.Done || d.KeptOpenReason != "" {
			t.Errorf("taken back: %+v", d.Progress)
		}
		want := "milestone.kept_open_no_longer milestone.kept_open milestone.reopened milestone.completed milestone.changed milestone.imported"
		if got := actions(read().History); got != want {
			t.Error(got)
		}
	})
}

func TestATaskRemembersTheDayOnWhichItWasDone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, o := context.Background(), open(t, db)
		m := o.load(t, o.lead).Milestones()[0].Milestone
		m.Rule = workplan.RuleOf(workplan.Condition{Source: workplan.OfTasks})
		if err := o.ChangeMilestone(ctx, o.lead, m, ""); err != nil {
			t.Fatal(err)
		}
		task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: "Abfrage", State: workplan.TaskOpen})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			to   workplan.TaskState
			want string
		}{{workplan.TaskDone, "2026-11-23"}, {workplan.TaskDone, "2026-11-23"}, {workplan.TaskOpen, ""}, {workplan.TaskDone, "2026-11-26"}} {
			if _, err := o.SetTask(ctx, o.coord, task.ID, step.to); err != nil {
				t.Fatal(err)
			}
			d, err := o.Milestone(ctx, o.lead, m.ID)
			if err != nil || string(d.Tasks[0].DoneOn) != step.want || string(d.CompletedOn) != step.want {
				t.Errorf("%s: done on %q, milestone on %q, %v", step.to, d.Tasks[0].DoneOn, d.CompletedOn, err)
			}
			if p, err := o.Plan(ctx, o.lead); err != nil || string(p.Milestones()[0].CompletedOn) != step.want {
				t.Errorf("%s: in the plan on %q, %v", step.to, p.Milestones()[0].CompletedOn, err)
			}
			o.clock.Advance(24 * time.Hour)
		}
	})
}
