package mailinglist

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// Own is a subscription as the person sees it.
type Own struct {
	Member    Member
	List      List
	Workspace account.Workspace
	Consent   Consent // as it stands now
	Agreed    string  // the text the person agreed to; empty before
}

// Own returns the subscription a link leads to, in the language; NotFound when the link is unknown or over.
func (s *Service) Own(ctx context.Context, token string, lang i18n.Lang) (Own, error) {
	db := s.db.Read()
	m, err := holder(ctx, db, token, s.clock.Now())
	if err != nil {
		return Own{}, err
	}
	own := Own{Member: m}
	if own.List, err = listOf(ctx, db, "id", m.ListID); err != nil {
		return own, err
	}
	if own.Workspace, err = s.accounts.Workspace(ctx, m.WorkspaceID); err != nil {
		return own, err
	}
	own.Consent = s.consent(own.List, own.Workspace, lang)
	own.Agreed, err = textOf(ctx, db, m)
	return own, err
}

func textOf(ctx context.Context, db bun.IDB, m Member) (string, error) {
	var row consentRow
	err := database.Fault(db.NewSelect().Model(&row).Where("mc.list_id = ? AND mc.hash = ?", m.ListID, m.ConsentHash).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return row.Text, err
}

// Confirm makes the holder of a link a subscriber who agrees to the text of the hash, in the language; once more changes nothing. A
// Conflict when the list is closed or the text has changed since the page was shown.
func (s *Service) Confirm(ctx context.Context, token, seen string, lang i18n.Lang) error {
	return s.ofHolder(ctx, token, func(ctx context.Context, tx bun.IDB, was Member, now time.Time) error {
		if was.State == Subscribed {
			return nil
		}
		l, err := listOf(ctx, tx, "id", was.ListID)
		if err != nil {
			return err
		}
		if !l.Open() {
			return fault.New(fault.Conflict, "mailinglist.fault.closed")
		}
		if err := s.agreeIn(ctx, tx, l, seen, string(lang)); err != nil {
			return err
		}
		m := was
		m.State, m.ConsentHash, m.Lang, m.ConfirmedAt, m.ExpiresAt, m.LeftAt, m.Asks = Subscribed, seen, string(lang), &now, nil, nil, 0
		_, err = updateMember(ctx, tx, was, m)
		return err
	})
}

// Leave ends the subscription of the holder of a link, and what waits in the outbox for them is not sent; a wish that was not
// confirmed is deleted. Once more changes nothing.
func (s *Service) Leave(ctx context.Context, token string) error {
	return s.ofHolder(ctx, token, func(ctx context.Context, tx bun.IDB, was Member, now time.Time) error {
		switch was.State {
		case Pending:
			return s.forget(ctx, tx, was)
		case Subscribed:
			if err := leave(ctx, tx, was.ID, now); err != nil {
				return err
			}
			return s.mailings.WithdrawIn(ctx, tx, was.WorkspaceID, was.ListID, was.ID)
		case Left:
		}
		return nil
	})
}

// Unsubscribe is Leave for mail programs, which say who they are by nothing but the link: they are told the same whether it leads to
// somebody or not.
func (s *Service) Unsubscribe(ctx context.Context, token string) error {
	err := s.Leave(ctx, token)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Erase deletes all that is kept of the holder of a link at this list, in the mails to them too; what waits for them is not sent.
func (s *Service) Erase(ctx context.Context, token string) error {
	return s.ofHolder(ctx, token, func(ctx context.Context, tx bun.IDB, was Member, _ time.Time) error {
		return s.forget(ctx, tx, was)
	})
}

func (s *Service) ofHolder(ctx context.Context, token string, fn func(ctx context.Context, tx bun.IDB, was Member, now time.Time) error) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		was, err := holder(ctx, tx, token, now)
		if err != nil {
			return err
		}
		return fn(ctx, tx, was, now)
	})
}
