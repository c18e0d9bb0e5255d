package event_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// milestone puts a milestone into the plan of the actor's project and returns its identifier.
func (r *room) milestone(actor account.Actor, number string) string {
	r.t.Helper()
	goal, milestone := id.New(), id.New()
	err := r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		values := map[string]any{
			"id": goal, "workspace_id": actor.WorkspaceID, "project_id": actor.ProjectID, "number": number, "title": "Ziel",
			"created_at": r.clock.Now(), "version": 1,
		}
		if _, err := tx.NewInsert().Model(&values).Table("goals").Exec(ctx); err != nil {
			return err
		}
		values["id"], values["goal_id"], values["number"] = milestone, goal, number+".1"
		for _, column := range []string{"starts_on", "completed_on", "completed_reason", "declared_by", "declared_on", "kept_open_reason", "rule"} {
			values[column] = ""
		}
		values["due_on"] = "2027-03"
		_, err := tx.NewInsert().Model(&values).Table("milestones").Exec(ctx)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return milestone
}

func TestTheMilestoneIsChosenInTheForm(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		first, second, foreign := r.milestone(r.actor, "1"), r.milestone(r.actor, "2"), r.milestone(r.project(), "1")
		d := details()
		d.Milestone = foreign
		if _, err := r.Add(ctx, r.actor, d); !fault.Is(err, fault.Invalid) {
			t.Fatalf("the milestone of another workspace was taken: %v", err)
		}
		d.Milestone = first
		e := r.add(d)
		for _, step := range []struct{ chosen, want string }{{second, second}, {"", ""}, {first, first}} {
			d.Milestone = step.chosen
			saved, err := r.Edit(ctx, r.actor, e.ID, e.Version, d)
			if err != nil || saved.MilestoneID != step.want {
				t.Fatalf("chose %q: got %q, %v", step.chosen, saved.MilestoneID, err)
			}
			e = saved
		}
		entries := r.trail(e)
		if tied, untied := entries["event.tied"], entries["event.untied"]; tied != 3 || untied != 1 {
			t.Errorf("the trail has it tied %d times and untied %d times", tied, untied)
		}
	})
}

// TestAMilestoneInTheBinIsNotForgotten saves the form while the milestone is gone and cannot be shown in it.
func TestAMilestoneInTheBinIsNotForgotten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		d := details()
		d.Milestone = r.milestone(r.actor, "1")
		e := r.add(d)
		err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewDelete().Table("milestones").Where("id = ?", d.Milestone).Exec(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		kept := d.Milestone
		d.Milestone = ""
		if e, err = r.Edit(t.Context(), r.actor, e.ID, e.Version, d); err != nil || e.MilestoneID != kept {
			t.Errorf("got %q, %v", e.MilestoneID, err)
		}
	})
}

// trail counts what the trail says of an event, by action.
func (r *room) trail(e event.Event) map[string]int {
	r.t.Helper()
	var actions []string
	if err := r.db.Read().NewRaw("SELECT action FROM audit_entries WHERE object_id = ?", e.ID).Scan(r.t.Context(), &actions); err != nil {
		r.t.Fatal(err)
	}
	counts := map[string]int{}
	for _, action := range actions {
		counts[action]++
	}
	return counts
}

func TestWhoElseHasTheDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		own := r.add(details())
		on := func(actor account.Actor, kind event.Kind, day, endDay, begin, end string) event.Event {
			d := details()
			d.Kind, d.Day, d.EndDay, d.Begin, d.End = kind, day, endDay, begin, end
			e, err := r.Add(ctx, actor, d)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		other := r.actor
		other.ProjectID = id.New()
		r.insertProject(other)
		around := on(r.actor, event.Meeting, "24.03.2027", "26.03.2027", "08:00", "12:00")
		evening := on(r.actor, event.Workshop, "25.03.2027", "", "18:00", "23:59")
		hidden := on(other, event.Meeting, "25.03.2027", "", "10:00", "11:00")
		open := on(other, event.Conference, "25.03.2027", "", "12:00", "13:00")
		on(r.actor, event.Workshop, "24.03.2027", "", "18:00", "23:59")
		on(r.actor, event.Workshop, "26.03.2027", "", "00:00", "01:00")
		on(r.project(), event.Workshop, "25.03.2027", "", "10:00", "11:00")
		if _, err := r.Publish(ctx, other, open.ID); err != nil {
			t.Fatal(err)
		}
		called := on(r.actor, event.Workshop, "25.03.2027", "", "10:00", "11:00")
		if _, err := r.Publish(ctx, r.actor, called.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Cancel(ctx, r.actor, called.ID); err != nil {
			t.Fatal(err)
		}

		got, err := r.Neighbours(ctx, r.actor, own)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 4 {
			t.Fatalf("%d neighbours, want 4: %+v", len(got), got)
		}
		for n, want := range []event.Neighbour{
			{Event: around, Near: true, Shown: true},
			{Event: event.Event{StartsAt: hidden.StartsAt}},
			{Event: open, Shown: true},
			{Event: evening, Near: true, Shown: true},
		} {
			if got[n].Event.ID != want.Event.ID || got[n].Near != want.Near || got[n].Shown != want.Shown || !got[n].Event.StartsAt.Equal(want.Event.StartsAt) {
				t.Errorf("neighbour %d is %+v, want %+v", n, got[n], want)
			}
		}
		if got[1].Event.Title != "" {
			t.Error("the draft of another project is told about")
		}
	})
}

func (r *room) insertProject(actor account.Actor) {
	r.t.Helper()
	p := account.Project{ID: actor.ProjectID, WorkspaceID: actor.WorkspaceID, Name: "Anderes Vorhaben", CreatedAt: time.Unix(0, 0), Version: 1}
	err := r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewInsert().Model(&p).Exec(ctx)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
}
