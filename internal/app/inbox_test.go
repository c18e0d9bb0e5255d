package app_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail/imaptest"
)

// TestTheProgramReadsItsMailboxAndStopsInTime puts mail into the mailbox of the running program.
func TestTheProgramReadsItsMailboxAndStopsInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		box := imaptest.Start(t)
		apptest.New(t, db).Office("Landkreis Musterland")
		cfg, err := config.Read(map[string]string{
			"RUNDERTISCH_MAIL_FROM": "planung@example.org", "RUNDERTISCH_MAILBOX_URL": box.URL(),
			"RUNDERTISCH_FILES_DIR": filepath.Join(t.TempDir(), "files"),
		})
		must(t, err)
		built, err := app.New(t.Context(), cfg, db, clock.System{}, slog.New(slog.DiscardHandler))
		must(t, err)
		listener, err := app.Listen("127.0.0.1:0")
		must(t, err)
		ctx, stop := context.WithCancel(t.Context())
		stopped := make(chan error, 1)
		go func() { stopped <- built.Run(ctx, listener) }()
		box.Put(t, "INBOX", []byte("From: Ayla <ayla@example.org>\r\nMessage-ID: <1@example.org>\r\nSubject: Frage\r\n\r\nGibt es Parkplätze?\r\n"))
		box.Put(t, "INBOX", []byte("X-Note: Unsinn\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"))
		wait(t, func() bool {
			read, _ := box.Count("Processed")
			broken, _ := box.Count("Failed")
			return read == 1 && broken == 1
		})
		var states []string
		must(t, db.Read().NewSelect().Model((*invite.Incoming)(nil)).Column("state").Order("state").Scan(t.Context(), &states))
		if strings.Join(states, " ") != "review unreadable" {
			t.Errorf("kept as %v", states)
		}
		began := time.Now()
		stop()
		must(t, <-stopped)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("the program took %s to stop", took)
		}
		wait(t, func() bool {
			stacks := make([]byte, 1<<20)
			all := string(stacks[:runtime.Stack(stacks, true)])
			return !strings.Contains(all, "imapclient.") && !strings.Contains(all, "internal/inbox.")
		})
	})
}

func wait(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("that never came")
		}
	}
}
