package main_test

import (
	"fmt"
	"log/slog"
	"os/exec"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/date"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/workplan"
)

const colleagues = 300 // each with a task that is due in two weeks

// TestAKilledProcessRemindsEverybodyOnce kills the program while it writes the reminders of the day and has sent some of
// them, and starts it again.
func TestAKilledProcessRemindsEverybodyOnce(t *testing.T) {
	t.Parallel()
	binary := built(t)
	for name, address := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Start(t)
			settings := map[string]string{
				"RUNDERTISCH_DATABASE_URL": address(t), "RUNDERTISCH_SMTP_URL": server.URL(), "RUNDERTISCH_MAIL_FROM": "Planung <planung@example.org>",
				"RUNDERTISCH_LISTEN": "127.0.0.1:0", "RUNDERTISCH_BASE_URL": "http://tisch.example.org", "RUNDERTISCH_FILES_DIR": t.TempDir(),
				"RUNDERTISCH_TIMEZONE": noonSomewhere(),
			}
			duties(t, settings)
			written := remindTwice(t, server, binary, settings)
			t.Logf("when the process was killed %d of %d reminders were written", written, colleagues)
			checkReminders(t, server.Mails())
		})
	}
}

// noonSomewhere is a zone in which it is about noon, because nobody is reminded at night.
func noonSomewhere() string {
	hour := time.Now().UTC().Hour() // Etc/GMT+5 lies five hours behind Greenwich
	switch behind := hour - 12; {
	case behind == 0:
		return "Etc/UTC"
	case behind < 0:
		return fmt.Sprintf("Etc/GMT-%d", -behind)
	default:
		return fmt.Sprintf("Etc/GMT+%d", behind)
	}
}

// duties fills the database with colleagues and a task for each.
func duties(t *testing.T, settings map[string]string) {
	t.Helper()
	ctx := t.Context()
	cfg, err := config.Read(settings)
	must(t, err)
	db := dbtest.Open(t, cfg.DatabaseURL)
	a, err := app.New(ctx, cfg, db, clock.System{}, slog.New(slog.DiscardHandler))
	must(t, err)
	workspace, err := a.Accounts.AddWorkspace(ctx, account.Workspace{Name: "Musterland"})
	must(t, err)
	project, err := a.Accounts.CreateProject(ctx, account.Program(workspace.ID, ""), account.Project{Name: "Vorhaben", StartsOn: "2026-01", EndsOn: "2029-12"})
	must(t, err)
	actor := account.Program(workspace.ID, project.ID)
	goal, err := a.Plan.AddGoal(ctx, actor, workplan.Goal{Number: "1", Title: "Ziel"})
	must(t, err)
	today := date.Of(clock.System{}.Now().In(cfg.Zone()))
	m, err := a.Plan.AddMilestone(ctx, actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Erhebung", DueOn: today.Month().Add(6)})
	must(t, err)
	for i := range colleagues {
		user, err := a.Accounts.AddUser(ctx, workspace.ID, project.ID, account.Coordination, fmt.Sprintf("Person %03d", i), fmt.Sprintf("p%03d@example.org", i))
		must(t, err)
		_, err = a.Plan.AddTask(ctx, actor, workplan.Task{
			MilestoneID: m.ID, Title: "Gespräch führen", AssigneeID: user.ID, DueOn: today.AddDays(14), State: workplan.TaskOpen,
		})
		must(t, err)
	}
}

// remindTwice runs the program until it is killed by its second mail, and again until everybody has a reminder. It
// returns how many were written when the program was killed.
func remindTwice(t *testing.T, server *mailtest.Server, binary string, settings map[string]string) (written int) {
	t.Helper()
	var first *exec.Cmd
	var mu sync.Mutex
	taken, seen := 0, map[string]bool{}
	served, all := make(chan struct{}), make(chan struct{})
	server.OnKept(func(m mailtest.Mail) error {
		<-served
		mu.Lock()
		defer mu.Unlock()
		taken++
		if !seen[m.To[0]] {
			seen[m.To[0]] = true
			if len(seen) == colleagues {
				close(all)
			}
		}
		if taken == 2 {
			return first.Process.Kill()
		}
		return nil
	})
	first = serve(t, binary, settings)
	close(served)
	_ = first.Wait()
	cfg, err := config.Read(settings)
	must(t, err)
	db := dbtest.Open(t, cfg.DatabaseURL)
	n, err := db.Read().NewSelect().Table("reminders").Count(t.Context())
	must(t, err)
	second := serve(t, binary, settings)
	select {
	case <-all:
	case <-time.After(enoughTime):
		t.Errorf("after %s only %d mails are here", enoughTime, len(server.Mails()))
	}
	must(t, second.Process.Kill())
	_ = second.Wait()
	return int(n)
}

// checkReminders counts: everybody has a reminder, and at most the one that was being sent is there twice, as the same mail.
func checkReminders(t *testing.T, mails []mailtest.Mail) {
	t.Helper()
	ids := map[string]string{}
	for _, m := range mails {
		id := m.Header(t, "Message-Id")
		if known, twice := ids[m.To[0]]; twice && known != id {
			t.Errorf("%s has two reminders", m.To[0])
		}
		ids[m.To[0]] = id
	}
	if len(ids) != colleagues || len(mails) > colleagues+1 {
		t.Errorf("%d mails to %d people, want %d and at most one repeated", len(mails), len(ids), colleagues)
	}
}
