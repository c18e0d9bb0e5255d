package workplan_test

import (
	"context"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// TestAProjectBeginsFromThePlanOfAnother moves deadlines over a leap day: the last day of a month stays inside of its month.
func TestAProjectBeginsFromThePlanOfAnother(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, o := context.Background(), open(t, db)
		boss := o.lead // an administrator
		old := o.load(t, o.lead).Milestones()
		first, second := old[0].Milestone, old[1].Milestone
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		first.StartsOn, first.DueOn, first.Rule = "2023-01", "2024-01", "tasks"
		must(o.ChangeMilestone(ctx, o.lead, first, "neu"))
		must(o.Tie(ctx, o.lead, first.ID, second.ID, 14))
		_, err := o.AddTask(ctx, o.lead, workplan.Task{
			MilestoneID: first.ID, Title: "Bogen", Description: "zwei\nZeilen", StartsOn: "2023-12-31", DueOn: "2024-01-31", AssigneeID: o.coordinator.ID, State: workplan.TaskDone,
		})
		must(err)
		before := o.read(t, o.lead)

		for name, try := range map[string]func() error{
			"no administrator": func() error {
				_, err := o.Copy(ctx, o.coord, account.Project{Name: "Neu", StartsOn: "2023-02"}, true)
				return err
			},
			"no name":      func() error { _, err := o.Copy(ctx, boss, account.Project{StartsOn: "2023-02"}, true); return err },
			"no beginning": func() error { _, err := o.Copy(ctx, boss, account.Project{Name: "Neu"}, true); return err },
		} {
			if err := try(); err == nil || fault.Is(err, fault.Internal) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if before.Begins() > "2023-01" {
			t.Fatalf("the plan begins %s", before.Begins())
		}
		months := before.Begins().Until("2023-02") // so that January is one month later at least
		project, err := o.Copy(ctx, boss, account.Project{Name: "Neu", StartsOn: "2023-02"}, true)
		must(err)
		into := o.lead
		into.ProjectID = project.ID
		plan := o.read(t, into)
		if len(plan.Goals) != len(before.Goals) || len(plan.Milestones()) != len(before.Milestones()) || plan.Begins() != "2023-02" {
			t.Fatalf("%d goals, %d milestones from %s", len(plan.Goals), len(plan.Milestones()), plan.Begins())
		}
		for i, m := range plan.Milestones() {
			was := before.Milestones()[i]
			if m.Number != was.Number || m.Title != was.Title || m.DueOn != was.DueOn.Add(months) || m.Rule != was.Rule || m.CompletedOn != "" || m.ID == was.ID {
				t.Errorf("%+v of %+v", m.Milestone, was.Milestone)
			}
		}
		d, err := o.Milestone(ctx, into, plan.Milestones()[0].ID)
		must(err)
		if len(d.Tasks) != 1 || d.Tasks[0].Description != "zwei\nZeilen" || d.Tasks[0].State != workplan.TaskOpen || d.Tasks[0].AssigneeID != "" || d.Tasks[0].DoneOn != "" ||
			d.Tasks[0].DueOn != date.Date("2024-01-31").AddMonths(months) {
			t.Errorf("%+v", d.Tasks)
		}
		after := o.read(t, o.lead)
		if len(after.Milestones()) != len(before.Milestones()) || after.Milestones()[0].Version != before.Milestones()[0].Version {
			t.Error("the old plan has changed")
		}
		bare, err := o.Copy(ctx, boss, account.Project{Name: "Ohne Aufgaben", StartsOn: "2030-01"}, false)
		must(err)
		into.ProjectID = bare.ID
		if tasks, err := o.Tasks(ctx, into, workplan.TaskFilter{}); err != nil || len(tasks) != 0 {
			t.Errorf("%d tasks, %v", len(tasks), err)
		}
	})
}
