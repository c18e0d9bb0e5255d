package mail_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/bounce"
	"rundertisch/internal/mail/mailtest"
)

// comesBack has a notice arrive about the n-th mail of the outbox.
func (o outbox) comesBack(t *testing.T, n int, outcome bounce.Outcome, status string) mail.Message {
	t.Helper()
	notice := bounce.Notice{Envelopes: []string{o.all(t)[n].Envelope}, Outcome: outcome, Status: status, Answer: "nobody here"}
	var m mail.Message
	err := o.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		m, err = o.ReturnedIn(ctx, tx, notice)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o.clock.Advance(time.Minute)
	return m
}

// isTried has the outbox say that the n-th mail is in the state, in its first attempt.
func (o outbox) isTried(t *testing.T, n int, state mail.State) {
	t.Helper()
	leased := o.clock.Now().Add(time.Minute)
	m := mail.Message{ID: o.all(t)[n].ID, State: state, Attempts: 1, LeasedUntil: &leased}
	err := o.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		return database.OneRow(tx.NewUpdate().Model(&m).Column("state", "attempts", "leased_until").Where("id = ?", m.ID).Exec(ctx))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (o outbox) wantDisabled(t *testing.T, workspaceID, address string, want bool) {
	t.Helper()
	reach, err := o.Reachable(t.Context(), workspaceID, address)
	if err != nil || reach.Disabled() != want {
		t.Errorf("%s disabled: %v, %v; want %v", address, reach.Disabled(), err, want)
	}
}

func TestTwoMailsRefusedForEverDisableAnAddress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.queue(t, to("gone@example.org"), to("gone@example.org"))
		o.sendDue(t, 2)
		if m := o.comesBack(t, 0, bounce.Failed, "5.1.1"); m.State != mail.Bounced || m.Reason != mail.UnknownReceiver {
			t.Errorf("%s, %s", m.State, m.Reason)
		}
		o.comesBack(t, 0, bounce.Failed, "5.1.1") // the same mail again
		o.wantDisabled(t, workspace, "gone@example.org", false)
		o.queue(t, to("gone@example.org"), to("here@example.org"))
		o.comesBack(t, 1, bounce.Failed, "5.7.1")
		o.wantDisabled(t, workspace, "Gone@Example.org", true)
		o.wantDisabled(t, workspace, "here@example.org", false)
		o.wantDisabled(t, "another", "gone@example.org", false)
		o.wantStates(t, "bounced bounced failed queued")

		o.queue(t, to("gone@example.org"))
		if m := o.all(t)[4]; m.State != mail.Failed || m.Reason != mail.AddressDisabled || m.DoneAt == nil || m.LastError != "nobody here" {
			t.Errorf("queued to a disabled address: %+v", m)
		}
		if n := o.retry(t, workspace, o.all(t)[4].ID); n != 0 {
			t.Errorf("%d retried", n)
		}
		o.sendDue(t, 1)
		o.wantStates(t, "bounced bounced failed sent failed")

		enable := func() error {
			return o.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				return o.EnableIn(ctx, tx, workspace, "gone@example.org", "jana")
			})
		}
		if err := enable(); err != nil {
			t.Fatal(err)
		}
		if err := enable(); !fault.Is(err, fault.Conflict) {
			t.Errorf("enabled twice: %v", err)
		}
		o.clock.Advance(time.Minute)
		if n := o.retry(t, workspace, o.all(t)[4].ID); n != 1 {
			t.Errorf("%d retried", n)
		}
		o.sendDue(t, 1)
		o.comesBack(t, 4, bounce.Failed, "5.1.1")
		o.wantDisabled(t, workspace, "gone@example.org", false) // what came before staff spoke counts no longer
	})
}

func TestWhatComesBackForNowOrUnknownDisablesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		for range 6 {
			o.queue(t, to("full@example.org"))
		}
		o.sendDue(t, 6)
		for n, tt := range []struct {
			outcome bounce.Outcome
			status  string
			state   mail.State
			reason  mail.Reason
		}{
			{bounce.Delayed, "4.4.1", mail.Sent, ""},
			{bounce.Arrived, "2.0.0", mail.Sent, ""},
			{bounce.Failed, "4.4.7", mail.Bounced, mail.GaveUp},
			{bounce.Failed, "4.2.2", mail.Bounced, mail.MailboxFull},
			{bounce.Failed, "", mail.Bounced, mail.Refused},
		} {
			o.comesBack(t, n, tt.outcome, tt.status)
			if m := o.all(t)[n]; m.State != tt.state || m.Reason != tt.reason {
				t.Errorf("%s %s: %s, %q", tt.outcome, tt.status, m.State, m.Reason)
			}
		}
		o.wantDisabled(t, workspace, "full@example.org", false)
		unknown := bounce.Notice{Envelopes: []string{"planung+b-abcdefghijkmnpqrstuvwxyz23456789@example.org"}, MessageIDs: []string{"x@example.org"}, Outcome: bounce.Failed, Status: "5.1.1"}
		err := o.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			m, err := o.ReturnedIn(ctx, tx, unknown)
			if m.ID != "" {
				t.Errorf("a notice about a mail we never wrote fits %s", m.ID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		byID := bounce.Notice{MessageIDs: []string{o.all(t)[5].MessageID}, Outcome: bounce.Failed, Status: "5.1.1"}
		err = o.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := o.ReturnedIn(ctx, tx, byID)
			return err
		})
		if m := o.all(t)[5]; err != nil || m.State != mail.Bounced {
			t.Errorf("by its Message-ID: %s, %v", m.State, err)
		}
	})
}

// TestANoticeMayBeFasterThanTheWordThatItsMailWasTaken: the database still says that the mail is on its way.
func TestANoticeMayBeFasterThanTheWordThatItsMailWasTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for _, state := range []mail.State{mail.Sending, mail.Deferred} {
			o := newOutbox(t, db, 0)
			address := string(state) + "@example.org"
			first := len(o.all(t))
			o.queue(t, to(address), to(address), to(address))
			for n := first; n < first+2; n++ {
				o.isTried(t, n, state)
				came := o.clock.Now()
				o.comesBack(t, n, bounce.Failed, "5.1.1")
				m := o.all(t)[n]
				if m.State != mail.Bounced || m.Reason != mail.UnknownReceiver || m.LastError != "nobody here" || m.LeasedUntil != nil {
					t.Errorf("%s: %s, %q, %q, leased until %v", state, m.State, m.Reason, m.LastError, m.LeasedUntil)
				}
				if m.SentAt == nil || !m.SentAt.Equal(came) || m.DoneAt == nil || !m.DoneAt.Equal(came) {
					t.Errorf("%s: left %v, done %v; want %v", state, m.SentAt, m.DoneAt, came)
				}
			}
			o.wantDisabled(t, workspace, address, true)
			if err := o.sender.Reclaim(t.Context()); err != nil {
				t.Fatal(err)
			}
			o.sendDue(t, 0)
			if all := o.all(t); all[first].State != mail.Bounced || all[first+2].State != mail.Failed {
				t.Errorf("%s: came to %s, the one behind it to %s", state, all[first].State, all[first+2].State)
			}
		}
	})
}

// TestASenderLeavesAMailThatCameBackMeanwhile: the server's word comes after the notice.
func TestASenderLeavesAMailThatCameBackMeanwhile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOutbox(t, db, 0)
		o.queue(t, to("gone@example.org"), to("here@example.org"))
		o.server.OnKept(func(arrived mailtest.Mail) error {
			if arrived.To[0] == "gone@example.org" {
				o.comesBack(t, 0, bounce.Failed, "5.1.1")
			}
			return nil
		})
		if _, err := o.sender.SendDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		o.wantStates(t, "bounced sent")
	})
}
