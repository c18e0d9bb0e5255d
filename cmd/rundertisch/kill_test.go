package main_test

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail/mailtest"
)

const (
	people     = 500
	killAt     = 170 // mails taken when the process dies, before it hears of the last one
	enoughTime = 4 * time.Minute
)

// TestAKilledProcessLosesNoInvitationAndRepeatsAtMostOne kills the program in the middle of a mail that the mail server
// has already taken, the worst moment there is, and starts it again.
func TestAKilledProcessLosesNoInvitationAndRepeatsAtMostOne(t *testing.T) {
	t.Parallel()
	binary := built(t)
	for name, address := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mailtest.Start(t)
			settings := map[string]string{
				"RUNDERTISCH_DATABASE_URL": address(t), "RUNDERTISCH_SMTP_URL": server.URL(), "RUNDERTISCH_MAIL_FROM": "Planung <planung@example.org>",
				"RUNDERTISCH_LISTEN": "127.0.0.1:0", "RUNDERTISCH_BASE_URL": "http://tisch.example.org", "RUNDERTISCH_FILES_DIR": t.TempDir(),
			}
			uids := invited(t, settings)
			sendTwice(t, server, binary, settings)
			check(t, server.Mails(), uids())
		})
	}
}

// invited fills the database with an event and a mailing of five hundred invitations that the program is to write and
// send, and returns what reads the UID of each address afterwards.
func invited(t *testing.T, settings map[string]string) func() map[string]string {
	t.Helper()
	ctx := t.Context()
	cfg, err := config.Read(settings)
	must(t, err)
	db := dbtest.Open(t, cfg.DatabaseURL)
	a, err := app.New(ctx, cfg, db, clock.System{}, slog.New(slog.DiscardHandler))
	must(t, err)
	workspace, err := a.Accounts.AddWorkspace(ctx, account.Workspace{Name: "Musterland", Imprint: "Landkreis", PrivacyContact: "datenschutz@example.org"})
	must(t, err)
	project, err := a.Accounts.CreateProject(ctx, account.Program(workspace.ID, ""), account.Project{Name: "Vorhaben", StartsOn: "2026-01", EndsOn: "2029-12"})
	must(t, err)
	actor := account.Program(workspace.ID, project.ID)
	var file strings.Builder
	file.WriteString("Vorname;Nachname;E-Mail;Organisation;Quelle\n")
	for i := range people {
		fmt.Fprintf(&file, "Person;Nummer%03d;p%03d@example.org;Verein;Test\n", i, i)
	}
	_, err = a.Directory.ImportPersons(ctx, actor, strings.NewReader(file.String()))
	must(t, err)
	day := clock.System{}.Now().AddDate(0, 2, 0).Format("02.01.2006")
	e, err := a.Events.Add(ctx, actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: day, Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
	})
	must(t, err)
	_, err = a.Events.Publish(ctx, actor, e.ID)
	must(t, err)
	everybody, err := a.Directory.AllPersons(ctx, actor, directory.Filter{})
	must(t, err)
	order := invite.Order{Title: "Einladung"}
	for _, p := range everybody {
		order.Choice.PersonIDs = append(order.Choice.PersonIDs, p.ID)
	}
	m, err := a.Invites.Draft(ctx, actor, e.ID, order)
	must(t, err)
	must(t, a.Mailings.Send(ctx, actor, m.ID, m.Version))
	return func() map[string]string {
		rows, err := attendance.ListIn(ctx, db.Read(), e.ID)
		must(t, err)
		uids := map[string]string{}
		for _, row := range rows {
			uids[row.Email] = row.UID
		}
		if len(uids) != people {
			t.Fatalf("invitations to %d people, want %d", len(uids), people)
		}
		return uids
	}
}

// sendTwice runs the program until it is killed, and again until everybody has a mail.
func sendTwice(t *testing.T, server *mailtest.Server, binary string, settings map[string]string) {
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
		if known := seen[m.To[0]]; !known {
			seen[m.To[0]] = true
			if len(seen) == people {
				close(all)
			}
		}
		if taken == killAt {
			return first.Process.Kill()
		}
		return nil
	})
	first = serve(t, binary, settings)
	close(served)
	if err := first.Wait(); err == nil || first.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the first process was not killed: %v", err)
	}
	second := serve(t, binary, settings)
	select {
	case <-all:
	case <-time.After(enoughTime):
		t.Errorf("after %s only %d mails are here", enoughTime, len(server.Mails()))
	}
	must(t, second.Process.Signal(syscall.SIGTERM))
	if err := second.Wait(); err != nil {
		t.Errorf("the second process did not stop in peace: %v", err)
	}
}

func serve(t *testing.T, binary string, settings map[string]string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, "serve")
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	for name, value := range settings {
		command.Env = append(command.Env, name+"="+value)
	}
	command.Stdout, command.Stderr = io.Discard, t.Output()
	must(t, command.Start())
	return command
}

// check counts: everybody has a mail, at most one person has two, and these are the same.
func check(t *testing.T, mails []mailtest.Mail, uids map[string]string) {
	t.Helper()
	got := map[string][]mailtest.Mail{}
	for _, m := range mails {
		got[m.To[0]] = append(got[m.To[0]], m)
	}
	twice := 0
	for address, uid := range uids {
		if n := len(got[address]); n == 0 || n > 2 {
			t.Errorf("%s has %d mails", address, n)
			continue
		}
		twice += len(got[address]) - 1
		for _, m := range got[address] {
			if !strings.Contains(strings.ReplaceAll(m.Part(t, "text/calendar", 0), "\r\n ", ""), "\r\nUID:"+uid+"\r\n") {
				t.Errorf("%s: another UID than %s", address, uid)
			}
			if m.Header(t, "Message-Id") != got[address][0].Header(t, "Message-Id") {
				t.Errorf("%s: the repeated mail has another Message-ID", address)
			}
		}
	}
	if twice > 1 || len(mails) > people+1 || len(got) != people {
		t.Errorf("%d mails to %d addresses, %d repeated; want %d and at most one repeated", len(mails), len(got), twice, people)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
