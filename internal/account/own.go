package account

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// The use cases in this file are those of people on their own account; the user is the one who is signed in.

// ChangeProfile changes name and language; user has those the change was made on. Fields: name, lang.
func (s *Service) ChangeProfile(ctx context.Context, user User, name, lang string) error {
	was := user
	user.Name, user.Lang = trim(name), lang
	if err := user.Validate(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		ok, err := database.Changed(tx.NewUpdate().Model((*User)(nil)).Set("name = ?", user.Name).Set("lang = ?", user.Lang).
			Where("id = ? AND name = ? AND lang = ?", user.ID, was.Name, was.Lang).Exec(ctx))
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		return s.recordOwn(ctx, tx, user, "user.profile_changed", nil)
	})
}

// ChangePassword replaces the user's password, ends all sessions and opens a fresh one for the browser at hand. Who
// has a password is asked for it. Fields: old_password, new_password.
func (s *Service) ChangePassword(ctx context.Context, user User, oldPassword, newPassword, userAgent string) (session string, err error) {
	var c fault.Checks
	if err := s.Confirm(ctx, Actor{UserID: user.ID}, oldPassword); err != nil {
		if !fault.Is(err, fault.Invalid) {
			return "", err
		}
		c.Merge("old_", err)
	}
	known, err := s.contextOf(ctx, user)
	if err != nil {
		return "", err
	}
	checkPassword(&c, "new_password", newPassword, known...)
	if err := c.Err(); err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, newPassword)
	if err != nil {
		return "", err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if session, err = s.replacePassword(ctx, tx, user.ID, hash, userAgent); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.password_set", nil)
	})
	return session, err
}

// SignedIn is a session as its person sees it.
type SignedIn struct {
	ID        string // names the session; opens nothing
	UserAgent string
	Since     time.Time
	SeenAt    time.Time
	Here      bool // the one that asks
}

// Sessions lists the user's sessions that are not over, the last used first; token is that of the one that asks.
func (s *Service) Sessions(ctx context.Context, user User, token string) ([]SignedIn, error) {
	var rows []loginSession
	now := s.clock.Now()
	err := s.db.Read().NewSelect().Model(&rows).Where("s.user_id = ? AND s.expires_at > ? AND s.seen_at > ?", user.ID, now, now.Add(-sessionIdle)).
		Order("s.seen_at DESC", "s.created_at DESC").Scan(ctx)
	sessions := make([]SignedIn, len(rows))
	for i, row := range rows {
		sessions[i] = SignedIn{ID: row.TokenHash, UserAgent: row.UserAgent, Since: row.CreatedAt, SeenAt: row.SeenAt, Here: row.TokenHash == id.Hash(token)}
	}
	return sessions, database.Fault(err)
}

// EndSession ends one of the user's sessions; one that is over, or somebody else's, is no error.
func (s *Service) EndSession(ctx context.Context, user User, sessionID string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		ok, err := database.Changed(tx.NewDelete().Model((*loginSession)(nil)).Where("token_hash = ? AND user_id = ?", sessionID, user.ID).Exec(ctx))
		if err != nil || !ok {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.session_ended", nil)
	})
}

// EndOtherSessions ends all of the user's sessions but the one of the token.
func (s *Service) EndOtherSessions(ctx context.Context, user User, token string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewDelete().Model((*loginSession)(nil)).Where("token_hash <> ? AND user_id = ?", id.Hash(token), user.ID).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		return s.recordOwn(ctx, tx, user, "user.sessions_ended", nil)
	})
}
