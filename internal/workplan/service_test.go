package workplan_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/workplan"
)

const plan = `number,parent,title,due
1.,,"Der Landkreis verfügt über eine solide Datenbasis",
1.9,1.,Erhebung,03/2027
1.10,1.,Experteninterviews,12/2026
2.,,"Die Kreisverwaltung arbeitet interdisziplinär",
2.1,2.,Sozialplanungskonferenz,08/2026
`

// office is a workspace with one project, its administrator and a coordinator, on 22 November 2026.
type office struct {
	*workplan.Service
	db          *database.DB
	clock       *clock.Manual
	accounts    *account.Service
	lead, coord account.Actor
	coordinator account.User
	found       evidence
}

func open(t *testing.T, db *database.DB) *office {
	t.Helper()
	ctx := context.Background()
	o := &office{db: db, clock: clock.At(time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC))}
	o.accounts = account.New(db, o.clock, account.Letters{})
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	o.found = evidence{}
	if o.Service, err = workplan.New(db, o.clock, berlin, o.accounts, o.found.sources()); err != nil {
		t.Fatal(err)
	}
	o.lead = o.place(t, "Landkreis Musterland", "Wohnungslosenhilfe")
	o.coordinator, err = o.accounts.AddUser(ctx, o.lead.WorkspaceID, o.lead.ProjectID, account.Coordination, "Mira Koch", "mira@example.org")
	if err != nil {
		t.Fatal(err)
	}
	o.coord = account.Actor{
		UserID: o.coordinator.ID, Name: "Mira Koch", WorkspaceID: o.lead.WorkspaceID, ProjectID: o.lead.ProjectID,
		Roles: []account.Role{account.Coordination},
	}
	return o
}

// place founds a further workspace with a project and returns its lead.
func (o *office) place(t *testing.T, workspace, project string) account.Actor {
	t.Helper()
	ctx := context.Background()
	w, err := o.accounts.AddWorkspace(ctx, account.Workspace{Name: workspace})
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.accounts.CreateProject(ctx, account.Program(w.ID, ""), account.Project{Name: project})
	if err != nil {
		t.Fatal(err)
	}
	return account.Program(w.ID, p.ID)
}

func (o *office) load(t *testing.T, actor account.Actor) workplan.Plan {
	t.Helper()
	if _, err := o.Import(context.Background(), actor, strings.NewReader(plan), "Neu geplant"); err != nil {
		t.Fatal(err)
	}
	return o.read(t, actor)
}

func (o *office) read(t *testing.T, actor account.Actor) workplan.Plan {
	t.Helper()
	p, err := o.Plan(context.Background(), actor)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func numbers(p workplan.Plan) string {
	var all []string
	for _, m := range p.Milestones() {
		all = append(all, m.Number+" "+string(m.State))
	}
	return strings.Join(all, ", ")
}

func fields(err error) []string {
	var names []string
	for _, f := range fault.Fields(err) {
		names = append(names, f.Name)
	}
	return names
}

func TestAnImportedPlanStandsInOrderWithItsStates(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		if got, want := numbers(o.load(t, o.lead)), "1.9 planned, 1.10 due_soon, 2.1 late"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if today := o.Today(); today != "2026-11-23" {
			t.Errorf("today is %s, but it is past midnight in Berlin", today)
		}
	})
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		before := o.load(t, o.lead)
		p, err := o.Import(context.Background(), o.lead, strings.NewReader(plan), "Neu geplant")
		if err != nil || p.Count(workplan.RowUnchanged) != 5 || p.Writes() {
			t.Fatalf("%+v %v", p, err)
		}
		for i, m := range o.read(t, o.lead).Milestones() {
			if m.Version != 1 || m.ID != before.Milestones()[i].ID {
				t.Errorf("%s: version %d", m.Number, m.Version)
			}
		}
	})
}

func TestAChangedFileMovesMilestonesAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		moved := "number,parent,title,due\n3,,Neues Ziel,\n1.9,3,Erhebung,04/2027\n"
		p, err := o.Import(ctx, o.lead, strings.NewReader(moved), "Neu geplant")
		if err != nil || p.Count(workplan.RowNew) != 1 || p.Count(workplan.RowChanged) != 1 || len(p.Kept) != 4 {
			t.Fatalf("%+v %v", p, err)
		}
		after := o.read(t, o.lead)
		if got := numbers(after); got != "1.10 due_soon, 2.1 late, 1.9 planned" {
			t.Error(got)
		}
		d, err := o.Milestone(ctx, o.lead, after.Goals[2].Milestones[0].ID)
		if err != nil || d.Goal.Number != "3" || d.History[0].Action != "milestone.reimported" || d.History[0].Details["due_on_to"] != "2027-04" {
			t.Errorf("%+v %v", d, err)
		}
	})
}

func TestAWrongRowLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		p, err := o.Import(context.Background(), o.lead, strings.NewReader(plan+"2.2,2.,Fachtagung,33/2027\n"), "Neu geplant")
		if !fault.Is(err, fault.Invalid) || !slices.Equal(fields(err), []string{"7:due"}) || len(p.Problems) != 1 {
			t.Errorf("%+v %v", p.Problems, err)
		}
		if !o.read(t, o.lead).Empty() {
			t.Error("rows were written")
		}
	})
}

func TestAPreviewWritesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		p, err := o.Preview(context.Background(), o.lead, strings.NewReader(plan))
		if err != nil || !p.Writes() {
			t.Fatal(p, err)
		}
		if !o.read(t, o.lead).Empty() {
			t.Error("rows were written")
		}
	})
}

func TestANumberIsGivenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		goal := o.load(t, o.lead).Goals[0]
		if _, err := o.AddGoal(ctx, o.lead, workplan.Goal{Number: "1.", Title: "Noch eins"}); !fault.Is(err, fault.Conflict) || !slices.Equal(fields(err), []string{"number"}) {
			t.Errorf("goal: %v", err)
		}
		m := workplan.Milestone{GoalID: goal.ID, Number: "1.9", Title: "Noch einer", DueOn: "2027-01"}
		if _, err := o.AddMilestone(ctx, o.lead, m); !fault.Is(err, fault.Conflict) || !slices.Equal(fields(err), []string{"number"}) {
			t.Errorf("milestone: %v", err)
		}
		elsewhere := o.place(t, "Landkreis Nord", "Plan")
		if _, err := o.AddGoal(ctx, elsewhere, workplan.Goal{Number: "1", Title: "Dort"}); err != nil {
			t.Errorf("another project: %v", err)
		}
	})
}

func TestTwoPeopleCannotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		p := o.load(t, o.lead)
		goal, m := p.Goals[0].Goal, p.Milestones()[0].Milestone
		task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: "Abfrage", State: workplan.TaskOpen})
		if err != nil {
			t.Fatal(err)
		}
		for name, change := range map[string]func() error{
			"goal":      func() error { return o.ChangeGoal(ctx, o.lead, goal) },
			"milestone": func() error { return o.ChangeMilestone(ctx, o.lead, m, "") },
			"task":      func() error { _, err := o.ChangeTask(ctx, o.coord, task); return err },
		} {
			if err := change(); err != nil {
				t.Errorf("%s, first: %v", name, err)
			}
			if err := change(); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s, second: %v", name, err)
			}
		}
	})
}

func TestAMilestoneIsCompletedWithAReasonAndReopened(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		m := o.load(t, o.lead).Goals[1].Milestones[0]
		statement := workplan.Completion{On: "2026-11-20", Reason: "Protokoll liegt vor"}
		if err := o.Complete(ctx, o.coord, m.ID, statement); !fault.Is(err, fault.Forbidden) {
			t.Errorf("coordination: %v", err)
		}
		if err := o.Complete(ctx, o.lead, m.ID, workplan.Completion{On: "2026-11-20"}); !slices.Equal(fields(err), []string{"reason"}) {
			t.Errorf("without a reason: %v", err)
		}
		if err := o.Complete(ctx, o.lead, m.ID, statement); err != nil {
			t.Fatal(err)
		}
		if err := o.Complete(ctx, o.lead, m.ID, statement); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		d, err := o.Milestone(ctx, o.coord, m.ID)
		if err != nil || d.State != workplan.Done || d.CompletedReason != "Protokoll liegt vor" {
			t.Fatalf("%+v %v", d.Progress, err)
		}
		if err := o.Reopen(ctx, o.lead, m.ID); err != nil {
			t.Fatal(err)
		}
		if err := o.Reopen(ctx, o.lead, m.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("reopened twice: %v", err)
		}
		if d, err = o.Milestone(ctx, o.coord, m.ID); err != nil || d.State != workplan.Late || d.CompletedReason != "" {
			t.Fatalf("%+v %v", d.Progress, err)
		}
		if got := actions(d.History); got != "milestone.reopened milestone.completed milestone.imported" {
			t.Error(got)
		}
	})
}

func actions(history []audit.Entry) string {
	var all []string
	for _, e := range history {
		all = append(all, e.Action)
	}
	return strings.Join(all, " ")
}

func TestTasksAreKeptByCoordinationAndMoveTheMilestone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		m := o.load(t, o.lead).Milestones()[0]
		task, err := o.AddTask(ctx, o.coord, workplan.Task{
			MilestoneID: m.ID, Title: " Kommunen\nanschreiben ", AssigneeID: o.coordinator.ID, DueOn: "2026-11-20", State: workplan.TaskOpen,
		})
		if err != nil || task.Title != "Kommunen anschreiben" {
			t.Fatal(task, err)
		}
		if _, err := o.SetTask(ctx, o.coord, task.ID, workplan.TaskInWork); err != nil {
			t.Fatal(err)
		}
		d, err := o.Milestone(ctx, o.coord, m.ID)
		if err != nil || d.State != workplan.InWork || d.Tasks[0].Assignee != "Mira Koch" || !d.Tasks[0].LateOn(o.Today()) {
			t.Fatalf("%+v %v", d, err)
		}
		if _, err := o.SetTask(ctx, o.coord, task.ID, workplan.TaskDone); err != nil {
			t.Fatal(err)
		}
		if open, err := o.OpenTasks(ctx, o.coord); err != nil || len(open) != 0 {
			t.Errorf("open: %+v %v", open, err)
		}
		if _, err := o.RemoveTask(ctx, o.coord, task.ID); err != nil {
			t.Fatal(err)
		}
		if d, err = o.Milestone(ctx, o.coord, m.ID); err != nil || len(d.Tasks) != 0 || d.State != workplan.Planned {
			t.Errorf("%+v %v", d, err)
		}
		if got := actions(d.History); got != "task.removed task.moved task.moved task.added milestone.imported" {
			t.Error(got)
		}
	})
}

func TestATaskGoesToColleaguesOnly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		m := o.load(t, o.lead).Milestones()[0]
		elsewhere := o.place(t, "Landkreis Nord", "Plan")
		stranger, err := o.accounts.AddUser(ctx, elsewhere.WorkspaceID, "", account.ProjectLead, "Fremd", "fremd@example.org")
		if err != nil {
			t.Fatal(err)
		}
		task := workplan.Task{MilestoneID: m.ID, AssigneeID: stranger.ID, State: "halb"}
		if _, err := o.AddTask(ctx, o.coord, task); !slices.Equal(fields(err), []string{"title", "state", "assignee"}) {
			t.Errorf("%v", err)
		}
	})
}

func TestNothingIsReachableFromAnotherWorkspaceOrProject(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		p := o.load(t, o.lead)
		goal, m := p.Goals[0].Goal, p.Milestones()[0].Milestone
		task, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: "Abfrage", State: workplan.TaskOpen})
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.accounts.CreateProject(ctx, account.Program(o.lead.WorkspaceID, ""), account.Project{Name: "Zweites"})
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []account.Actor{o.place(t, "Landkreis Nord", "Plan"), account.Program(o.lead.WorkspaceID, second.ID)} {
			for name, err := range map[string]error{
				"goal":       failing(o.Goal(ctx, who, goal.ID)),
				"milestone":  failing(o.Milestone(ctx, who, m.ID)),
				"task":       failing(o.Task(ctx, who, task.ID)),
				"changeGoal": o.ChangeGoal(ctx, who, goal),
				"change":     o.ChangeMilestone(ctx, who, m, ""),
				"complete":   o.Complete(ctx, who, m.ID, workplan.Completion{On: "2026-11-01", Reason: "x"}),
				"reopen":     o.Reopen(ctx, who, m.ID),
				"addTask":    failing(o.AddTask(ctx, who, workplan.Task{MilestoneID: m.ID, Title: "x", State: workplan.TaskOpen})),
				"changeTask": failing(o.ChangeTask(ctx, who, task)),
				"setTask":    failing(o.SetTask(ctx, who, task.ID, workplan.TaskDone)),
				"removeTask": failing(o.RemoveTask(ctx, who, task.ID)),
			} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %v", name, err)
				}
			}
			under := workplan.Milestone{GoalID: goal.ID, Number: "1.11", Title: "x", DueOn: "2027-01"}
			if _, err := o.AddMilestone(ctx, who, under); !slices.Equal(fields(err), []string{"goal"}) {
				t.Errorf("under a foreign goal: %v", err)
			}
		}
	})
}

func failing[T any](_ T, err error) error { return err }

func TestTheExportHoldsAllPlansOnOneLineEach(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		o := open(t, db)
		o.load(t, o.lead)
		north := o.place(t, "Landkreis Nord", "=Plan\r\nNord")
		small := "number,parent,title,due\n1,,\"Ziel, groß\",\n1.1,1,-Anfang,01/2027\n"
		if _, err := o.Import(ctx, north, strings.NewReader(small), "Neu geplant"); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := workplan.ExportCSV(ctx, db, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), o.found.sources(), &out); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		want := []string{
			"Wohnungslosenhilfe,1.,Der Landkreis verfügt über eine solide Datenbasis,,",
			"Wohnungslosenhilfe,1.9,Erhebung,03/2027,planned",
			"Wohnungslosenhilfe,1.10,Experteninterviews,12/2026,due_soon",
			"Wohnungslosenhilfe,2.,Die Kreisverwaltung arbeitet interdisziplinär,,",
			"Wohnungslosenhilfe,2.1,Sozialplanungskonferenz,08/2026,late",
			`'=Plan Nord,1.,"Ziel, groß",,`,
			`'=Plan Nord,1.1,'-Anfang,01/2027,planned`,
		}
		if lines[0] != "project,number,title,due,state" {
			t.Error(lines[0])
		}
		got := lines[1:]
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

func TestThePagesExportIsMadeForGermanSpreadsheets(t *testing.T) {
	t.Parallel()
	p := workplan.Plan{Goals: []workplan.GoalPlan{{Goal: workplan.Goal{Number: "1", Title: "Ziel; eins"}}}}
	var out bytes.Buffer
	say := func(key string, _ ...any) string { return key }
	if err := sheet.Write(&out, sheet.CSV, p.Table("Plan", say)); err != nil {
		t.Fatal(err)
	}
	if want := "\uFEFFproject;number;title;due;state\r\nPlan;1.;\"Ziel; eins\";;\r\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
