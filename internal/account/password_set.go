package account

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

const resetPause = 2 * time.Minute // between two mails to one person

// ForgotPassword sends whoever signs in with the address a link for choosing a new password; it counts for an hour.
// For other addresses nothing happens, and the answer is the same.
func (s *Service) ForgotPassword(ctx context.Context, email string) error {
	user, err := findUser(ctx, s.db.Read(), "email", FoldEmail(email))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		n, err := tx.NewSelect().Model((*loginLink)(nil)).
			Where("l.user_id = ? AND l.purpose = ? AND l.created_at > ?", user.ID, purposeReset, now.Add(-resetPause)).Count(ctx)
		if err != nil || n > 0 {
			return database.Fault(err)
		}
		token, err := s.newLink(ctx, tx, purposeReset, user.ID)
		if err != nil {
			return err
		}
		fields := mail.Fields{"action_url": s.letters.BaseURL + "/start/password/" + token}
		if err := s.letters.queue(ctx, tx, "password_reset", user, Workspace{}, fields); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.password_forgotten", nil)
	})
	return s.sent(err)
}

// linkUser returns whom a link for choosing a password belongs to, without using it up.
func (s *Service) linkUser(ctx context.Context, token string) (User, error) {
	var link loginLink
	err := s.db.Read().NewSelect().Model(&link).Where("l.token_hash = ? AND l.purpose IN (?) AND l.used_at IS NULL AND l.expires_at > ?",
		id.Hash(token), bun.List(passwordPurposes), s.clock.Now()).Scan(ctx)
	if fault.Is(database.Fault(err), fault.NotFound) {
		return User{}, linkOver()
	}
	if err != nil {
		return User{}, database.Fault(err)
	}
	return findUser(ctx, s.db.Read(), "id", link.UserID)
}

// SetPassword chooses a password by a one-time link, ends the user's other sessions and signs in. A refused password
// leaves the link unused.
func (s *Service) SetPassword(ctx context.Context, token, password, userAgent string) (session string, err error) {
	user, err := s.linkUser(ctx, token)
	if err != nil {
		return "", err
	}
	known, err := s.contextOf(ctx, user)
	if err != nil {
		return "", err
	}
	var c fault.Checks
	checkPassword(&c, "password", password, known...)
	if err := c.Err(); err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return "", err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := useLink(ctx, tx, token, passwordPurposes, s.clock.Now()); err != nil {
			return err
		}
		if session, err = s.replacePassword(ctx, tx, user.ID, hash, userAgent); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.password_set", nil)
	})
	return session, err
}

func (s *Service) replacePassword(ctx context.Context, tx bun.IDB, userID, hash, userAgent string) (string, error) {
	if err := database.OneRow(tx.NewUpdate().Model((*User)(nil)).Set("password_hash = ?", hash).Where("id = ?", userID).Exec(ctx)); err != nil {
		return "", err
	}
	if _, err := tx.NewDelete().Model((*loginSession)(nil)).Where("user_id = ?", userID).Exec(ctx); err != nil {
		return "", database.Fault(err)
	}
	if err := dropLinks(ctx, tx, userID, passwordPurposes...); err != nil {
		return "", err
	}
	if err := dropDevices(ctx, tx, userID); err != nil {
		return "", err
	}
	if err := dropEmailChange(ctx, tx, userID); err != nil { // whoever asked for it may have been a stranger
		return "", err
	}
	return s.openSession(ctx, tx, userID, userAgent)
}
