package account

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const (
	sessionIdle  = 12 * time.Hour     // without use
	sessionMax   = 7 * 24 * time.Hour // in any case
	sessionTouch = 5 * time.Minute    // how exactly the last use is kept
)

type loginSession struct {
	bun.BaseModel `bun:"table:login_sessions,alias:s"`

	TokenHash string    `bun:"token_hash,pk"`
	UserID    string    `bun:"user_id"`
	CreatedAt time.Time `bun:"created_at"`
	SeenAt    time.Time `bun:"seen_at"`
	ExpiresAt time.Time `bun:"expires_at"`
	UserAgent string    `bun:"user_agent"`
}

// SignIn checks e-mail and password and opens a session; the returned token is the cookie's value. Wrong address and
// wrong password give the same fault after the same time. TooMany after too many wrong ones; see WaitUntil.
func (s *Service) SignIn(ctx context.Context, email, password string, from Visitor) (token string, err error) {
	user, err := findUser(ctx, s.db.Read(), "email", FoldEmail(email))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", err
	}
	counters, err := s.counters(ctx, user, email, from)
	if err != nil {
		return "", err
	}
	wait, err := s.count(ctx, counters)
	if err != nil {
		return "", err
	}
	if len(password) > 4*maxPassword {
		password = ""
	}
	ok, err := s.hasher.matches(ctx, password, user.PasswordHash)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", s.refuse(ctx, user, from, wait)
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := forget(ctx, tx, counters); err != nil {
			return err
		}
		token, err = s.openSession(ctx, tx, user.ID, from.UserAgent)
		return err
	})
	return token, err
}

func (s *Service) openSession(ctx context.Context, tx bun.IDB, userID, userAgent string) (string, error) {
	now, token := s.clock.Now(), id.Token()
	row := loginSession{
		TokenHash: id.Hash(token), UserID: userID, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(sessionMax),
		UserAgent: cut(userAgent, maxName),
	}
	if err := insert(ctx, tx, &row); err != nil {
		return "", err
	}
	if _, err := tx.NewDelete().Model((*loginSession)(nil)).Where("expires_at < ?", now).Exec(ctx); err != nil {
		return "", database.Fault(err)
	}
	user, err := findUser(ctx, tx, "id", userID)
	if err != nil {
		return "", err
	}
	return token, s.recordOwn(ctx, tx, user, "user.signed_in", nil)
}

// Session returns the user of a session token; Unauthenticated when it is unknown, idle for too long or over.
func (s *Service) Session(ctx context.Context, token string) (User, error) {
	var row loginSession
	now := s.clock.Now()
	err := s.db.Read().NewSelect().Model(&row).Where("s.token_hash = ?", id.Hash(token)).Scan(ctx)
	if fault.Is(database.Fault(err), fault.NotFound) {
		return User{}, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	if err != nil {
		return User{}, database.Fault(err)
	}
	if now.After(row.ExpiresAt) || now.Sub(row.SeenAt) > sessionIdle {
		return User{}, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	if now.Sub(row.SeenAt) > sessionTouch {
		if err := s.touch(ctx, row.TokenHash, now); err != nil {
			return User{}, err
		}
	}
	user, err := findUser(ctx, s.db.Read(), "id", row.UserID)
	if fault.Is(err, fault.NotFound) {
		return User{}, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	return user, err
}

func (s *Service) touch(ctx context.Context, tokenHash string, now time.Time) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Model((*loginSession)(nil)).Set("seen_at = ?", now).Where("token_hash = ?", tokenHash).Exec(ctx)
		return database.Fault(err)
	})
}

// SignOut ends the session; an unknown token is no error.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewDelete().Model((*loginSession)(nil)).Where("token_hash = ?", id.Hash(token)).Exec(ctx)
		return database.Fault(err)
	})
}

func cut(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit])
	}
	return s
}
