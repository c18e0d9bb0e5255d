package mailing

import (
	"context"
	"errors"
	"strconv"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/jobs"
)

const (
	job         = "send.mailing"
	partSize    = 100 // receivers whose mails are written in one transaction
	patientTill = 3   // attempts without success after which a mailing pauses and says so
)

// order is what the job is told. The version makes the jobs of a mailing that was called back distinct from those of its
// next sending; what is to be done is read from the mailing itself.
type order struct{ Mailing, Workspace, Project string }

func (s *Service) enqueue(ctx context.Context, tx bun.IDB, m Mailing) error {
	at := s.clock.Now()
	if m.State == Scheduled {
		at = *m.RunAt
	}
	key := job + ":" + m.ID + ":" + strconv.FormatInt(m.Version, 10)
	return s.jobs.EnqueueIn(ctx, tx, job, key, order{m.ID, m.WorkspaceID, m.ProjectID}, at)
}

// work is the job: it does what the mailing's state asks for. A process may die at any moment and another begin again.
func (s *Service) work(ctx context.Context, j jobs.Job) error {
	var what order
	if err := j.Read(&what); err != nil {
		return err
	}
	a := account.Program(what.Workspace, what.Project)
	m, err := findMailing(ctx, s.db.Read(), a, what.Mailing)
	if fault.Is(err, fault.NotFound) {
		return nil // a draft again, and in the bin
	}
	if err != nil {
		return err
	}
	switch m.State {
	case Scheduled:
		err = s.begin(ctx, a, m)
	case Sending:
		err = s.write(ctx, a, m)
	case Aborted:
		err = s.unwrite(ctx, m)
	}
	if fault.Is(err, fault.Conflict) {
		return s.stop(ctx, a, m.ID, keyOf(err))
	}
	if err != nil && j.Attempts >= patientTill && m.State != Aborted {
		if held := s.stop(ctx, a, m.ID, "mailing.trouble.unknown"); held != nil {
			return held
		}
	}
	return err // for the log; the next attempt of a paused one finds nothing to do
}

// begin lets a scheduled mailing go when its time has come. A job of an earlier chosen time finds that it has not.
func (s *Service) begin(ctx context.Context, a account.Actor, m Mailing) error {
	now, begun := s.clock.Now(), false
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if m, err = lockMailing(ctx, tx, a, m.ID); err != nil || m.State != Scheduled || m.RunAt.After(now) {
			return err
		}
		m.State, m.StartedAt, begun = Sending, &now, true
		return updateMailing(ctx, tx, &m, "state", "started_at")
	})
	if err != nil || !begun {
		return err
	}
	return s.write(ctx, a, m)
}

// write writes part after part until every receiver had their turn, or somebody stops the mailing.
func (s *Service) write(ctx context.Context, a account.Actor, m Mailing) error {
	kind, err := s.kind(m)
	if err != nil {
		return err
	}
	for m.State == Sending && m.Settled < m.Receivers {
		if err := s.writePart(ctx, kind, m); err != nil {
			return err
		}
		s.mail.Wake()
		if m, err = findMailing(ctx, s.db.Read(), a, m.ID); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// writePart writes the mails of the next receivers in one transaction, which also says how far the mailing has come.
func (s *Service) writePart(ctx context.Context, kind Kind, m Mailing) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		part, err := listReceivers(ctx, tx, m.ID, m.Settled, partSize)
		if err != nil || len(part) == 0 {
			return err
		}
		if ours, err := advance(ctx, tx, m, len(part)); err != nil || !ours {
			return err
		}
		if err := kind.Ready(ctx, tx, m, s.clock.Now()); err != nil {
			return err
		}
		if err := kind.WriteIn(ctx, tx, m, open(part)); err != nil {
			return err
		}
		return s.settle(ctx, tx, m, part)
	})
}

// open are those of the part who are to get a mail. They share the part's memory, so that what is set stays set.
func open(part []Receiver) []Receiver {
	n := 0
	for n < len(part) && part[n].Reason == "" { // those who get one stand first
		n++
	}
	return part[:n]
}

// settle notes what became of the receivers of a part.
func (s *Service) settle(ctx context.Context, tx bun.IDB, m Mailing, part []Receiver) error {
	left := 0
	for _, r := range part {
		if r.Turn != Written {
			r.Turn, left = LeftOut, left+1
		}
		if err := updateReceiver(ctx, tx, r); err != nil {
			return err
		}
	}
	return addLeftOut(ctx, tx, m, left)
}

// stop pauses a mailing that cannot go on, with the reason.
func (s *Service) stop(ctx context.Context, a account.Actor, mailingID, trouble string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		m, err := lockMailing(ctx, tx, a, mailingID)
		if err != nil || m.State != Sending && m.State != Scheduled {
			return err
		}
		if m.StartedAt == nil {
			now := s.clock.Now()
			m.StartedAt = &now
		}
		if err := s.pauseIn(ctx, tx, &m, trouble); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "mailing.paused", m, map[string]any{"trouble": trouble})
	})
}

// unwrite takes back, part by part, what was done for receivers whose mail was called off before it left.
func (s *Service) unwrite(ctx context.Context, m Mailing) error {
	kind, err := s.kind(m)
	if err != nil {
		return err
	}
	for {
		var n int
		err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			part, err := calledOff(ctx, tx, m.ID, partSize)
			if n = len(part); err != nil || n == 0 {
				return err
			}
			if err := kind.UnwriteIn(ctx, tx, m, part); err != nil {
				return err
			}
			for _, r := range part {
				r.Turn, r.Reason = LeftOut, Stopped
				if err := updateReceiver(ctx, tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Key != "" {
		return f.Key
	}
	return "mailing.trouble.unknown"
}

// calledOff lists receivers whose written mail was called off and who have not been seen to yet.
func calledOff(ctx context.Context, tx bun.IDB, mailingID string, limit int) ([]Receiver, error) {
	var list []Receiver
	err := tx.NewSelect().Model(&list).Join("JOIN mail_messages AS m ON m.id = rc.message_id").
		Where("rc.mailing_id = ? AND rc.state = ? AND m.state = 'aborted' AND m.reason = 'called_off'", mailingID, Written).
		Order("rc.position").Limit(int64(limit)).Scan(ctx)
	return list, database.Fault(err)
}
