package workplan_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/date"
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// editor makes random edits of a plan and remembers what was stored after each.
type editor struct {
	*office
	*rapid.T
	bin     *bin.Service
	deleted []bin.Entry
	n       int
}

// edits are the use cases that write the plan. One that is refused changes nothing, which is an edit as well.
func (e *editor) edits() map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"add goal": func(ctx context.Context) error {
			_, err := e.AddGoal(ctx, e.lead, workplan.Goal{Number: e.number(), Title: e.text()})
			return err
		},
		"change goal": func(ctx context.Context) error {
			g := pick(e, e.stored().Goals)
			g.Number, g.Title = e.number(), e.text()
			return e.ChangeGoal(ctx, e.lead, g)
		},
		"remove goal": func(ctx context.Context) error {
			return e.throw(e.RemoveGoal(ctx, e.lead, pick(e, e.stored().Goals).ID))
		},
		"add milestone": func(ctx context.Context) error {
			_, err := e.AddMilestone(ctx, e.lead, workplan.Milestone{GoalID: pick(e, e.stored().Goals).ID, Number: "1." + e.number(), Title: e.text(), DueOn: e.month()})
			return err
		},
		"change milestone": func(ctx context.Context) error {
			m := pick(e, e.stored().Milestones)
			m.GoalID, m.Title, m.DueOn, m.StartsOn = pick(e, e.stored().Goals).ID, e.text(), e.month(), ""
			m.Rule = rapid.SampledFrom([]workplan.Rule{"", workplan.RuleOf(workplan.Condition{Source: workplan.OfTasks}), "documents:2:" + workplan.Rule(document.Minutes)}).Draw(e.T, "rule")
			return e.ChangeMilestone(ctx, e.lead, m, "Neu geplant")
		},
		"move milestone": func(ctx context.Context) error {
			id, to := pick(e, e.stored().Milestones).ID, e.month().Last()
			if tasks := e.stored().Tasks; len(tasks) > 0 && rapid.Bool().Draw(e.T, "a task") {
				id = pick(e, tasks).ID
			}
			seen, err := e.Moving(ctx, e.lead, id, to)
			if err != nil {
				return err
			}
			var along []string
			for _, step := range seen.Along {
				along = append(along, step.Part.ID)
			}
			return e.Move(ctx, e.lead, workplan.Moved{PartID: id, To: to, Along: along, Reason: "Später", Seen: seen.Fingerprint()})
		},
		"complete": func(ctx context.Context) error {
			return e.Complete(ctx, e.lead, pick(e, e.stored().Milestones).ID, workplan.Completion{On: "2026-11-20", Reason: e.text()})
		},
		"reopen": func(ctx context.Context) error { return e.Reopen(ctx, e.lead, pick(e, e.stored().Milestones).ID) },
		"remove milestone": func(ctx context.Context) error {
			return e.throw(e.RemoveMilestone(ctx, e.lead, pick(e, e.stored().Milestones).ID))
		},
		"add task": func(ctx context.Context) error {
			_, err := e.AddTask(ctx, e.coord, workplan.Task{MilestoneID: pick(e, e.stored().Milestones).ID, Title: e.text(), State: workplan.TaskOpen, AssigneeID: e.coordinator.ID})
			return err
		},
		"change task": func(ctx context.Context) error {
			t := pick(e, e.stored().Tasks)
			t.Title, t.AssigneeID, t.DueOn, t.State, t.Description = e.text(), "", "2026-12-01", e.state(), e.text()+"\n"+e.text()
			_, err := e.ChangeTask(ctx, e.coord, t)
			return err
		},
		"set task": func(ctx context.Context) error {
			_, err := e.SetTask(ctx, e.coord, pick(e, e.stored().Tasks).ID, e.state())
			return err
		},
		"remove task": func(ctx context.Context) error {
			return e.throw(e.RemoveTask(ctx, e.coord, pick(e, e.stored().Tasks).ID))
		},
		"bring back": func(ctx context.Context) error {
			if len(e.deleted) == 0 {
				return fault.Missing()
			}
			_, err := e.bin.BringBack(ctx, e.lead, rapid.SampledFrom(e.deleted).Draw(e.T, "entry").ID)
			return err
		},
		"tie": func(ctx context.Context) error {
			var all []string
			for _, m := range e.stored().Milestones {
				all = append(all, m.ID)
			}
			if rapid.Bool().Draw(e.T, "with tasks") {
				for _, t := range e.stored().Tasks {
					all = append(all, t.ID)
				}
			}
			from, lag := pick(e, all), rapid.IntRange(0, 40).Draw(e.T, "lag")
			err := fault.Missing()
			for _, to := range all { // the first that does not close a circle
				if tied := e.Tie(ctx, e.lead, from, to, lag); tied == nil {
					return nil
				} else if !errors.As(tied, &err) {
					return tied
				}
			}
			return err
		},
		"untie": func(ctx context.Context) error {
			if all := e.stored(); len(all.Dependencies) == 0 && len(all.Milestones) > 1 {
				if err := e.Tie(ctx, e.lead, all.Milestones[0].ID, all.Milestones[1].ID, 0); err != nil {
					return err
				}
			}
			_, err := e.Untie(ctx, e.lead, pick(e, e.stored().Dependencies).ID)
			return err
		},
		"import": func(ctx context.Context) error {
			_, err := e.Import(ctx, e.lead, strings.NewReader(fmt.Sprintf("number,parent,title,due\n%s,,%s,\n", e.number(), e.text())), "Aus der Datei")
			return err
		},
		"import tasks": func(ctx context.Context) error {
			m := pick(e, e.stored().Milestones)
			_, err := e.ImportTasks(ctx, e.coord, strings.NewReader(fmt.Sprintf("milestone,title,assignee,due,state\n%s,%s,,,\n", m.Number, e.text())), "")
			return err
		},
		"hand over": func(ctx context.Context) error {
			return e.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				_, err := e.HandOverIn(ctx, tx, e.lead, e.coordinator.ID, "")
				return err
			})
		},
	}
}

// withStrangers adds keepers of kinds that are no part of the plan, which the bin asks for.
func withStrangers(keepers []bin.Keeper) []bin.Keeper {
	for _, kind := range bin.Kinds() {
		if !slices.ContainsFunc(keepers, func(k bin.Keeper) bool { return k.Kind == kind }) {
			keepers = append(keepers, bin.Keeper{Kind: kind, May: workplan.MayShape, BringBack: func(context.Context, bun.IDB, account.Actor, bin.Entry) error {
				return fault.Missing()
			}})
		}
	}
	return keepers
}

func (e *editor) throw(entry bin.Entry, err error) error {
	if err == nil {
		e.deleted = append(e.deleted, entry)
	}
	return err
}

func (e *editor) number() string { return fmt.Sprint(rapid.IntRange(1, 30).Draw(e.T, "number")) }
func (e *editor) month() date.Month {
	return date.Month("2027-01").Add(rapid.IntRange(0, 30).Draw(e.T, "month"))
}

func (e *editor) state() workplan.TaskState {
	return rapid.SampledFrom(workplan.TaskStates()).Draw(e.T, "state")
}

// text is another one each time, with what quoting gets wrong.
func (e *editor) text() string {
	e.n++
	return fmt.Sprintf("Größe „%d“ %s", e.n, rapid.SampledFrom([]string{"", "'", "\\", "{}", "→"}).Draw(e.T, "text"))
}

func (e *editor) stored() workplan.Stock {
	stock, err := workplan.StoredIn(context.Background(), e.db.Read(), e.lead)
	if err != nil {
		e.Fatal(err)
	}
	return stock
}

// pick draws one of the rows, or an empty one, which nothing is found by.
func pick[T any](e *editor, rows []T) T {
	if len(rows) == 0 {
		var none T
		return none
	}
	return rapid.SampledFrom(rows).Draw(e.T, "row")
}

// mostRounds of drawn edits pass until every kind of edit was accepted once.
const mostRounds = 8

// TestThePlanOfAnyTimeIsRebuiltAsItWasStored makes random edits and looks back at each of them.
func TestThePlanOfAnyTimeIsRebuiltAsItWasStored(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		keeper, err := bin.New(db, o.clock, withStrangers(o.BinKeepers())...)
		if err != nil {
			t.Fatal(err)
		}
		place := 0
		done := map[string]int{}
		kinds := len((&editor{}).edits())
		property := func(r *rapid.T) {
			place++
			e := &editor{office: o, T: r, bin: keeper}
			e.lead = o.place(t, fmt.Sprintf("Landkreis %d", place), "Vorhaben")
			e.coordinator, err = o.accounts.AddUser(context.Background(), e.lead.WorkspaceID, e.lead.ProjectID, account.Coordination, "Mira Koch", fmt.Sprintf("mira%d@example.org", place))
			if err != nil {
				r.Fatal(err)
			}
			e.coord = account.Actor{UserID: e.coordinator.ID, Name: "Mira Koch", WorkspaceID: e.lead.WorkspaceID, ProjectID: e.lead.ProjectID, Roles: []account.Role{account.Coordination}}
			e.lookBack(done)
		}
		for round := 0; round < mostRounds && len(done) < kinds; round++ { // what is drawn may leave one kind out
			rapid.Check(t, property)
		}
		for name := range (&editor{}).edits() {
			if done[name] == 0 {
				t.Errorf("no %s was accepted", name)
			}
		}
	})
}

func (e *editor) lookBack(done map[string]int) {
	ctx := context.Background()
	type moment struct {
		end   time.Time
		name  string
		stock workplan.Stock
	}
	moments := []moment{{e.clock.Now(), "nothing", workplan.Stock{}}}
	edits := e.edits()
	for range rapid.IntRange(1, 40).Draw(e.T, "edits") {
		e.clock.Advance(time.Duration(rapid.IntRange(0, 1).Draw(e.T, "hours")) * time.Hour)
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(edits))).Draw(e.T, "edit")
		err := edits[name](ctx)
		switch {
		case err == nil:
			done[name]++
		case fault.KindOf(err) == fault.KindOf(fmt.Errorf("broken")):
			e.Fatalf("%s: %v", name, err)
		}
		end := e.clock.Now().Add(time.Microsecond)
		if last := &moments[len(moments)-1]; last.end.Equal(end) {
			last.name, last.stock = name, e.stored()
			continue
		}
		moments = append(moments, moment{end, name, e.stored()})
	}
	for _, m := range moments {
		then, err := workplan.StockBefore(ctx, e.db.Read(), e.lead, m.end)
		if err != nil {
			e.Fatal(err)
		}
		if diff := cmp.Diff(m.stock, then, workplan.Unrecorded); diff != "" {
			e.Fatalf("after %s at %s (stored −, rebuilt +):\n%s", m.name, m.end, diff)
		}
	}
}
