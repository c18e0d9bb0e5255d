package mail_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/mail/smtpd"
)

// TestAFailingServerLosesNothing sends to servers that fail in every way there is, until all has come through. Only the mail
// whose last answer was lost may come twice, as the same mail.
func TestAFailingServerLosesNothing(t *testing.T) {
	t.Parallel()
	const people = 12
	refuse := func(code, class int) error {
		return &smtpd.Refusal{Code: code, Enhanced: [3]int{class, 3, 0}, Text: "not now"}
	}
	for name, c := range map[string]struct {
		misbehave func(server *mailtest.Server, ended <-chan struct{}) // what it does to the third and the seventh mail
		doubles   int
	}{
		"it answers 4xx to the receiver": {func(s *mailtest.Server, _ <-chan struct{}) {
			s.Refuse("p3@example.org", refuse(451, 4), refuse(450, 4))
			s.Refuse("p7@example.org", refuse(421, 4))
		}, 0},
		"it answers 4xx to the mail": {onData(refuse(451, 4)), 0},
		"it drops at the receiver": {func(s *mailtest.Server, _ <-chan struct{}) {
			s.Refuse("p3@example.org", smtpd.ErrDrop)
			s.Refuse("p7@example.org", smtpd.ErrDrop)
		}, 0},
		"it drops in the data":          {onData(smtpd.ErrDrop), 0},
		"it drops behind the final dot": {onKept(smtpd.ErrDrop), 2},
		"it hangs behind the final dot": {onKept(nil), 2},
		"it ends sessions early":        {func(s *mailtest.Server, _ <-chan struct{}) { s.EndSessionsAfter(2) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				o := newOutbox(t, db, 0)
				o.sender.Impatient(200 * time.Millisecond)
				for i := range people {
					o.queue(t, to(fmt.Sprintf("p%d@example.org", i+1)))
				}
				ended := make(chan struct{})
				t.Cleanup(func() { close(ended) })
				c.misbehave(o.server, ended)
				o.sendUntilDone(t)
				got := map[string][]string{}
				for _, m := range o.server.Mails() {
					got[m.To[0]] = append(got[m.To[0]], m.Header(t, "Message-ID"))
				}
				doubles := 0
				for address, ids := range got {
					if len(ids) > 2 || ids[0] != ids[len(ids)-1] {
						t.Errorf("%s got %q", address, ids)
					}
					doubles += len(ids) - 1
				}
				if len(got) != people || doubles != c.doubles {
					t.Errorf("%d of %d people have mail, %d twice; want %d twice", len(got), people, doubles, c.doubles)
				}
			})
		})
	}
}

// sendUntilDone lets time pass until nothing waits any more.
func (o outbox) sendUntilDone(t *testing.T) {
	t.Helper()
	for range 40 {
		_, _ = o.sender.SendDue(t.Context())
		if !strings.ContainsAny(strings.Join(strings.Fields(strings.ReplaceAll(o.states(t), "sent", "")), ""), "abcdefghijklmnopqrstuvwxyz") {
			return
		}
		o.clock.Advance(11 * time.Minute)
	}
	t.Fatalf("in the end: %s", o.states(t))
}

// victims calls fn for the third and the seventh receiver, once each.
func victims(fn func() error) func(mailtest.Mail) error {
	var mu sync.Mutex
	hit := map[string]bool{}
	return func(m mailtest.Mail) error {
		mu.Lock()
		first := !hit[m.To[0]] && (m.To[0] == "p3@example.org" || m.To[0] == "p7@example.org")
		hit[m.To[0]] = true
		mu.Unlock()
		if first {
			return fn()
		}
		return nil
	}
}

func onData(err error) func(*mailtest.Server, <-chan struct{}) {
	return func(s *mailtest.Server, _ <-chan struct{}) { s.OnData(victims(func() error { return err })) }
}

// onKept lets the server keep the mail and then answer with err, or not at all.
func onKept(err error) func(*mailtest.Server, <-chan struct{}) {
	return func(s *mailtest.Server, ended <-chan struct{}) {
		s.OnKept(victims(func() error {
			if err == nil {
				<-ended
				return smtpd.ErrDrop
			}
			return err
		}))
	}
}

func TestA5xxIsFinalAnd4xxIsTriedForTwoDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.server.OnData(func(m mailtest.Mail) error {
			if m.To[0] == "never@example.org" {
				return &smtpd.Refusal{Code: 554, Enhanced: [3]int{5, 6, 0}, Text: "never"}
			}
			return &smtpd.Refusal{Code: 450, Enhanced: [3]int{4, 7, 1}, Text: "later"}
		})
		o.queue(t, to("never@example.org"), to("later@example.org"))
		o.sendDue(t, 0)
		o.wantStates(t, "failed deferred")
		begun, attempts := o.clock.Now(), 0
		for o.states(t) != "failed failed" {
			o.clock.Advance(o.all(t)[1].RunAt.Sub(o.clock.Now()))
			o.sendDue(t, 0)
			if attempts++; attempts > 30 {
				t.Fatal("it is never given up")
			}
		}
		m := o.all(t)[1]
		if took := o.clock.Now().Sub(begun); took < 40*time.Hour || took > 60*time.Hour || m.Reason != mail.GaveUp || m.Attempts != 18 {
			t.Errorf("given up after %s and %d attempts as %s", took, m.Attempts, m.Reason)
		}
	})
}

func TestAGreylistedMailArrivesWithinMinutes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		first := map[string]time.Time{}
		o.server.OnData(func(m mailtest.Mail) error {
			seen, known := first[m.To[0]]
			if !known {
				first[m.To[0]] = o.clock.Now()
			}
			if !known || o.clock.Now().Sub(seen) < 5*time.Minute {
				return &smtpd.Refusal{Code: 451, Enhanced: [3]int{4, 7, 1}, Text: "greylisted, come again in 5 minutes"}
			}
			return nil
		})
		for i := range 5 {
			o.queue(t, to(fmt.Sprintf("p%d@example.org", i)))
		}
		for range 20 {
			_, err := o.sender.SendDue(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			o.clock.Advance(time.Minute)
		}
		o.wantStates(t, "sent sent sent sent sent")
		if n := len(o.server.Mails()); n != 5 {
			t.Errorf("%d mails arrived", n)
		}
	})
}

func TestAServerThatIsAwayCostsNoAttemptHoweverLong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		nowhere, err := mail.ParseServer("smtp://127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		sender, err := mail.NewSender(o.Service, nowhere, 0, discard())
		if err != nil {
			t.Fatal(err)
		}
		o.queue(t, to("anna@example.org"), to("bert@example.org"))
		for range 50 {
			if _, err := sender.SendDue(context.Background()); err == nil {
				t.Fatal("no error from a server that is not there")
			}
			o.clock.Advance(5 * time.Hour)
		}
		for _, m := range o.all(t) {
			if m.Attempts != 0 || m.State == mail.Failed {
				t.Errorf("%s after %d attempts", m.State, m.Attempts)
			}
		}
		o.sendDue(t, 2)
	})
}

func TestARefusalLeavesTheSessionOpen(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	o := newOutbox(t, db, 0)
	for i := range 6 {
		address := fmt.Sprintf("p%d@example.org", i)
		if i%2 == 0 {
			o.server.Refuse(address, nobodyHere)
		}
		o.queue(t, to(address))
	}
	o.sendDue(t, 3)
	if n := o.server.Connections(); n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
}

func TestTroubleWithTheMailServerIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		address string
		strict  bool
		want    mail.Reason
	}{
		"a certificate nobody knows": {"smtps://" + mailtest.Script{TLS: true}.Run(t), false, mail.BadCertificate},
		"no STARTTLS":                {"smtp://" + mailtest.Script{}.Run(t), true, mail.NoTLS},
		"smtps at a plain port":      {"smtps://" + mailtest.Script{}.Run(t), false, mail.NoTLS},
		"a refused sender":           {"smtp://" + mailtest.Script{Answers: map[string]string{"MAIL": "553 5.7.1 not yours"}}.Run(t), false, mail.SenderRefused},
		"a refused password": {
			"smtp://u:p@" + mailtest.Script{Extensions: []string{"AUTH PLAIN LOGIN"}, Answers: map[string]string{"AUTH": "535 5.7.8 no"}}.Run(t), false, mail.NoSignIn,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOutbox(t, dbtest.Open(t, dbtest.SQLite(t)), 0)
			server, err := mail.ParseServer(c.address)
			if err != nil {
				t.Fatal(err)
			}
			if c.strict {
				server = server.WithStartTLS()
			}
			sender, err := mail.NewSender(o.Service, server, 0, discard())
			if err != nil {
				t.Fatal(err)
			}
			o.queue(t, to("anna@example.org"))
			if _, err := sender.SendDue(t.Context()); err == nil {
				t.Error("no trouble")
			}
			if m := o.all(t)[0]; m.State != mail.Deferred || m.Reason != c.want || m.Attempts != 0 {
				t.Errorf("%s after %d attempts because of %q, want %q", m.State, m.Attempts, m.Reason, c.want)
			}
		})
	}
}

// TestTwoProcessesSendEveryMailOnce lets two processes on one database share a thousand mails.
func TestTwoProcessesSendEveryMailOnce(t *testing.T) {
	t.Parallel()
	const people = 1000
	address := dbtest.Postgres(t)
	o := newOutbox(t, dbtest.Open(t, address), 0)
	for i := range people {
		o.queue(t, to(fmt.Sprintf("p%d@example.org", i)))
	}
	other := startProcess(t, dbtest.Open(t, address), o.clock, o.server, 0)
	ctx, stop := context.WithCancel(t.Context())
	all := make(chan struct{})
	var mu sync.Mutex
	seen := map[string]int{}
	o.server.OnKept(func(m mailtest.Mail) error {
		mu.Lock()
		defer mu.Unlock()
		if seen[m.To[0]]++; len(seen) == people && seen[m.To[0]] == 1 {
			close(all)
		}
		return nil
	})
	var group sync.WaitGroup
	for _, process := range []outbox{o, other} {
		group.Go(func() { _ = process.sender.Run(ctx) })
	}
	select {
	case <-all:
	case <-time.After(2 * time.Minute):
		t.Error("not all have come")
	}
	stop()
	group.Wait()
	for who, n := range seen {
		if n != 1 {
			t.Errorf("%s got %d mails", who, n)
		}
	}
}
