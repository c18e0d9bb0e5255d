package app_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/smtpd"
)

const slowedBy = 3 // times as long the dashboard may take at most while mails leave

// TestTheDashboardStaysQuickWhileInvitationsLeave writes and sends many invitations and looks at the dashboard meanwhile.
// RUNDERTISCH_BENCH is how many; run it with -parallel 1, so that one database does not disturb the other.
func TestTheDashboardStaysQuickWhileInvitationsLeave(t *testing.T) {
	people, _ := strconv.Atoi(os.Getenv("RUNDERTISCH_BENCH"))
	if people < 100 {
		t.Skip("a benchmark: RUNDERTISCH_BENCH is the number of invitations")
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
		must(t, err)
		w.Imprint, w.PrivacyContact = "Landkreis", "datenschutz@example.org"
		must(t, s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		must(t, err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		must(t, err)
		var file strings.Builder
		file.WriteString("Vorname;Nachname;E-Mail;Organisation;Quelle\n")
		for i := range people {
			fmt.Fprintf(&file, "Person;Nummer%05d;p%05d@example.org;;Test\n", i, i)
		}
		_, err = s.Directory.ImportPersons(t.Context(), o.Actor, strings.NewReader(file.String()))
		must(t, err)
		everybody, err := s.Directory.AllPersons(t.Context(), o.Actor, directory.Filter{})
		must(t, err)
		m := s.Draft(o.Actor, e.ID, everybody...)
		home := "/projects/" + o.Project.ID
		idle := dashboards(o, home, nil)
		must(t, s.Mailings.Send(t.Context(), o.Actor, m.ID, m.Version))
		stop := heap()
		began, done := time.Now(), make(chan struct{})
		var writing, sending time.Duration
		go func() {
			defer close(done)
			_, workErr := s.Jobs.RunDue(context.Background())
			writing = time.Since(began)
			sent, sendErr := sendAll(t, s)
			sending = time.Since(began) - writing
			if workErr != nil || sendErr != nil || sent != people {
				t.Errorf("%d of %d sent, %v, %v", sent, people, workErr, sendErr)
			}
		}()
		busy := dashboards(o, home, done)
		grew := stop()
		t.Logf("%d invitations: written in %s, sent in %s; dashboard p95 idle %s, meanwhile %s: %.1f times; heap grew by %.1f MB",
			people, writing.Round(time.Millisecond), sending.Round(time.Millisecond), idle, busy, float64(busy)/float64(idle), float64(grew)/(1<<20))
		if busy > slowedBy*idle {
			t.Errorf("the dashboard takes %.1f times as long", float64(busy)/float64(idle))
		}
		if grew > 60<<20 {
			t.Errorf("the heap grew by %d MB", grew>>20)
		}
	})
}

// sendAll hands the outbox to a mail server that forgets what it takes. The office of the tests holds its mail, so that it is
// released first.
func sendAll(t *testing.T, s *apptest.Site) (sent int, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	sink := smtpd.New(func(context.Context, string, []string, []byte) error { return nil }, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- sink.Serve(ctx, listener) }()
	defer func() { stop(); err = errors.Join(err, <-ended) }()
	outbox, err := mail.New(s.DB, s.Clock, s.Mail.From(), false)
	if err != nil {
		return 0, err
	}
	if err := s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := outbox.ReleaseWithheldIn(ctx, tx, "")
		return err
	}); err != nil {
		return 0, err
	}
	server, err := mail.ParseServer("smtp://" + listener.Addr().String())
	if err != nil {
		return 0, err
	}
	sender, err := mail.NewSender(outbox, server, 0, slog.New(slog.DiscardHandler))
	if err != nil {
		return 0, err
	}
	return sender.SendDue(ctx)
}

// dashboards opens the dashboard again and again, sixty times or until done, and returns the time that 95 of 100 stay under.
func dashboards(o apptest.Office, home string, done <-chan struct{}) time.Duration {
	var took []time.Duration
	for n := 0; ; n++ {
		if done == nil && n == 60 {
			break
		}
		select {
		case <-done:
			slices.Sort(took)
			return took[len(took)*95/100]
		case <-time.After(20 * time.Millisecond):
		}
		began := time.Now()
		o.Get(home).Status(200)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)*95/100]
}

// heap looks at the heap each 20 ms; what it returns says by how much it grew at most.
func heap() func() uint64 {
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		peak := before.HeapAlloc
		for {
			select {
			case <-done:
				most <- peak - before.HeapAlloc
				return
			case <-time.After(20 * time.Millisecond):
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	}()
	return func() uint64 { close(done); return <-most }
}
