package web_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/date"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// asked notes the questions that a page asks, without those of who is there and what they may enter.
type asked struct{ all []string }

var entering = regexp.MustCompile(`FROM "?(login_sessions|users|memberships|workspaces|projects)"?\b`)

func (a *asked) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (a *asked) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	if !entering.MatchString(e.Query) {
		a.all = append(a.all, e.Query)
	}
}

// planOf gives the office a plan of forty milestones with so many tasks, a tenth of them overdue and a tenth its own.
func planOf(t *testing.T, s *apptest.Site, o apptest.Office, tasks int) {
	t.Helper()
	goal, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"})
	if err != nil {
		t.Fatal(err)
	}
	var milestones []workplan.Milestone
	for i := range 40 {
		m, err := s.Plan.AddMilestone(t.Context(), o.Actor, workplan.Milestone{
			Rule: "tasks events results documents:1", GoalID: goal.ID, Number: fmt.Sprintf("1.%d", i+1), Title: "Arbeitsbaustein", StartsOn: "2026-01", DueOn: date.Month("2027-01").Add(i),
		})
		if err != nil {
			t.Fatal(err)
		}
		milestones = append(milestones, m)
	}
	all := make([]workplan.Task, tasks)
	for i := range all {
		all[i] = workplan.Task{
			ID: id.New(), WorkspaceID: o.Actor.WorkspaceID, ProjectID: o.Project.ID, MilestoneID: milestones[i%40].ID, Title: fmt.Sprintf("Aufgabe %d", i),
			DueOn: date.Date("2026-12-01").AddDays(i % 700), State: workplan.TaskStates()[i%3], CreatedAt: s.Clock.Now(), Version: 1,
		}
		if i%10 == 0 {
			all[i].DueOn = "2026-11-02"
		}
		if i%10 == 1 {
			all[i].AssigneeID = o.Actor.UserID
		}
	}
	err = s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		for part := range slices.Chunk(all, 500) {
			if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestALargePlanIsAsQuickAsASmallOne: a plan of 5,000 tasks asks the database as much as one of 50, and takes at most
// three times as long. Times are judged where nothing else runs: by make bench, whose log is the table of docs/benchmarks.md.
func TestALargePlanIsAsQuickAsASmallOne(t *testing.T) { //nolint:paralleltest // it takes times
	calls, judged := 1, os.Getenv("RUNDERTISCH_BENCH") != ""
	if judged {
		calls = 15
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		small, large := s.Office("Landkreis Klein"), s.Office("Landkreis Groß")
		planOf(t, s, small, 50)
		planOf(t, s, large, 5000)
		read, ok := s.DB.Read().(*bun.DB)
		if !ok {
			t.Fatal("the read handle is no database")
		}
		questions := &asked{}
		read.AddQueryHook(questions) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		for _, page := range []struct {
			path string
			most int  // questions
			free bool // its time is told, not judged
		}{
			{"", 5, false},
			{"/timeline", 5, false},
			{"/tasks", 5, false},
			{"/tasks?late=1", 5, true}, // of few tasks a few rows are shown
			{"/tasks?mine=1", 5, true},
			{"/tasks?sort=milestone", 5, true}, // all tasks are sorted
			{"/tasks?sort=state", 5, true},
		} {
			of := func(o apptest.Office) (time.Duration, []string) {
				best := time.Hour
				for range calls {
					questions.all = nil
					begin := time.Now()
					o.Get("/projects/" + o.Project.ID + page.path).Status(200)
					best = min(best, time.Since(begin))
				}
				return best, slices.Clone(questions.all)
			}
			quick, few := of(small)
			slow, many := of(large)
			t.Logf("%-26s %8.1f ms %8.1f ms %5.1f× %3d questions", page.path, ms(quick), ms(slow), ms(slow)/ms(quick), len(many))
			if len(many) != len(few) || len(many) > page.most {
				t.Errorf("%s asks %d questions of a large plan, %d of a small one, at most %d are meant:\n%q", page.path, len(many), len(few), page.most, many)
			}
			if judged && !page.free && slow > 3*quick {
				t.Errorf("%s takes %s for 5,000 tasks and %s for 50", page.path, slow, quick)
			}
		}
	})
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
