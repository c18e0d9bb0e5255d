package account

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// What a one-time link is for.
const (
	purposeSetup    = "setup"    // found the first workspace
	purposeSignIn   = "sign_in"  // sign in without a password (demo)
	purposePassword = "password" // choose a password, from the operator
	purposeInvited  = "invited"  // choose the first password
	purposeReset    = "reset"    // choose a new password, asked for at the sign-in page
)

// passwordPurposes are the links with which somebody chooses a password.
var passwordPurposes = []string{purposePassword, purposeInvited, purposeReset}

// linkLife says how long the link of a purpose counts.
func linkLife(purpose string) time.Duration {
	switch purpose {
	case purposeInvited:
		return 7 * 24 * time.Hour
	case purposeReset:
		return time.Hour
	}
	return 24 * time.Hour
}

type loginLink struct {
	bun.BaseModel `bun:"table:login_links,alias:l"`

	TokenHash string     `bun:"token_hash,pk"`
	Purpose   string     `bun:"purpose"`
	UserID    string     `bun:"user_id"`
	CreatedAt time.Time  `bun:"created_at"`
	ExpiresAt time.Time  `bun:"expires_at"`
	UsedAt    *time.Time `bun:"used_at"`
}

// SetupLink makes a fresh one-time token for founding the first workspace; older ones stop working. It is refused
// as Conflict once somebody can sign in.
func (s *Service) SetupLink(ctx context.Context) (token string, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		n, err := tx.NewSelect().Model((*User)(nil)).Count(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if n > 0 {
			return fault.New(fault.Conflict, "account.setup.done")
		}
		token, err = s.newLink(ctx, tx, purposeSetup, "")
		return err
	})
	return token, err
}

// SignInLink makes a one-time token that signs the user in.
func (s *Service) SignInLink(ctx context.Context, userID string) (string, error) {
	return s.link(ctx, purposeSignIn, userID)
}

// PasswordLink makes a one-time token with which the user chooses a password.
func (s *Service) PasswordLink(ctx context.Context, userID string) (string, error) {
	return s.link(ctx, purposePassword, userID)
}

func (s *Service) link(ctx context.Context, purpose, userID string) (token string, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		token, err = s.newLink(ctx, tx, purpose, userID)
		return err
	})
	return token, err
}

func (s *Service) newLink(ctx context.Context, tx bun.IDB, purpose, userID string) (string, error) {
	if err := dropLinks(ctx, tx, userID, purpose); err != nil {
		return "", err
	}
	now, token := s.clock.Now(), id.Token()
	return token, insert(ctx, tx, &loginLink{
		TokenHash: id.Hash(token), Purpose: purpose, UserID: userID, CreatedAt: now, ExpiresAt: now.Add(linkLife(purpose)),
	})
}

// useLink marks the link as used and returns its user; NotFound when it is unknown, used or expired.
func useLink(ctx context.Context, tx bun.IDB, token string, purposes []string, now time.Time) (userID string, err error) {
	err = tx.NewUpdate().Model((*loginLink)(nil)).Set("used_at = ?", now).
		Where("token_hash = ? AND purpose IN (?) AND used_at IS NULL AND expires_at > ?", id.Hash(token), bun.List(purposes), now).
		Returning("user_id").Scan(ctx, &userID)
	if fault.Is(database.Fault(err), fault.NotFound) {
		return "", linkOver()
	}
	return userID, database.Fault(err)
}

func linkOver() error { return fault.New(fault.NotFound, "account.link.over") }

// UseSignInLink opens a session by a one-time link.
func (s *Service) UseSignInLink(ctx context.Context, token, userAgent string) (session string, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		userID, err := useLink(ctx, tx, token, []string{purposeSignIn}, s.clock.Now())
		if err != nil {
			return err
		}
		session, err = s.openSession(ctx, tx, userID, userAgent)
		return err
	})
	return session, err
}

// dropLinks ends the user's links of the purposes.
func dropLinks(ctx context.Context, tx bun.IDB, userID string, purposes ...string) error {
	_, err := tx.NewDelete().Model((*loginLink)(nil)).Where("user_id = ? AND purpose IN (?)", userID, bun.List(purposes)).Exec(ctx)
	return database.Fault(err)
}
