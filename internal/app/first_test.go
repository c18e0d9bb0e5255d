package app_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/mail/mailtest"
)

const (
	mostClicks   = 10
	firstMinutes = 5 * time.Minute
)

// TestTheFirstInvitationIsTenClicksAway begins with an empty database and ends in an outside mailbox. A click is a
// button or a link; typing and ticking are none.
func TestTheFirstInvitationIsTenClicksAway(t *testing.T) {
	t.Parallel()
	began := time.Now()
	post, arrived := mailtest.Start(t), make(chan mailtest.Mail, 10)
	post.OnKept(func(m mailtest.Mail) error {
		arrived <- m
		return nil
	})
	h := &hand{Page: browsertest.NewPage(t, browsertest.Open(t)), t: t}
	h.As(browsertest.Desk)
	h.Open(served(t, post.URL()))
	h.Fill(map[string]string{"workspace_name": "Landkreis Musterland", "name": "Jana Größler", "email": "jana@example.org", "password": "ein-recht-langes-kennwort"})
	h.click("main form [type=submit]")
	h.Fill(map[string]string{"name": "Planungskoordination"})
	h.click("main form [type=submit]")
	h.click("main a[href$='/directory/persons/new']")
	h.Fill(map[string]string{"given": "Ayla", "family": "Yılmaz", "email": "ayla@example.net", "source": "Visitenkarte"})
	h.click("main form [type=submit]")
	h.click("main a[href$='/events/new']")
	h.Fill(map[string]string{"kind": "meeting", "title": "Auftakt am Runden Tisch", "day": "2035-03-21", "begin": "10:00", "end": "12:00", "venue": "Kreishaus"})
	h.click("main form [type=submit]")
	h.click("main a[href$='/steps/publish']")
	h.click("main form [type=submit]")
	h.tick("main input[name=persons]")
	h.click("main form [type=submit]")
	h.Has("main", "Ayla Yılmaz")
	h.click("#senden form[action$='/send'] [type=submit]")

	select {
	case m := <-arrived:
		if m.To[0] != "ayla@example.net" || !strings.Contains(m.Header(t, "Subject"), "Auftakt am Runden Tisch") || m.Part(t, "text/calendar", 0) == "" {
			t.Errorf("to %v came %q:\n%s", m.To, m.Header(t, "Subject"), m.Outline(t))
		}
	case <-time.After(time.Minute):
		t.Fatal("no invitation arrived")
	}
	if h.clicks > mostClicks {
		t.Errorf("it took %d clicks, more than %d", h.clicks, mostClicks)
	}
	if took := time.Since(began); took > firstMinutes {
		t.Errorf("it took %s", took)
	}
}

// hand counts what it presses.
type hand struct {
	*browsertest.Page
	t      *testing.T
	clicks int
}

func (h *hand) click(selector string) {
	h.t.Helper()
	h.Press(selector)
	h.clicks++
}

func (h *hand) tick(selector string) {
	h.t.Helper()
	if shown := h.Text(`s => { const e = document.querySelector(s); e.checked = true; return String(e.checkVisibility()); }`, selector); shown != "true" {
		h.t.Errorf("%s: %s cannot be seen", h.Path(), selector)
	}
}

// served runs the program on an empty database and returns the setup link that serve prints.
func served(t *testing.T, mailServer string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	listener, err := app.Listen("127.0.0.1:0")
	must(t, err)
	cfg, err := config.Read(map[string]string{
		"RUNDERTISCH_LISTEN": listener.Addr().String(), "RUNDERTISCH_DATABASE_URL": dbtest.SQLite(t), "RUNDERTISCH_FILES_DIR": t.TempDir(),
		"RUNDERTISCH_SMTP_URL": mailServer, "RUNDERTISCH_MAIL_FROM": "Planung <planung@example.org>",
	})
	must(t, err)
	log := slog.New(slog.DiscardHandler)
	db, err := app.Open(ctx, cfg, log)
	must(t, err)
	a, err := app.New(ctx, cfg, db, clock.System{}, log)
	must(t, err)
	token, err := a.Accounts.SetupLink(ctx)
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the program ended: %v", err)
		}
		must(t, db.Close())
	})
	return cfg.BaseURL + "/start/setup/" + token
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
