package mailing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/mail/smtpd"
	"rundertisch/internal/mailing"
)

func TestAMailingGoesFromDraftToDone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.draft()
		h.is(m, mailing.Draft, 0, 0)
		m.Title, m.Content = "Rundschreiben an alle", "Liebe Alle"
		h.must(h.Change(t.Context(), h.actor, m))
		h.refused(h.Change(t.Context(), h.actor, m)) // filled with an older version
		review, err := h.Review(t.Context(), h.actor, m.ID)
		h.must(err)
		if len(review.Reached) != 250 || len(review.Missed) != 1 || review.Missed[0].Reason != mailing.NoAddress {
			t.Fatalf("%d reached, missed %+v", len(review.Reached), review.Missed)
		}
		h.refused(h.Send(t.Context(), h.actor, m.ID, m.Version)) // looked at before the change
		h.refused(h.Schedule(t.Context(), h.actor, m.ID, m.Version, mailing.Time{Day: "16.01.2027", Clock: "9:00"}))
		h.is(m, mailing.Draft, 0, 0)
		m = review.Mailing
		h.kind.leftOut = map[string]mailing.Reason{"p7@example.org": mailing.Gone}
		h.must(h.Send(t.Context(), h.actor, m.ID, m.Version))
		h.refused(h.Send(t.Context(), h.actor, m.ID, m.Version))
		h.refused(h.Change(t.Context(), h.actor, h.find(m).Mailing))
		h.is(m, mailing.Sending, 0, 251)
		h.work()
		h.is(m, mailing.Sending, 0, 249)
		h.post(249)
		h.is(m, mailing.Done, 249, 0)
		if n := h.arrived(); n != 249 {
			t.Errorf("%d arrived", n)
		}
		rows, err := h.Rows(t.Context(), h.actor, h.find(m).Mailing)
		h.must(err)
		fates := map[mailing.Fate]int{}
		for _, row := range rows {
			fates[row.Fate]++
		}
		if fates["sent"] != 249 || fates[mailing.IsLeftOut] != 2 || h.find(m).LeftOut != 2 {
			t.Errorf("%v, %d left out", fates, h.find(m).LeftOut)
		}
		h.refused(h.Pause(t.Context(), h.actor, m.ID))
		h.refused(h.Abort(t.Context(), h.actor, m.ID))
	})
}

func TestNothingIsThereForReceiversBeforeTheChosenTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.draft()
		h.must(h.Schedule(t.Context(), h.actor, m.ID, m.Version, mailing.Time{Day: "16.01.2027", Clock: "8.30 Uhr"}))
		if at := h.find(m).RunAt; !at.Equal(time.Date(2027, 1, 16, 7, 30, 0, 0, time.UTC)) {
			t.Errorf("goes out at %s", at)
		}
		nothing := func() {
			t.Helper()
			h.work()
			h.post(0)
			if counts, err := h.outbox.Counts(t.Context(), h.actor.WorkspaceID, h.actor.ProjectID); err != nil || len(counts) != 0 {
				t.Errorf("in the outbox: %v, %v", counts, err)
			}
		}
		h.clock.Advance(19 * time.Hour)
		nothing()
		h.must(h.Schedule(t.Context(), h.actor, m.ID, h.find(m).Version, mailing.Time{Day: "2027-01-16", Clock: "10:00"}))
		h.clock.Advance(2 * time.Hour) // the first time passes
		nothing()
		h.must(h.Recall(t.Context(), h.actor, m.ID))
		h.clock.Advance(24 * time.Hour)
		nothing()
		h.is(m, mailing.Draft, 0, 0)
		h.must(h.Schedule(t.Context(), h.actor, m.ID, h.find(m).Version, mailing.Time{Day: "18.01.2027", Clock: "09:00"}))
		h.clock.Advance(24 * time.Hour)
		h.work()
		h.post(250)
		h.is(m, mailing.Done, 250, 0)
	})
}

func TestATimeOfSendingIsReadOnTheClocksOfTheProject(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.Open(t, dbtest.SQLite(t)))
	m := h.draft()
	for name, c := range map[string]struct{ day, clock, field string }{
		"no day":                 {"", "9:00", "day"},
		"no such day":            {"31.02.2027", "9:00", "day"},
		"no time":                {"16.01.2027", "", "clock"},
		"no time of day":         {"16.01.2027", "25:00", "clock"},
		"past":                   {"15.01.2027", "11:59", "day"},
		"more than a year away":  {"17.01.2028", "9:00", "day"},
		"skipped by summer time": {"28.03.2027", "02:30", "clock"},
	} {
		err := h.Schedule(t.Context(), h.actor, m.ID, m.Version, mailing.Time{Day: c.day, Clock: c.clock})
		if !fault.Is(err, fault.Invalid) || !slices.ContainsFunc(fault.Fields(err), func(f fault.Field) bool { return f.Name == c.field }) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPausedMailingStandsStillAndOtherMailPasses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.sending()
		h.work()
		h.must(h.Pause(t.Context(), h.actor, m.ID))
		h.refused(h.Pause(t.Context(), h.actor, m.ID))
		h.must(db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			return h.outbox.QueueIn(ctx, tx, mail.Message{WorkspaceID: h.actor.WorkspaceID, Kind: "other", ToEmail: "p3@example.org", Subject: "Anderes", Text: "Guten Tag"})
		}))
		h.clock.Advance(time.Hour)
		h.work()
		h.post(1)
		h.is(m, mailing.Paused, 0, 250)
		h.must(h.Resume(t.Context(), h.actor, m.ID))
		h.refused(h.Resume(t.Context(), h.actor, m.ID))
		h.work()
		h.post(250)
		h.is(m, mailing.Done, 250, 0)
	})
}

// TestWhatIsInFlightObeysWhenItIsNotTaken pauses and aborts while the mail server holds a mail that it will not take now.
func TestWhatIsInFlightObeysWhenItIsNotTaken(t *testing.T) {
	t.Parallel()
	later := &smtpd.Refusal{Code: 451, Enhanced: [3]int{4, 7, 1}, Text: "later"}
	for name, c := range map[string]struct {
		do   func(h *house, m mailing.Mailing) error
		want mail.State
	}{
		"paused":  {func(h *house, m mailing.Mailing) error { return h.Pause(h.t.Context(), h.actor, m.ID) }, mail.Paused},
		"aborted": {func(h *house, m mailing.Mailing) error { return h.Abort(h.t.Context(), h.actor, m.ID) }, mail.Aborted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				h := open(t, db)
				h.kind.people = 3
				m := h.sending()
				h.work()
				h.server.OnData(func(mailtest.Mail) error {
					h.server.OnData(nil)
					h.must(c.do(h, m))
					return later
				})
				n, err := h.sender.SendDue(t.Context())
				h.must(err)
				if p := h.find(m); n > 0 || p.Mails[c.want] != 3 {
					t.Errorf("%d sent, %v, want all %s", n, p.Mails, c.want)
				}
				h.clock.Advance(24 * time.Hour)
				h.post(0)
			})
		})
	}
}

func TestAbortingCallsOffWhatHasNotLeft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		h.process(40)
		m := h.sending()
		h.work()
		h.post(40)
		h.must(h.Abort(t.Context(), h.actor, m.ID))
		h.refused(h.Abort(t.Context(), h.actor, m.ID))
		h.refused(h.Resume(t.Context(), h.actor, m.ID))
		h.clock.Advance(2 * time.Hour)
		h.work()
		h.post(0)
		h.is(m, mailing.Aborted, 40, 0)
		if len(h.kind.taken) != 210 {
			t.Errorf("%d are taken back, want 210", len(h.kind.taken))
		}
		rows, err := h.Rows(t.Context(), h.actor, h.find(m).Mailing)
		h.must(err)
		n := 0
		for _, row := range rows {
			if row.Fate == mailing.NotSent {
				n++
			}
		}
		if n != 210 {
			t.Errorf("%d are shown as not sent", n)
		}
	})
}

func TestAScheduledMailingIsAbortedBeforeItsTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.draft()
		h.must(h.Schedule(t.Context(), h.actor, m.ID, m.Version, mailing.Time{Day: "16.01.2027", Clock: "9:00"}))
		h.must(h.Abort(t.Context(), h.actor, m.ID))
		h.clock.Advance(48 * time.Hour)
		h.work()
		h.post(0)
		h.is(m, mailing.Aborted, 0, 0)
	})
}

// TestAPartIsWrittenWholeOrNotAtAll breaks in the middle of the second part and goes on as another process would.
func TestAPartIsWrittenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.sending()
		h.kind.broken = func(position int) error {
			if position == 150 {
				return errors.New("the power is off")
			}
			return nil
		}
		_, _ = h.jobs.RunDue(t.Context())
		if p := h.find(m); p.Settled != 100 || p.Count(mail.Queued) != 100 {
			t.Errorf("%d settled, %v in the outbox; want 100 and 100", p.Settled, p.Mails)
		}
		h.process(0)
		h.clock.Advance(time.Minute)
		h.work()
		h.post(250)
		if n := h.arrived(); n != 250 {
			t.Errorf("%d arrived", n)
		}
	})
}

func TestTwoProcessesWriteEveryMailOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.sending()
		other := *h
		other.process(0)
		h.clock.Advance(2 * time.Second)
		h.must(h.Pause(t.Context(), h.actor, m.ID))
		h.must(h.Resume(t.Context(), h.actor, m.ID)) // now there are two jobs
		var group sync.WaitGroup
		for _, one := range []*house{h, &other} {
			group.Go(one.work)
		}
		group.Wait()
		if p := h.find(m); p.Settled != p.Receivers || p.Count(mail.Queued) != 250 {
			t.Errorf("%d of %d settled, %v", p.Settled, p.Receivers, p.Mails)
		}
	})
}

func TestAMailingThatCannotGoOnPausesAndSaysWhy(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.draft()
		h.must(h.Schedule(t.Context(), h.actor, m.ID, m.Version, mailing.Time{Day: "16.01.2027", Clock: "9:00"}))
		h.kind.closed = fault.New(fault.Conflict, "invite.begun")
		h.clock.Advance(24 * time.Hour)
		h.work()
		h.is(m, mailing.Paused, 0, 251)
		if got := h.find(m).Trouble; got != "invite.begun" {
			t.Errorf("the trouble is %q", got)
		}
		h.refused(h.Resume(t.Context(), h.actor, m.ID))
		h.kind.closed = nil
		h.must(h.Resume(t.Context(), h.actor, m.ID))
		h.kind.broken = func(int) error { return errors.New("the disk is full") }
		for range 3 {
			_, _ = h.jobs.RunDue(t.Context())
			h.clock.Advance(2 * time.Hour)
		}
		if p := h.find(m); p.State() != mailing.Paused || p.Trouble != "mailing.trouble.unknown" {
			t.Errorf("%s, %q", p.State(), p.Trouble)
		}
	})
}

func TestATestMailGoesToTheActorAloneAndEntersNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.draft()
		h.must(h.SendTest(t.Context(), h.actor, m.ID, mailing.Test{Subject: "[Test]", Note: "Nur ein Test."}))
		h.post(1)
		got := h.server.Mails()[0]
		text := got.Part(t, "text/plain", 0)
		if got.To[0] != "jana@example.org" || got.Header(t, "Subject") != "[Test] Rundschreiben" || !strings.HasPrefix(text, "Nur ein Test.") {
			t.Errorf("to %s: %q, %q", got.To, got.Header(t, "Subject"), text)
		}
		if strings.Contains(string(got.Raw), "calendar") {
			t.Error("the test mail carries a calendar part")
		}
		h.is(m, mailing.Draft, 0, 0)
	})
}

func TestFailedMailsAreRetriedSinglyOrAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		h.kind.people = 4
		m := h.sending()
		h.work()
		gone := &smtpd.Refusal{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "no such user"}
		for _, address := range []string{"p1@example.org", "p2@example.org", "p3@example.org"} {
			h.server.Refuse(address, gone)
		}
		h.post(1)
		h.is(m, mailing.Done, 1, 0)
		rows, err := h.Rows(t.Context(), h.actor, h.find(m).Mailing)
		h.must(err)
		if rows[0].Fate != "failed" || !strings.Contains(rows[0].Mail.LastError, "no such user") || rows[0].Mail.Attempts != 1 {
			t.Errorf("%+v", rows[0])
		}
		n, err := h.Retry(t.Context(), h.actor, m.ID, []string{rows[0].MessageID})
		h.must(err)
		h.is(m, mailing.Sending, 1, 1)
		h.post(1)
		all, err := h.Retry(t.Context(), h.actor, m.ID, nil)
		h.must(err)
		if n != 1 || all != 2 {
			t.Errorf("%d and %d retried, want 1 and 2", n, all)
		}
		h.post(2)
		h.is(m, mailing.Done, 4, 0)
	})
}

func TestWhatSomebodyStoppedIsNotTriedAgainWithTheRest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		h.kind.people = 3
		m := h.sending()
		h.work()
		gone := &smtpd.Refusal{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "no such user"}
		h.server.Refuse("p1@example.org", gone)
		h.server.Refuse("p2@example.org", &smtpd.Refusal{Code: 451, Enhanced: [3]int{4, 7, 1}, Text: "later"})
		h.post(1)
		retried := func(want int) {
			t.Helper()
			h.must(db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				n, err := h.outbox.RetryIn(ctx, tx, h.actor.WorkspaceID, h.actor.ProjectID, nil)
				if n != want {
					t.Errorf("%d mails are tried again, want %d", n, want)
				}
				return err
			}))
		}
		retried(1)
		h.server.Refuse("p1@example.org", gone)
		h.post(0)
		h.must(h.Pause(t.Context(), h.actor, m.ID))
		retried(0)
		h.must(h.Abort(t.Context(), h.actor, m.ID))
		retried(0)

		h.server.Refuse("p1@example.org", gone)
		h.server.Refuse("p2@example.org", gone)
		other := h.sending()
		h.work()
		h.post(1)
		h.must(db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			since := h.clock.Now()
			_, err := tx.NewInsert().Model(&mail.Reachability{WorkspaceID: h.actor.WorkspaceID, ReceiverKey: "p1@example.org", DisabledAt: &since}).Exec(ctx)
			return err
		}))
		again, err := h.Retry(t.Context(), h.actor, other.ID, nil)
		h.must(err)
		if again != 1 {
			t.Errorf("%d mails of another mailing are tried again, want that to p2: p1 is written to no more", again)
		}
	})
}

func TestMailingsAreForThoseWhoRunTheProject(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.Open(t, dbtest.SQLite(t)))
	m := h.draft()
	stranger := h.project()
	reader := h.actor
	reader.Roles = []account.Role{account.Auditor}
	steps := map[string]func(a account.Actor) error{
		"send": func(a account.Actor) error { return h.Send(t.Context(), a, m.ID, m.Version) },
		"schedule": func(a account.Actor) error {
			return h.Schedule(t.Context(), a, m.ID, m.Version, mailing.Time{Day: "16.01.2027", Clock: "9:00"})
		},
		"recall": func(a account.Actor) error { return h.Recall(t.Context(), a, m.ID) },
		"pause":  func(a account.Actor) error { return h.Pause(t.Context(), a, m.ID) },
		"resume": func(a account.Actor) error { return h.Resume(t.Context(), a, m.ID) },
		"abort":  func(a account.Actor) error { return h.Abort(t.Context(), a, m.ID) },
		"retry":  func(a account.Actor) error { _, err := h.Retry(t.Context(), a, m.ID, nil); return err },
		"test":   func(a account.Actor) error { return h.SendTest(t.Context(), a, m.ID, mailing.Test{}) },
		"remove": func(a account.Actor) error { _, err := h.Remove(t.Context(), a, m.ID); return err },
		"change": func(a account.Actor) error { return h.Change(t.Context(), a, m) },
	}
	for name, step := range steps {
		if err := step(reader); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s by an auditor: %v", name, err)
		}
		if err := step(stranger); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s by another workspace: %v", name, err)
		}
	}
	if _, err := h.Find(t.Context(), reader, m.ID); err != nil {
		t.Errorf("an auditor does not see it: %v", err)
	}
	if _, err := h.Find(t.Context(), stranger, m.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("another workspace sees it: %v", err)
	}
}
