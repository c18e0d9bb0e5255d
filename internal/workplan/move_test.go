package workplan_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/date"
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
			moving, err := o.Moving(ctx, o.lead, o.find(t, "1.10").ID, "2027-05-31")
			if err != nil || len(moving.Along) != 2 || moving.Along[0].Days() != 91 || moving.Along[1].Because.Number != "1.9" {
				t.Fatalf("%s: %+v %v", name, moving.Along, err)
			}
			if got := o.due(t); got != "1.9 03/2027, 1.10 12/2026, 2.1 06/2027" {
				t.Errorf("%s: the preview wrote %s", name, got)
			}
			decision := workplan.Moved{PartID: moving.Part.ID, To: moving.To.Ends, Seen: moving.Fingerprint()}
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
		moving, err := o.Moving(ctx, o.lead, o.find(t, "1.10").ID, "2027-05-31")
		if err != nil {
			t.Fatal(err)
		}
		o.change(t, "2.1", "Ferien", func(m *workplan.Milestone) { m.DueOn = "2027-07" })
		before := o.due(t)
		err = o.Move(ctx, o.lead, workplan.Moved{PartID: moving.Part.ID, To: moving.To.Ends, Seen: moving.Fingerprint(), Reason: "Später"})
		if !fault.Is(err, fault.Conflict) || o.due(t) != before {
			t.Errorf("%v, %s", err, o.due(t))
		}
	})
}

func TestTasksWaitForMilestonesAndForEachOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		add := func(milestone, title string, starts, due date.Date) workplan.Task {
			t.Helper()
			task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: o.find(t, milestone).ID, Title: title, StartsOn: starts, DueOn: due, State: workplan.TaskOpen})
			must(err)
			return task
		}
		o.change(t, "2.1", "Folgt", func(m *workplan.Milestone) { m.StartsOn, m.DueOn = "2027-04", "2027-06" })
		draft := add("1.9", "Bogen entwerfen", "2027-01-25", "2027-01-29")
		ask := add("1.9", "Kommunen anschreiben", "2027-02-01", "2027-02-26")
		talk := add("2.1", "Tagesordnung", "", "2027-05-03")
		bare := add("2.1", "Ohne Tag", "", "")
		must(o.Tie(ctx, o.coord, draft.ID, ask.ID, 2))
		must(o.Tie(ctx, o.lead, ask.ID, o.find(t, "2.1").ID, 0))
		must(o.Tie(ctx, o.coord, o.find(t, "1.9").ID, talk.ID, 0))
		must(o.Tie(ctx, o.coord, draft.ID, bare.ID, 0))
		for name, c := range map[string]struct {
			actor    account.Actor
			from, to string
			kind     fault.Kind
		}{
			"a circle through both kinds":         {o.lead, o.find(t, "2.1").ID, draft.ID, fault.Invalid},
			"a task after its own milestone":      {o.lead, o.find(t, "1.9").ID, draft.ID, fault.Invalid},
			"a milestone after its own task":      {o.lead, talk.ID, o.find(t, "2.1").ID, fault.Invalid},
			"coordination ties a milestone":       {o.coord, draft.ID, o.find(t, "2.1").ID, fault.Forbidden},
			"something that is not there":         {o.lead, "01J0000000000000000000000A", ask.ID, fault.Invalid},
			"something that is not there follows": {o.lead, ask.ID, "01J0000000000000000000000A", fault.NotFound},
		} {
			if err := o.Tie(ctx, c.actor, c.from, c.to, 0); !fault.Is(err, c.kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
		foreign := o.place(t, "Nachbarkreis", "Plan")
		if err := o.Tie(ctx, foreign, draft.ID, ask.ID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("of another workspace: %v", err)
		}

		seen, err := o.Moving(ctx, o.lead, draft.ID, "2027-03-29") // Monday after Easter, a day after the clock change
		must(err)
		var shown []string
		for _, s := range seen.Along {
			shown = append(shown, s.Part.Name()+" "+string(s.To.Begins)+" "+string(s.To.Ends))
		}
		if got := strings.Join(shown, ", "); got != "Kommunen anschreiben 2027-04-01 2027-04-26, 2.1 2027-05-01 2027-07-31, Tagesordnung 2027-06-03 2027-06-03" {
			t.Errorf("%s", got)
		}
		decision := workplan.Moved{PartID: draft.ID, To: "2027-03-29", Seen: seen.Fingerprint(), Along: []string{ask.ID, o.find(t, "2.1").ID}}
		if err := o.Move(ctx, o.coord, decision); !fault.Is(err, fault.Forbidden) {
			t.Errorf("coordination moves a milestone: %v", err)
		}
		if err := o.Move(ctx, o.lead, decision); len(fields(err)) != 1 || fields(err)[0] != "move_reason" {
			t.Errorf("without a reason: %v", err)
		}
		decision.Reason = "Der Bogen muss noch einmal in den Beirat"
		must(o.Move(ctx, o.lead, decision))
		if m := o.find(t, "2.1"); m.StartsOn != "2027-05" || m.DueOn != "2027-07" {
			t.Errorf("2.1 from %s to %s", m.StartsOn, m.DueOn)
		}
		for id, want := range map[string][2]date.Date{draft.ID: {"2027-03-25", "2027-03-29"}, ask.ID: {"2027-04-01", "2027-04-26"}, talk.ID: {"", "2027-05-03"}, bare.ID: {"", ""}} {
			if task, err := o.Task(ctx, o.lead, id); err != nil || task.StartsOn != want[0] || task.DueOn != want[1] {
				t.Errorf("%s from %s to %s, %v", task.Title, task.StartsOn, task.DueOn, err)
			}
		}
		if _, err := o.Moving(ctx, o.lead, bare.ID, "2027-03-29"); len(fields(err)) != 1 {
			t.Errorf("a task without a day: %v", err)
		}
		seen, err = o.Moving(ctx, o.coord, talk.ID, "2027-05-10")
		must(err)
		must(o.Move(ctx, o.coord, workplan.Moved{PartID: talk.ID, To: "2027-05-10", Seen: seen.Fingerprint()}))

		all, err := o.Ties(ctx, o.coord)
		must(err)
		for _, tie := range all {
			if tie.FromID == draft.ID && tie.ToID == ask.ID {
				_, err = o.Untie(ctx, o.coord, tie.ID)
			}
		}
		must(err)
		if left, err := o.Ties(ctx, o.coord); err != nil || len(left) != len(all)-1 {
			t.Errorf("%d of %d, %v", len(left), len(all), err)
		}
	})
}

func TestATaskGoesUnderAnotherMilestone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: o.find(t, "1.9").ID, Title: "Bogen entwerfen", State: workplan.TaskOpen})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Tie(ctx, o.lead, task.ID, o.find(t, "2.1").ID, 0); err != nil {
			t.Fatal(err)
		}
		foreign := o.place(t, "Nachbarkreis", "Plan")
		strange := o.load(t, foreign).Milestones()[0].ID
		for _, to := range []string{o.find(t, "2.1").ID, strange, "x"} {
			task.MilestoneID = to
			if _, err := o.ChangeTask(ctx, o.coord, task); len(fields(err)) != 1 || fields(err)[0] != "milestone" {
				t.Errorf("to %s: %v", to, err)
			}
		}
		task.MilestoneID = o.find(t, "1.10").ID
		if _, err := o.ChangeTask(ctx, o.coord, task); err != nil {
			t.Fatal(err)
		}
		d, err := o.Milestone(ctx, o.coord, o.find(t, "1.10").ID)
		if err != nil || len(d.Tasks) != 1 || d.Tasks[0].Title != "Bogen entwerfen" {
			t.Errorf("%+v, %v", d.Tasks, err)
		}
	})
}

func TestAMilestoneReachedByItsRuleDoesNotMoveAlong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.chain(t)
		o.change(t, "1.9", "", func(m *workplan.Milestone) { m.Rule = workplan.RuleOf(workplan.Condition{Source: workplan.OfEvents}) })
		o.found[o.find(t, "1.9").ID] = []workplan.Proof{{Title: "Tagung", On: "2026-11-21"}}
		moving, err := o.Moving(ctx, o.lead, o.find(t, "1.10").ID, "2027-05-31")
		if err != nil || len(moving.Along) != 0 {
			t.Errorf("%+v move along, %v", moving.Along, err)
		}
		if err := o.Complete(ctx, o.lead, o.find(t, "2.1").ID, workplan.Completion{On: "2026-11-20", Reason: "Schon getagt"}); err != nil {
			t.Fatal(err)
		}
		if moving, err = o.Moving(ctx, o.lead, o.find(t, "1.9").ID, "2027-05-31"); err != nil || len(moving.Along) != 0 {
			t.Errorf("declared: %+v move along, %v", moving.Along, err)
		}
	})
}

func TestNoCircleGoesThroughWhatIsGoneForGood(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.chain(t)
		keeper, err := bin.New(db, o.clock, withStrangers(o.BinKeepers())...)
		if err != nil {
			t.Fatal(err)
		}
		entry, err := o.RemoveMilestone(ctx, o.lead, o.find(t, "1.9").ID)
		if err != nil {
			t.Fatal(err)
		}
		first, last := o.find(t, "1.10").ID, o.find(t, "2.1").ID
		err = o.Tie(ctx, o.lead, last, first, 0)
		if !fault.Is(err, fault.Invalid) || fault.Fields(err)[0].Args[0] != "2.1 → 1.10 → … → 2.1" {
			t.Errorf("while it lies in the bin: %v", err)
		}
		if _, err := keeper.Purge(ctx, o.lead, entry.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.Tie(ctx, o.lead, last, first, 0); err != nil {
			t.Errorf("once it is gone for good: %v", fault.Fields(err))
		}
	})
}

func TestNothingBeginsTooEarlyOnceTheOtherIsReached(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.chain(t)
		o.change(t, "1.10", "Später", func(m *workplan.Milestone) { m.DueOn = "2027-05" })
		early := func(when string, want bool) {
			t.Helper()
			ties, err := o.Ties(ctx, o.lead)
			if err != nil || ties[0].To.Number != "2.1" || ties[1].To.Number != "1.9" || ties[1].Violated() != want {
				t.Errorf("%s: %+v, %v", when, ties, err)
			}
		}
		first := o.find(t, "1.10").ID
		early("planned", true)
		if err := o.Complete(ctx, o.lead, first, workplan.Completion{On: "2026-11-20", Reason: "Schneller als gedacht"}); err != nil {
			t.Fatal(err)
		}
		early("declared", false)
		if err := o.Reopen(ctx, o.lead, first); err != nil {
			t.Fatal(err)
		}
		early("open again", true)
		o.change(t, "1.10", "", func(m *workplan.Milestone) { m.Rule = workplan.RuleOf(workplan.Condition{Source: workplan.OfEvents}) })
		o.found[first] = []workplan.Proof{{Title: "Tagung", On: "2026-11-21"}}
		early("by its rule", false)
	})
}
