package mailinglist

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
)

// Offer is a list as its public page shows it.
type Offer struct {
	List      List
	Workspace account.Workspace
	Consent   Consent
}

// Public lists the open lists that everybody may subscribe to.
func (s *Service) Public(ctx context.Context) ([]List, error) { return listPublic(ctx, s.db.Read()) }

// Offer returns the list with a public page at the address, in the language; NotFound when there is none.
func (s *Service) Offer(ctx context.Context, slug string, lang i18n.Lang) (Offer, error) {
	l, err := listOf(ctx, s.db.Read(), "slug", slug)
	if err == nil && !l.Public {
		err = fault.Missing()
	}
	if err != nil {
		return Offer{}, err
	}
	o := Offer{List: l}
	o.Workspace, err = s.accounts.Workspace(ctx, l.WorkspaceID)
	o.Consent = s.consent(l, o.Workspace, lang)
	return o, err
}

// Subscribe takes the wish of somebody at a public page and asks the address to confirm it. What it answers does not depend on whether
// the address is known. Faults: Invalid at name, email and agreed; Conflict when the list is closed, or its text has changed
// since the page was shown.
func (s *Service) Subscribe(ctx context.Context, slug string, w Wish) error {
	err := w.clean()
	if !w.Agreed {
		var c fault.Checks
		c.Merge("", err)
		c.Add("agreed", "mailinglist.fault.agree")
		err = c.Err()
	}
	if err != nil {
		return err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		l, err := listOf(ctx, tx, "slug", slug)
		if err == nil && !l.Public {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		if !l.Open() {
			return fault.New(fault.Conflict, "mailinglist.fault.closed")
		}
		if err := s.agreeIn(ctx, tx, l, w.Consent, w.Lang); err != nil {
			return err
		}
		m := w.pending(l, s.clock.Now())
		m.ConsentHash = w.Consent
		_, err = s.askIn(ctx, tx, l, m)
		return err
	})
	if err == nil {
		s.outbox.Wake()
	}
	return err
}

// Outcome is what became of asking somebody.
type Outcome string

// The outcomes, which only staff are told.
const (
	Asked   Outcome = "asked"   // a mail went out
	Again   Outcome = "again"   // was asked not long ago, or often enough
	Already Outcome = "already" // is subscribed
	Gone    Outcome = "gone"    // has left; only they themselves come back
)

// askIn makes the address pending and asks it to confirm, as far as it stands in no other state and was not asked too
// often.
func (s *Service) askIn(ctx context.Context, tx bun.IDB, l List, m Member) (Outcome, error) {
	m.ID = id.New()
	fresh, err := insertMember(ctx, tx, m)
	if err != nil {
		return "", err
	}
	if fresh {
		return Asked, s.write(ctx, tx, l, m, confirmMail)
	}
	was, err := memberByKey(ctx, tx, l.ID, m.EmailKey)
	if err != nil {
		return "", err
	}
	switch {
	case was.State == Subscribed:
		return Already, s.tellKnown(ctx, tx, l, m, was)
	case was.State == Left && m.Source == Staff:
		return Gone, nil
	case was.State == Left || was.lapsed(m.AskedAt):
		return s.askAgain(ctx, tx, l, m, was, 1)
	case was.Asks >= maxAsks || m.AskedAt.Sub(was.AskedAt) < askPause:
		return Again, nil
	}
	return s.askAgain(ctx, tx, l, m, was, was.Asks+1)
}

func (s *Service) askAgain(ctx context.Context, tx bun.IDB, l List, m, was Member, asks int64) (Outcome, error) {
	m.ID, m.Asks = was.ID, asks
	ours, err := updateMember(ctx, tx, was, m)
	if err != nil || !ours {
		return Again, err
	}
	return Asked, s.write(ctx, tx, l, m, confirmMail)
}

// tellKnown tells somebody who subscribes once more that they need not.
func (s *Service) tellKnown(ctx context.Context, tx bun.IDB, l List, m, was Member) error {
	if m.Source == Staff || m.AskedAt.Sub(was.AskedAt) < knownPause {
		return nil
	}
	told := was
	told.AskedAt = m.AskedAt
	ours, err := updateMember(ctx, tx, was, told)
	if err != nil || !ours {
		return err
	}
	return s.write(ctx, tx, l, told, knownMail)
}

// Sweep deletes whom nobody needs any more: who did not confirm in time, who left, and who was on a list that is closed. It
// returns how many they were.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	now, gone := s.clock.Now(), 0
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		members, err := overdue(ctx, tx, now)
		if err != nil {
			return err
		}
		gone = len(members)
		if err := s.forget(ctx, tx, members...); err != nil {
			return err
		}
		_, err = tx.NewDelete().Model((*link)(nil)).Where("expires_at <= ?", now).Exec(ctx)
		return database.Fault(err)
	})
	return gone, err
}

func overdue(ctx context.Context, tx bun.IDB, now time.Time) ([]Member, error) {
	var members []Member
	err := tx.NewSelect().Model(&members).Column("mm.id", "mm.workspace_id").
		WhereOr("mm.state = ? AND mm.expires_at <= ?", Pending, now).
		WhereOr("mm.state = ? AND mm.left_at <= ?", Left, now.Add(-LeftDays*day)).
		WhereOr("mm.list_id IN (SELECT id FROM mailing_lists WHERE closed_at <= ?)", now.Add(-LeftDays*day)).
		Limit(1000).Scan(ctx)
	return members, database.Fault(err)
}
