package handover_test

import (
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/handover"
	"rundertisch/internal/workplan"
)

// house is a workspace with two projects; Tom coordinates both and has an open and a done task in each.
type house struct {
	*handover.Service
	db       *database.DB
	accounts *account.Service
	plan     *workplan.Service
	boss     account.Actor
	tom, ewa account.User // Ewa coordinates the first project only
	projects [2]account.Project
	open     [2]workplan.Task
	done     [2]workplan.Task
	stoodIn  workplan.Task // Ewa's, for which Tom stands in
}

func build(t *testing.T, db *database.DB) *house {
	t.Helper()
	ctx, now := t.Context(), clock.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	h := &house{db: db, accounts: account.New(db, now, account.Letters{})}
	nothing := workplan.EvidenceFunc(func(db bun.IDB, _ account.Actor, _ []string) *bun.SelectQuery { return db.NewSelect() })
	plan, err := workplan.New(db, now, time.UTC, h.accounts, workplan.EvidenceSources{
		workplan.OfEvents: nothing, workplan.OfMinutes: nothing, workplan.OfResults: nothing, workplan.OfDocuments: nothing,
	})
	must(t, err)
	h.plan = plan
	h.Service = handover.New(db, now, h.accounts, h.plan)
	workspace, err := h.accounts.AddWorkspace(ctx, account.Workspace{Name: "Landkreis Musterland"})
	must(t, err)
	h.boss = h.person(t, workspace.ID, "", account.Administrator, "Jana Größler", "jana@example.org")
	for i, name := range []string{"Wohnen", "Pflege"} {
		h.projects[i], err = h.accounts.CreateProject(ctx, h.boss, account.Project{Name: name})
		must(t, err)
	}
	h.tom, err = h.accounts.AddUser(ctx, workspace.ID, h.projects[0].ID, account.Coordination, "Tom", "tom@example.org")
	must(t, err)
	must(t, h.accounts.ChangeRoles(ctx, h.boss, h.tom.ID, account.Grants{h.projects[0].ID: account.Coordination}, account.Grants{h.projects[0].ID: account.Coordination, h.projects[1].ID: account.MinuteTaker}, ""))
	h.ewa, err = h.accounts.AddUser(ctx, workspace.ID, h.projects[0].ID, account.Coordination, "Ewa Łuczak", "ewa@example.org")
	must(t, err)
	for i, project := range h.projects {
		h.open[i], h.done[i] = h.tasks(t, project)
	}
	h.stoodIn, err = h.plan.AddTask(ctx, h.at(h.projects[0]), workplan.Task{
		MilestoneID: h.open[0].MilestoneID, Title: "Raum buchen", AssigneeID: h.ewa.ID, DeputyID: h.tom.ID, State: workplan.TaskOpen,
	})
	must(t, err)
	return h
}

func (h *house) person(t *testing.T, workspaceID, projectID string, role account.Role, name, email string) account.Actor {
	t.Helper()
	user, err := h.accounts.AddUser(t.Context(), workspaceID, projectID, role, name, email)
	must(t, err)
	actor, _, err := h.accounts.EnterWorkspace(t.Context(), user, workspaceID, projectID)
	must(t, err)
	return actor
}

func (h *house) at(project account.Project) account.Actor {
	actor := h.boss
	actor.ProjectID = project.ID
	return actor
}

func (h *house) tasks(t *testing.T, project account.Project) (open, done workplan.Task) {
	t.Helper()
	ctx, a := t.Context(), h.at(project)
	goal, err := h.plan.AddGoal(ctx, a, workplan.Goal{Number: "1.", Title: "Datenbasis"})
	must(t, err)
	milestone, err := h.plan.AddMilestone(ctx, a, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Erhebung", DueOn: "2027-03", LeadID: h.tom.ID, DeputyID: h.boss.UserID})
	must(t, err)
	open, err = h.plan.AddTask(ctx, a, workplan.Task{MilestoneID: milestone.ID, Title: "Zahlen anfragen", AssigneeID: h.tom.ID, State: workplan.TaskInWork})
	must(t, err)
	done, err = h.plan.AddTask(ctx, a, workplan.Task{MilestoneID: milestone.ID, Title: "Liste anlegen", AssigneeID: h.tom.ID, State: workplan.TaskDone})
	must(t, err)
	return open, done
}

// lies returns with whom the task lies.
func (h *house) lies(t *testing.T, task workplan.Task) workplan.Task {
	t.Helper()
	found, err := h.plan.Task(t.Context(), account.Actor{WorkspaceID: h.boss.WorkspaceID, ProjectID: task.ProjectID, Roles: h.boss.Roles}, task.ID)
	must(t, err)
	return found
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoLeavesTheHouseHandsOverAndIsGone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		h := build(t, db)
		link, err := h.accounts.SignInLink(ctx, h.tom.ID)
		must(t, err)
		session, err := h.accounts.UseSignInLink(ctx, link, "")
		must(t, err)
		unused, err := h.accounts.SignInLink(ctx, h.tom.ID)
		must(t, err)
		leaving, err := h.Look(ctx, h.boss, h.tom.ID, "")
		must(t, err)
		if len(leaving.Work) != 2 || len(leaving.Work[0].Tasks) != 1 || leaving.Last {
			t.Fatalf("%+v", leaving)
		}
		takers := handover.Takers{h.projects[0].ID: h.ewa.ID, "": handover.Nobody}
		must(t, h.Leave(ctx, h.boss, h.tom.ID, "", takers, ""))
		if first, second := h.lies(t, h.open[0]), h.lies(t, h.open[1]); first.AssigneeID != h.ewa.ID || second.AssigneeID != "" {
			t.Errorf("the open tasks lie with %q and %q", first.Assignee, second.Assignee)
		}
		if deputy := h.lies(t, h.stoodIn); deputy.DeputyID != "" || deputy.AssigneeID != h.ewa.ID {
			t.Errorf("Ewa's task has %q as deputy, who has it now herself", deputy.Deputy)
		}
		milestone, err := h.plan.Milestone(ctx, h.at(h.projects[0]), h.open[0].MilestoneID)
		must(t, err)
		if milestone.Lead != "Ewa Łuczak" || milestone.Deputy != "Jana Größler" {
			t.Errorf("the milestone lies with %q, %q stands in", milestone.Lead, milestone.Deputy)
		}
		if kept := h.lies(t, h.done[0]); kept.Assignee != "Tom" {
			t.Errorf("what Tom did is now said to be of %q", kept.Assignee)
		}
		if _, err := h.accounts.Session(ctx, session); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("the session goes on: %v", err)
		}
		if _, err := h.accounts.UseSignInLink(ctx, unused, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("the link still works: %v", err)
		}
		if _, err := h.accounts.FindUser(ctx, "tom@example.org"); !fault.Is(err, fault.NotFound) {
			t.Errorf("the account is still there: %v", err)
		}
		entries, err := audit.Of(ctx, db.Read(), h.boss.WorkspaceID, "user", h.tom.ID)
		if err != nil || len(entries) == 0 || entries[0].Action != "member.left" {
			t.Errorf("%+v %v", entries, err)
		}
		if _, err := h.Look(ctx, h.boss, h.tom.ID, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("leaves twice: %v", err)
		}
	})
}

func TestWhoLeavesOneProjectStaysInTheOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		h := build(t, db)
		must(t, h.Leave(ctx, h.boss, h.tom.ID, h.projects[0].ID, handover.Takers{"": h.ewa.ID}, ""))
		if first, second := h.lies(t, h.open[0]), h.lies(t, h.open[1]); first.AssigneeID != h.ewa.ID || second.AssigneeID != h.tom.ID {
			t.Errorf("the open tasks lie with %q and %q", first.Assignee, second.Assignee)
		}
		if _, _, err := h.accounts.Enter(ctx, h.tom, h.projects[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("still in: %v", err)
		}
		if _, _, err := h.accounts.Enter(ctx, h.tom, h.projects[1].ID); err != nil {
			t.Errorf("out of the other one too: %v", err)
		}
		must(t, h.Leave(ctx, h.boss, h.tom.ID, h.projects[1].ID, handover.Takers{"": handover.Nobody}, ""))
		if _, err := h.accounts.FindUser(ctx, "tom@example.org"); !fault.Is(err, fault.NotFound) {
			t.Errorf("without any role the account is still there: %v", err)
		}
	})
}

func TestALeaveIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		h := build(t, db)
		stranger, err := h.accounts.AddWorkspace(ctx, account.Workspace{Name: "Landkreis Nebenan"})
		must(t, err)
		other := h.person(t, stranger.ID, "", account.Administrator, "Kim", "kim@example.org")
		all := handover.Takers{"": handover.Nobody}
		for name, c := range map[string]struct {
			actor     account.Actor
			user      string
			projectID string
			takers    handover.Takers
			want      fault.Kind
		}{
			"without an answer who takes over":         {h.boss, h.tom.ID, "", handover.Takers{}, fault.Invalid},
			"to somebody who is not in the project":    {h.boss, h.tom.ID, "", handover.Takers{"": h.ewa.ID}, fault.Invalid},
			"to the one who leaves":                    {h.boss, h.tom.ID, "", handover.Takers{"": h.tom.ID}, fault.Invalid},
			"of the last administrator":                {h.boss, h.boss.UserID, "", all, fault.Invalid},
			"of one project with a role in all":        {h.boss, h.boss.UserID, h.projects[0].ID, all, fault.NotFound},
			"of a project the person is not in":        {h.boss, h.ewa.ID, h.projects[1].ID, all, fault.NotFound},
			"by an administrator of another workspace": {other, h.tom.ID, "", all, fault.NotFound},
			"by somebody who does not administer":      {account.Actor{WorkspaceID: h.boss.WorkspaceID, Roles: []account.Role{account.ProjectLead}}, h.tom.ID, "", all, fault.Forbidden},
		} {
			if err := h.Leave(ctx, c.actor, c.user, c.projectID, c.takers, ""); !fault.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if kept := h.lies(t, h.open[0]); kept.AssigneeID != h.tom.ID {
			t.Error("a refused leave handed something over")
		}
		if leaving, err := h.Look(ctx, h.boss, h.boss.UserID, ""); err != nil || !leaving.Last {
			t.Errorf("%+v %v", leaving, err)
		}
	})
}
