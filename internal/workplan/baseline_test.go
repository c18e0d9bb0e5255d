package workplan_test

import (
	"context"
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

func (o *office) approve(t *testing.T, name string) workplan.Baseline {
	t.Helper()
	o.clock.Advance(time.Hour)
	b, err := o.Approve(context.Background(), o.lead, workplan.Baseline{
		Name: name, ApprovedOn: o.Today(), DocumentNumber: "4711/26", Reason: "Bewilligt",
	})
	if err != nil {
		t.Fatal(err)
	}
	o.clock.Advance(time.Hour)
	return b
}

func (o *office) find(t *testing.T, number string) workplan.Milestone {
	t.Helper()
	for _, m := range o.read(t, o.lead).Milestones() {
		if m.Number == number {
			return m.Milestone
		}
	}
	t.Fatalf("no milestone %s", number)
	return workplan.Milestone{}
}

func (o *office) change(t *testing.T, number, reason string, change func(*workplan.Milestone)) {
	t.Helper()
	m := o.find(t, number)
	change(&m)
	if err := o.ChangeMilestone(context.Background(), o.lead, m, reason); err != nil {
		t.Fatal(err)
	}
}

func TestAnApprovedPlanIsComparedWithToday(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		first := o.approve(t, "Bescheid")
		o.change(t, "1.9", "Zwei Gemeinden liefern später", func(m *workplan.Milestone) { m.DueOn = m.DueOn.Add(5) })
		o.change(t, "2.1", "", func(m *workplan.Milestone) { m.Title = "Konferenz" })
		if _, err := o.RemoveMilestone(ctx, o.lead, o.find(t, "1.10").ID); err != nil {
			t.Fatal(err)
		}
		added := workplan.Milestone{GoalID: o.find(t, "2.1").GoalID, Number: "2.2", Title: "Fachtagung", DueOn: "2027-09"}
		if _, err := o.AddMilestone(ctx, o.lead, added); err != nil {
			t.Fatal(err)
		}
		second := o.approve(t, "Änderung")
		for name, to := range map[string]string{"today": "", "the second": second.ID} {
			c, err := o.Compare(ctx, o.lead, first.ID, to)
			if err != nil || len(c.Differences) != 4 || len(c.Different()) != 4 {
				t.Fatalf("%s: %d of %d, %v", name, len(c.Different()), len(c.Differences), err)
			}
			moved, removed, renamed, fresh := c.Differences[0], c.Differences[1], c.Differences[2], c.Differences[3]
			if moved.Days() != 153 || moved.Months() != 5 || len(moved.Reasons) != 1 || moved.Reasons[0].Reason != "Zwei Gemeinden liefern später" {
				t.Errorf("%s: 1.9 is %+v", name, moved)
			}
			if !removed.Removed() || removed.Number != "1.10" || !fresh.Added() || fresh.Number != "2.2" {
				t.Errorf("%s: %+v is not removed or %+v not added", name, removed, fresh)
			}
			if !renamed.Renamed() || renamed.WasTitle != "Sozialplanungskonferenz" || renamed.Days() != 0 {
				t.Errorf("%s: 2.1 is %+v", name, renamed)
			}
		}
		if c, err := o.Compare(ctx, o.lead, second.ID, ""); err != nil || len(c.Different()) != 0 {
			t.Errorf("what was just kept differs: %+v %v", c.Different(), err)
		}
		if c, err := o.Compare(ctx, o.lead, "", first.ID); err != nil || c.Differences[0].Days() != -153 || len(c.Differences[0].Reasons) != 1 {
			t.Errorf("the other way round: %+v %v", c.Differences[0], err)
		}
	})
}

func TestThePlannedDeadlineIsTheOneApprovedLast(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		m := o.find(t, "1.9")
		planned := func() string {
			all, err := workplan.PlannedIn(ctx, db.Read(), o.lead)
			if err != nil || len(all) != 3 {
				t.Fatalf("%d %v", len(all), err)
			}
			return string(all[m.ID].Last)
		}
		later := func(m *workplan.Milestone) { m.DueOn = m.DueOn.Add(1) }
		o.change(t, "1.9", "Noch nichts bewilligt", later)
		if got := planned(); got != "2027-04-30" {
			t.Errorf("without a baseline %s is planned", got)
		}
		o.approve(t, "Bescheid")
		o.change(t, "1.9", "Verspätet", later)
		if got := planned(); got != "2027-04-30" {
			t.Errorf("after a move %s is planned", got)
		}
		o.clock.Advance(24 * time.Hour)
		o.approve(t, "Änderung")
		o.change(t, "1.9", "Noch später", later)
		o.change(t, "1.9", "Beginnt später", func(m *workplan.Milestone) { m.StartsOn = "2027-03" })
		if all, err := workplan.PlannedIn(ctx, db.Read(), o.lead); err != nil || all[m.ID].First != "" {
			t.Errorf("planned from %s, %v", all[m.ID].First, err)
		}
		if got := planned(); got != "2027-05-31" {
			t.Errorf("after a second approval %s is planned", got)
		}
		if other, err := workplan.PlannedIn(ctx, db.Read(), o.place(t, "Landkreis Nord", "Plan")); err != nil || len(other) != 0 {
			t.Errorf("another workspace is told %v, %v", other, err)
		}
	})
}

func TestAnApprovedPlanIsNeverChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		b := o.approve(t, "Bescheid")
		for _, statement := range []string{
			"UPDATE baselines SET name = 'anders'", "DELETE FROM baselines",
			"UPDATE baseline_milestones SET due_on = '2030-01'", "DELETE FROM baseline_milestones",
		} {
			err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewRaw(statement).Exec(ctx)
				return err
			})
			if err == nil {
				t.Errorf("the database takes %s", statement)
			}
		}
		if _, rows, err := o.Baseline(ctx, o.lead, b.ID); err != nil || len(rows) != 3 || rows[0].DueOn != "2027-03" {
			t.Errorf("%v %v", rows, err)
		}
	})
}

func TestWhatIsRefusedAsAnApprovedPlan(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		whole := workplan.Baseline{Name: "Bescheid", ApprovedOn: "2026-11-20", Reason: "Bewilligt"}
		if _, err := o.Approve(ctx, o.lead, whole); !fault.Is(err, fault.Conflict) {
			t.Errorf("an empty plan: %v", err)
		}
		o.load(t, o.lead)
		if _, err := o.Approve(ctx, o.coord, whole); !fault.Is(err, fault.Forbidden) {
			t.Errorf("coordination: %v", err)
		}
		if _, err := o.Approve(ctx, o.lead, workplan.Baseline{ApprovedOn: "2026-12-24"}); len(fields(err)) != 3 {
			t.Errorf("without anything: %v", fields(err))
		}
		b, err := o.Approve(ctx, o.lead, whole)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Approve(ctx, o.lead, whole); len(fields(err)) != 1 || fields(err)[0] != "name" {
			t.Errorf("the same name again: %v", err)
		}
		for _, who := range []account.Actor{o.place(t, "Landkreis Nord", "Plan"), {}} {
			if _, _, err := o.Baseline(ctx, who, b.ID); err == nil {
				t.Errorf("%s reads a foreign plan", who.Name)
			}
			if _, err := o.Compare(ctx, who, b.ID, ""); err == nil {
				t.Errorf("%s compares a foreign plan", who.Name)
			}
		}
	})
}

func TestAFileMovesDeadlinesForAReason(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		b := o.approve(t, "Bescheid")
		moved := strings.ReplaceAll(plan, "03/2027", "04/2027")
		if _, err := o.Import(ctx, o.lead, strings.NewReader(moved), ""); len(fields(err)) != 1 || fields(err)[0] != "move_reason" {
			t.Errorf("without a reason: %v", err)
		}
		if p, err := o.Import(ctx, o.lead, strings.NewReader(moved), "Neu abgestimmt"); err != nil || p.Moves() != 1 {
			t.Errorf("%d moves, %v", p.Moves(), err)
		}
		c, err := o.Compare(ctx, o.lead, b.ID, "")
		if err != nil || len(c.Different()) != 1 || len(c.Different()[0].Reasons) != 1 || c.Different()[0].Reasons[0].Reason != "Neu abgestimmt" {
			t.Errorf("%+v %v", c.Different(), err)
		}
		if _, err := o.Import(ctx, o.lead, strings.NewReader(moved), ""); err != nil {
			t.Errorf("a file that moves nothing: %v", err)
		}
	})
}

func TestADeadlineMovesForAReason(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		m := o.find(t, "1.9")
		m.DueOn = "2027-08"
		if err := o.ChangeMilestone(ctx, o.lead, m, ""); len(fields(err)) != 1 || fields(err)[0] != "move_reason" {
			t.Errorf("without a reason: %v", err)
		}
		if still := o.find(t, "1.9"); still.DueOn != "2027-03" || still.Version != m.Version {
			t.Errorf("it moved all the same: %+v", still)
		}
		if err := o.ChangeMilestone(ctx, o.lead, m, "Zwei Gemeinden liefern später"); err != nil {
			t.Error(err)
		}
	})
}
