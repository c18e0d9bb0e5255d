package mail_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/mail/smtpd"
)

var (
	mailboxFull = &smtpd.Refusal{Code: 452, Enhanced: [3]int{4, 2, 2}, Text: "mailbox full"}
	nobodyHere  = &smtpd.Refusal{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "no such user"}
)

func TestAQueuedMailIsSentOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.queue(t, to("anna@example.org"))
		o.sendDue(t, 1)
		o.sendDue(t, 0)
		o.wantStates(t, "sent")
		mails := o.server.Mails()
		if len(mails) != 1 || mails[0].To[0] != "anna@example.org" || !strings.HasPrefix(mails[0].From, "planung+b-") {
			t.Errorf("arrived: %+v", mails)
		}
		if m := o.all(t)[0]; m.SentAt == nil || !m.SentAt.Equal(noon) || m.DoneAt == nil || m.LeasedUntil != nil || m.Attempts != 1 {
			t.Errorf("row: %+v", m)
		}
	})
}

func TestAMailOfARolledBackTransactionIsNeverSent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
			if err := o.QueueIn(ctx, tx, to("anna@example.org")); err != nil {
				t.Fatal(err)
			}
			return context.Canceled
		})
		if err == nil {
			t.Fatal("the transaction was committed")
		}
		o.sendDue(t, 0)
	})
}

func TestATemporaryRefusalIsTriedAgainLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.server.Refuse("anna@example.org", mailboxFull)
		o.queue(t, to("anna@example.org"))
		o.sendDue(t, 0)
		o.wantStates(t, "deferred")
		if m := o.all(t)[0]; m.Reason != mail.MailboxFull || !strings.Contains(m.LastError, "mailbox full") {
			t.Errorf("reason %q, answer %q", m.Reason, m.LastError)
		}
		o.sendDue(t, 0)
		o.clock.Advance(2 * time.Minute)
		o.sendDue(t, 1)
		o.wantStates(t, "sent")
	})
}

func TestARefusalForEverFailsWithItsReasonAndCanBeRetriedByHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.server.Refuse("gone@example.org", nobodyHere)
		o.queue(t, to("gone@example.org"), to("anna@example.org"))
		o.sendDue(t, 1)
		o.wantStates(t, "failed sent")
		failed := o.all(t)[0]
		if failed.Reason != mail.UnknownReceiver || !strings.Contains(failed.LastError, "no such user") {
			t.Errorf("reason %q, answer %q", failed.Reason, failed.LastError)
		}
		o.clock.Advance(24 * time.Hour)
		o.sendDue(t, 0)
		for _, wrong := range []struct{ workspace, id string }{{"another", failed.ID}, {workspace, "another"}} {
			if n := o.retry(t, wrong.workspace, wrong.id); n != 0 {
				t.Errorf("retried %d of %+v", n, wrong)
			}
		}
		if n := o.retry(t, workspace, failed.ID); n != 1 {
			t.Errorf("retried %d", n)
		}
		o.sendDue(t, 1)
		o.wantStates(t, "sent sent")
	})
}

func (o outbox) retry(t *testing.T, workspaceID, id string) (n int) {
	t.Helper()
	err := o.db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) (err error) {
		n, err = o.RetryIn(ctx, tx, workspaceID, "", []string{id})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAMailThatIsNeverTakenIsGivenUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.queue(t, to("anna@example.org"))
		attempts := 0
		for ; o.states(t) != "failed" && attempts < 50; attempts++ {
			o.server.Refuse("anna@example.org", mailboxFull)
			o.sendDue(t, 0)
			o.clock.Advance(5 * time.Hour)
		}
		if m := o.all(t)[0]; attempts != 18 || m.Reason != mail.GaveUp || !strings.Contains(m.LastError, "mailbox full") {
			t.Errorf("after %d attempts: %q, %q", attempts, m.Reason, m.LastError)
		}
	})
}

func TestMailToOneReceiverKeepsItsOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		first, second, other := to("anna@example.org"), to("ANNA@Example.ORG"), to("bert@example.org")
		first.Subject, second.Subject = "first", "second"
		o.server.Refuse("anna@example.org", mailboxFull)
		o.queue(t, first, second, other)
		o.sendDue(t, 1)
		o.wantStates(t, "deferred queued sent")
		o.clock.Advance(2 * time.Minute)
		o.sendDue(t, 2)
		var subjects []string
		for _, m := range o.server.Mails() {
			subjects = append(subjects, m.Header(t, "Subject"))
		}
		if got := strings.Join(subjects, " "); got != "Einladung first second" {
			t.Errorf("arrived in the order %q", got)
		}
	})
}

func TestTheHourlyCapHoldsBackTheRest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 2)
		for i := range 5 {
			o.queue(t, to(fmt.Sprintf("p%d@example.org", i)))
		}
		o.sendDue(t, 2)
		o.clock.Advance(59 * time.Minute)
		o.sendDue(t, 0)
		o.clock.Advance(2 * time.Minute)
		o.sendDue(t, 2)
	})
}

func TestAServerInTroubleCostsOneAttemptAndARefusedMailOnlyItself(t *testing.T) {
	t.Parallel()
	for name, trouble := range map[string]struct {
		err    error
		reason mail.Reason
	}{
		"it hangs up":         {smtpd.ErrDrop, mail.NoConnection},
		"it is shutting down": {&smtpd.Refusal{Code: 421, Enhanced: [3]int{4, 3, 2}, Text: "closing"}, mail.NoConnection},
		"the mail is too big": {&smtpd.Refusal{Code: 552, Enhanced: [3]int{5, 3, 4}, Text: "too big"}, mail.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				o := newOutbox(t, db, 0)
				o.server.Refuse("anna@example.org", trouble.err)
				o.queue(t, to("anna@example.org"), to("bert@example.org"))
				_, err := o.sender.SendDue(context.Background())
				mine := trouble.reason == mail.NoConnection
				if (err != nil) != mine {
					t.Errorf("SendDue: %v", err)
				}
				want := map[bool]string{true: "deferred queued", false: "failed sent"}[mine]
				o.wantStates(t, want)
				if got := o.all(t)[0].Reason; got != trouble.reason {
					t.Errorf("reason %q", got)
				}
			})
		})
	}
}

func TestWithoutAnswerFromTheServerNothingIsLost(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	o := newOutbox(t, db, 0)
	nowhere, err := mail.ParseServer("smtp://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	sender, err := mail.NewSender(o.Service, nowhere, 0, discard())
	if err != nil {
		t.Fatal(err)
	}
	o.queue(t, to("anna@example.org"))
	if _, err := sender.SendDue(context.Background()); err == nil {
		t.Error("no error from a server that is not there")
	}
	o.wantStates(t, "deferred")
	o.clock.Advance(2 * time.Minute)
	o.sendDue(t, 1)
}

func TestOneConnectionCarriesAHundredMails(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	o := newOutbox(t, db, 0)
	for i := range 101 {
		o.queue(t, to(fmt.Sprintf("p%d@example.org", i)))
	}
	o.sendDue(t, 101)
	if n := o.server.Connections(); n != 2 {
		t.Errorf("%d connections, want 2", n)
	}
}

func TestALostAnswerIsRepeatedUnderTheSameMessageID(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	o := newOutbox(t, db, 0)
	o.server.OnKept(func(mailtest.Mail) error { return smtpd.ErrDrop })
	o.queue(t, to("anna@example.org"))
	if _, err := o.sender.SendDue(context.Background()); err == nil {
		t.Error("a lost answer is no trouble?")
	}
	o.wantStates(t, "deferred")
	o.server.OnKept(nil)
	o.clock.Advance(2 * time.Minute)
	o.sendDue(t, 1)
	mails := o.server.Mails()
	if len(mails) != 2 || mails[0].Header(t, "Message-ID") != mails[1].Header(t, "Message-ID") {
		t.Errorf("%d mails arrived", len(mails))
	}
}

func TestASessionTheServerEndedIsReplacedWithoutDelay(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	o := newOutbox(t, db, 0)
	o.server.EndSessionsAfter(1)
	for i := range 3 {
		o.queue(t, to(fmt.Sprintf("p%d@example.org", i)))
	}
	o.sendDue(t, 3)
	if n := o.server.Connections(); n != 3 {
		t.Errorf("%d connections, want 3", n)
	}
}

// crash is a process whose database goes away the moment the mail server has kept its nth mail: what a SIGKILL between
// the server's yes and our commit looks like to the next process.
func crash(t *testing.T, address string, at *clock.Manual, server *mailtest.Server, nth int) {
	t.Helper()
	db, err := database.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	server.OnKept(func(mailtest.Mail) error {
		if kept++; kept == nth {
			return db.Close()
		}
		return nil
	})
	process := startProcess(t, db, at, server, 0)
	if _, err := process.sender.SendDue(context.Background()); err == nil {
		t.Fatal("the process survived")
	}
	server.OnKept(nil)
}

func TestAKilledSenderRepeatsAtMostTheOneMailInFlight(t *testing.T) {
	t.Parallel()
	const people, dies = 20, 8
	for kind, open := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			address := open(t)
			o := newOutbox(t, dbtest.Open(t, address), 0)
			for i := range people {
				o.queue(t, invite(fmt.Sprintf("p%d@example.org", i), fmt.Sprintf("thread%d", i), 0))
			}
			crash(t, address, o.clock, o.server, dies)
			o.clock.Advance(11 * time.Minute)
			o.sendDue(t, 0) // nobody but the one who leads next takes up what was begun
			reclaim(t, o)
			o.sendDue(t, people-dies+1)
			arrived := map[string][]string{}
			for _, m := range o.server.Mails() {
				arrived[m.To[0]] = append(arrived[m.To[0]], m.Header(t, "Message-ID")+m.Part(t, "application/ics", 0))
			}
			twice := 0
			for address, copies := range arrived {
				if len(copies) == 2 && copies[0] == copies[1] {
					twice++
				} else if len(copies) != 1 {
					t.Errorf("%s got %q", address, copies)
				}
			}
			if len(arrived) != people || twice != 1 {
				t.Errorf("%d people got mail, %d of them twice; want %d and 1", len(arrived), twice, people)
			}
		})
	}
}

func reclaim(t *testing.T, o outbox) {
	t.Helper()
	if err := o.sender.Reclaim(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestStoppingFinishesTheRunningMailAndTheNextProcessGoesOnAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		started, release := make(chan struct{}, 2), make(chan struct{})
		o.server.OnData(func(mailtest.Mail) error {
			started <- struct{}{}
			<-release
			return nil
		})
		o.queue(t, to("anna@example.org"), to("bert@example.org"))
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- o.sender.Run(ctx) }()
		<-started
		if !strings.HasPrefix(o.states(t), "sending ") {
			t.Errorf("while the first is on its way: %s", o.states(t))
		}
		stop()
		close(release)
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		o.wantStates(t, "sent queued")
		again, halt := context.WithCancel(context.Background())
		next := startProcess(t, db, o.clock, o.server, 0)
		go func() { ended <- next.sender.Run(again) }()
		<-started
		halt()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		o.wantStates(t, "sent sent")
	})
}

// watched is a clock that tells who looks at it.
type watched struct {
	clock.Clock

	looks chan struct{}
}

func (w watched) Now() time.Time {
	w.looks <- struct{}{}
	return w.Clock.Now()
}

func TestASecondProcessWaitsWhileTheFirstSends(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.queue(t, to("anna@example.org"), to("bert@example.org"))
		started, release := make(chan struct{}, 2), make(chan struct{})
		o.server.OnData(func(mailtest.Mail) error {
			started <- struct{}{}
			<-release
			return nil
		})
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- o.sender.Run(ctx) }()
		<-started
		at := watched{o.clock, make(chan struct{})}
		second := startProcess(t, db, at, o.server, 0)
		go func() { ended <- second.sender.Run(ctx) }()
		for look := 0; look < 12; look++ { // as many looks as a claim and a delivery would need, and more
			second.Wake()
			select {
			case <-at.looks:
			case <-started:
				t.Error("two mails are in flight")
				look = 12
			}
		}
		stop()
		close(release)
		for range 2 {
			for open := true; open; {
				select {
				case <-at.looks:
				case err := <-ended:
					if open = false; err != nil {
						t.Error(err)
					}
				}
			}
		}
		o.wantStates(t, "sent queued")
	})
}
