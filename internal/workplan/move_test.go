package workplan_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// chain ties 1.10 before 1.9 before 2.1 and gives 2.1 a deadline that fits.
func (o *office) chain(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	o.load(t, o.lead)
	o.change(t, "2.1", "Folgt auf die Erhebung", func(m *workplan.Milestone) { m.StartsOn, m.DueOn = "2027-04", "2027-06" })
	for _, pair := range [][2]string{{"1.10", "1.9"}, {"1.9", "2.1"}} {
		if err := o.Tie(ctx, o.lead, o.find(t, pair[0]).ID, o.find(t, pair[1]).ID, 0); err != nil {
			t.Fatal(err)
		}
	}
}

func (o *office) due(t *testing.T) string {
	t.Helper()
	var all []string
	for _, m := range o.read(t, o.lead).Milestones() {
		all = append(all, m.Number+" "+m.DueOn.Slash())
	}
	return strings.Join(all, ", ")
}

func TestACircleIsRefusedAndNamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.chain(t)
		err := o.Tie(ctx, o.lead, o.find(t, "2.1").ID, o.find(t, "1.10").ID, 0)
		if !fault.Is(err, fault.Invalid) || fault.Fields(err)[0].Args[0] != "2.1 → 1.10 → 1.9 → 2.1" {
			t.Errorf("%v", fault.Fields(err))
		}
		if err := o.Tie(ctx, o.lead, o.find(t, "2.1").ID, o.find(t, "2.1").ID, 0); !fault.Is(err, fault.Invalid) {
			t.Errorf("on itself: %v", err)
		}
		if err := o.Tie(ctx, o.lead, o.find(t, "1.9").ID, o.find(t, "2.1").ID, 5); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if err := o.Tie(ctx, o.coord, o.find(t, "1.10").ID, o.find(t, "2.1").ID, 0); !fault.Is(err, fault.Forbidden) {
			t.Errorf("coordination: %v", err)
		}
	})
}

func TestTwoHalvesOfACircleAddedAtOnceAreNotBothTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		o.load(t, o.lead)
		one, other := o.find(t, "1.9").ID, o.find(t, "1.10").ID
		var group sync.WaitGroup
		errs := make([]error, 2)
		for i, pair := range [][2]string{{one, other}, {other, one}} {
			group.Go(func() { errs[i] = o.Tie(context.Background(), o.lead, pair[0], pair[1], 0) })
		}
		group.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("%v and %v", errs[0], errs[1])
		}
	})
}

func TestADeadlineMovesWithAllSomeOrNone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		for name, c := range map[string]struct{ along, want string }{
			"all":  {"1.9 2.1", "1.9 06/2027, 1.10 05/2027, 2.1 09/2027"},
			"some": {"1.9", "1.9 06/2027, 1.10 05/2027, 2.1 06/2027"},
			"none": {"", "1.9 03/2027, 1.10 05/2027, 2.1 06/2027"},
		} {
			o.lead = o.place(t, "Landkreis "+name, "Plan")
			o.chain(t)
			moving, err := o.Moving(ctx, o.lead, o.find(t, "1.10").ID, "2027-05")
			if err != nil || len(moving.Along) != 2 || moving.Along[0].Days() != 91 || moving.Along[1].Because != "1.9" {
				t.Fatalf("%s: %+v %v", name, moving.Along, err)
			}
			if got := o.due(t); got != "1.9 03/2027, 1.10 12/2026, 2.1 06/2027" {
				t.Errorf("%s: the preview wrote %s", name, got)
			}
			decision := workplan.Moved{MilestoneID: moving.Milestone.ID, To: moving.To, Seen: moving.Fingerprint()}
			for number := range strings.FieldsSeq(c.along) {
				decision.Along = append(decision.Along, o.find(t, number).ID)
			}
			if err := o.Move(ctx, o.lead, decision); len(fields(err)) != 1 || fields(err)[0] != "move_reason" {
				t.Errorf("%s: without a reason: %v", name, err)
			}
			decision.Reason = "Zwei Gemeinden liefern später"
			if err := o.Move(ctx, o.lead, decision); err != nil {
				t.Error(err)
			}
			if got := o.due(t); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
			if err := o.Move(ctx, o.lead, decision); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: twice: %v", name, err)
			}
		}
	})
}

func TestAPlanThatChangedSinceItWasShownIsNotMoved(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.chain(t)
		moving, err := o.Moving(ctx, o.lead, o.find(t, "1.10").ID, "2027-05")
		if err != nil {
			t.Fatal(err)
		}
		o.change(t, "2.1", "Ferien", func(m *workplan.Milestone) { m.DueOn = "2027-07" })
		before := o.due(t)
		err = o.Move(ctx, o.lead, workplan.Moved{MilestoneID: moving.Milestone.ID, To: moving.To, Seen: moving.Fingerprint(), Reason: "Später"})
		if !fault.Is(err, fault.Conflict) || o.due(t) != before {
			t.Errorf("%v, %s", err, o.due(t))
		}
	})
}
