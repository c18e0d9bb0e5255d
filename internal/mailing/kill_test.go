package mailing_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	netmail "net/mail"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/jobs"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/mailing"
)

const (
	kills        = 50
	manyPeople   = 400
	killDatabase = "RUNDERTISCH_KILL_DATABASE"
	killServer   = "RUNDERTISCH_KILL_SERVER"
	killTime     = "RUNDERTISCH_KILL_TIME"
)

// TestAProcessKilledAtFiftyRandomMomentsLosesNothing kills the process that writes and sends a mailing fifty times, each
// time after a random number of mails and a random while, and lets another go on.
func TestAProcessKilledAtFiftyRandomMomentsLosesNothing(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := rand.Uint64()
			t.Logf("seed %d", seed)
			random := rand.New(rand.NewPCG(seed, 0))
			address := open(t)
			h := openAt(t, address)
			h.kind.people = manyPeople
			m := h.sending()
			got := &received{mails: map[string][]string{}}
			h.server.OnKept(got.note)
			for n := range kills {
				after, while := random.IntN(12), time.Duration(random.IntN(3000))*time.Microsecond
				got.kill(t, h.child(t, address, n), after, while)
			}
			last := h.child(t, address, kills)
			h.must(last.Wait())
			h.clock.Advance(24 * time.Hour)
			h.is(m, mailing.Done, manyPeople, 0)
			twice := 0
			for i := range manyPeople {
				ids := got.mails[fmt.Sprintf("p%d@example.org", i+1)]
				if len(ids) == 0 {
					t.Errorf("person %d has no mail", i+1)
					continue
				}
				twice += len(ids) - 1
				for _, id := range ids {
					if id != ids[0] {
						t.Errorf("person %d has two mails of different Message-ID", i+1)
					}
				}
			}
			t.Logf("%d kills, %d mails repeated", kills, twice)
			if twice > kills {
				t.Errorf("%d mails were repeated, one for each kill is the most", twice)
			}
		})
	}
}

// received counts what the mail server has kept.
type received struct {
	mu    sync.Mutex
	mails map[string][]string // Message-IDs by receiver
	next  chan struct{}       // told of each mail, when somebody waits
}

func (r *received) note(m mailtest.Mail) error {
	_, id, _ := cutHeader(m.Raw, "Message-ID: ")
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mails[m.To[0]] = append(r.mails[m.To[0]], id)
	select {
	case r.next <- struct{}{}:
	default:
	}
	return nil
}

// kill lets the process send some mails, waits a little and kills it. A process that has nothing left to send ends by itself.
func (r *received) kill(t *testing.T, process *exec.Cmd, after int, while time.Duration) {
	t.Helper()
	told := make(chan struct{}, 1000)
	r.mu.Lock()
	r.next = told
	r.mu.Unlock()
	ended := make(chan struct{})
	go func() { _ = process.Wait(); close(ended) }()
	for range after {
		select {
		case <-told:
		case <-ended:
		}
	}
	select {
	case <-time.After(while):
	case <-ended:
	}
	_ = process.Process.Kill()
	<-ended
}

// child is the test program once more, which goes on with the mailing; see TestOneProcess. Each runs two minutes later, when
// the leases of the one before are over.
func (h *house) child(t *testing.T, address string, n int) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOneProcess$")
	command.Env = append(os.Environ(), killDatabase+"="+address, killServer+"="+h.server.URL(),
		killTime+"="+noon.Add(time.Duration(n)*2*time.Minute).Format(time.RFC3339))
	command.Stderr = t.Output()
	h.must(command.Start())
	return command
}

// TestOneProcess is no test: it is the process that is killed.
func TestOneProcess(t *testing.T) {
	address := os.Getenv(killDatabase)
	if address == "" {
		t.Skip("run by TestAProcessKilledAtFiftyRandomMomentsLosesNothing")
	}
	at, err := time.Parse(time.RFC3339, os.Getenv(killTime))
	if err != nil {
		t.Fatal(err)
	}
	db, err := database.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: db, clock: clock.At(at)}
	berlin, err := time.LoadLocation("Europe/Berlin")
	h.must(err)
	h.outbox, err = mail.New(db, h.clock, netmail.Address{Name: "Planung", Address: "planung@example.org"}, false)
	h.must(err)
	server, err := mail.ParseServer(os.Getenv(killServer))
	h.must(err)
	h.sender, err = mail.NewSender(h.outbox, server, 0, slog.New(slog.DiscardHandler))
	h.must(err)
	h.jobs = jobs.New(db, h.clock, slog.New(slog.DiscardHandler))
	h.Service, err = mailing.New(db, h.clock, berlin, h.outbox, h.jobs)
	h.must(err)
	h.must(h.Offer(map[string]mailing.Kind{"circular": &circular{mail: h.outbox, people: manyPeople}}))
	h.must(h.sender.Reclaim(context.Background())) // as whoever takes the sender's lease does
	var group sync.WaitGroup
	written := make(chan struct{})
	group.Go(func() { defer close(written); h.work() })
	for open := true; open; {
		select {
		case <-written:
			open = false
		default:
		}
		if _, err := h.sender.SendDue(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	group.Wait()
}
