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

const emailLife = 24 * time.Hour // of the links that confirm a change of address

// EmailChange is a change of the address somebody signs in with. It waits until a link to the present address and one
// to the new address were both used; until then nothing has changed.
type EmailChange struct {
	bun.BaseModel `bun:"table:email_changes,alias:e"`

	UserID         string     `bun:"user_id,pk"`
	Email          string     `bun:"email"` // the new one, lower case
	OldHash        string     `bun:"old_hash"`
	NewHash        string     `bun:"new_hash"`
	OldConfirmedAt *time.Time `bun:"old_confirmed_at"`
	NewConfirmedAt *time.Time `bun:"new_confirmed_at"`
	CreatedAt      time.Time  `bun:"created_at"`
	ExpiresAt      time.Time  `bun:"expires_at"`
}

// Whole reports whether both addresses have confirmed.
func (e EmailChange) Whole() bool { return e.OldConfirmedAt != nil && e.NewConfirmedAt != nil }

// ChangeEmail begins a change of the user's address: a link goes to the present and one to the new address. A change
// begun before is forgotten. Fields: new_email, email_password.
func (s *Service) ChangeEmail(ctx context.Context, user User, email, password string) error {
	email = FoldEmail(email)
	if err := s.checkEmailChange(ctx, user, email, password); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := dropEmailChange(ctx, tx, user.ID); err != nil {
			return err
		}
		now, toOld, toNew := s.clock.Now(), id.Token(), id.Token()
		change := EmailChange{
			UserID: user.ID, Email: email, OldHash: id.Hash(toOld), NewHash: id.Hash(toNew), CreatedAt: now, ExpiresAt: now.Add(emailLife),
		}
		if err := insert(ctx, tx, &change); err != nil {
			return err
		}
		if err := s.tellEmailChange(ctx, tx, user, email, toOld, toNew); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, user, "user.email_change_begun", nil)
	})
	return s.sent(err)
}

func (s *Service) checkEmailChange(ctx context.Context, user User, email, password string) error {
	var c fault.Checks
	CheckEmail(&c, "new_email", email)
	if email == user.Email {
		c.Add("new_email", "account.email.same")
	}
	if user.PasswordHash == "" {
		c.Add("email_password", "account.email.no_password")
	}
	err := s.Confirm(ctx, Actor{UserID: user.ID}, password)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	c.Merge("email_", err)
	if err := c.Err(); err != nil {
		return err
	}
	n, err := s.db.Read().NewSelect().Model((*User)(nil)).Where("u.email = ?", email).Count(ctx)
	if err == nil && n > 0 {
		c.Add("new_email", "account.email.taken")
	}
	if err != nil {
		return database.Fault(err)
	}
	return c.Err()
}

func (s *Service) tellEmailChange(ctx context.Context, tx bun.IDB, user User, email, toOld, toNew string) error {
	url := s.letters.BaseURL + "/start/email/"
	if err := s.letters.queue(ctx, tx, "email_old", user, Workspace{}, mail.Fields{"action_url": url + toOld, "new_email": email}); err != nil {
		return err
	}
	user.Email = email
	return s.letters.queue(ctx, tx, "email_new", user, Workspace{}, mail.Fields{"action_url": url + toNew, "new_email": email})
}

// PendingEmail returns the change of address that waits; nil when there is none or its time is over.
func (s *Service) PendingEmail(ctx context.Context, user User) (*EmailChange, error) {
	return findEmailChange(ctx, s.db.Read(), "e.user_id = ? AND e.expires_at > ?", user.ID, s.clock.Now())
}

// EmailByLink returns the change that the unused link of one of its two mails belongs to, and whether the link went to
// the present address.
func (s *Service) EmailByLink(ctx context.Context, token string) (change EmailChange, toPresent bool, err error) {
	hash := id.Hash(token)
	found, err := findEmailChange(ctx, s.db.Read(),
		"(e.old_hash = ? AND e.old_confirmed_at IS NULL OR e.new_hash = ? AND e.new_confirmed_at IS NULL) AND e.expires_at > ?",
		hash, hash, s.clock.Now())
	if err == nil && found == nil {
		err = linkOver()
	}
	if err != nil {
		return EmailChange{}, false, err
	}
	return *found, found.OldHash == hash, nil
}

// ConfirmEmail uses the link of one of the two mails up. With the second one the address changes: changed is true, and
// both addresses are told. Conflict when somebody else has taken the address meanwhile; then the link stays unused.
func (s *Service) ConfirmEmail(ctx context.Context, token string) (changed bool, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		change, err := confirmEmail(ctx, tx, id.Hash(token), s.clock.Now())
		if err != nil {
			return err
		}
		user, err := findUser(ctx, tx, "id", change.UserID)
		if err != nil {
			return err
		}
		if changed = change.Whole(); !changed {
			return s.recordOwn(ctx, tx, user, "user.email_confirmed", nil)
		}
		return s.switchEmail(ctx, tx, user, change.Email)
	})
	return changed && err == nil, s.sent(err)
}

// switchEmail gives the user the new address; links that went to the old one end.
func (s *Service) switchEmail(ctx context.Context, tx bun.IDB, user User, email string) error {
	err := database.OneRow(tx.NewUpdate().Model((*User)(nil)).Set("email = ?", email).Where("id = ?", user.ID).Exec(ctx))
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "account.email.taken")
	}
	if err != nil {
		return err
	}
	if err := dropLinks(ctx, tx, user.ID, append([]string{purposeSignIn}, passwordPurposes...)...); err != nil {
		return err
	}
	if err := dropEmailChange(ctx, tx, user.ID); err != nil {
		return err
	}
	for _, address := range []string{user.Email, email} {
		told := user
		told.Email = address
		if err := s.letters.queue(ctx, tx, "email_changed", told, Workspace{}, mail.Fields{"new_email": email}); err != nil {
			return err
		}
	}
	return s.recordOwn(ctx, tx, user, "user.email_changed", nil)
}

// WithdrawEmail calls off the user's change of address; none is no error.
func (s *Service) WithdrawEmail(ctx context.Context, user User) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return s.callOffEmail(ctx, tx, user)
	})
}

// RejectEmail calls off the change by the link of one of its mails: for whoever did not ask for it.
func (s *Service) RejectEmail(ctx context.Context, token string) error {
	change, _, err := s.EmailByLink(ctx, token)
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		user, err := findUser(ctx, tx, "id", change.UserID)
		if err != nil {
			return err
		}
		return s.callOffEmail(ctx, tx, user)
	})
}

func (s *Service) callOffEmail(ctx context.Context, tx bun.IDB, user User) error {
	ok, err := database.Changed(tx.NewDelete().Model((*EmailChange)(nil)).Where("user_id = ?", user.ID).Exec(ctx))
	if err != nil || !ok {
		return err
	}
	return s.recordOwn(ctx, tx, user, "user.email_change_called_off", nil)
}

func findEmailChange(ctx context.Context, db bun.IDB, where string, args ...any) (*EmailChange, error) {
	var found EmailChange
	err := database.Fault(db.NewSelect().Model(&found).Where(where, args...).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // no change is an answer
	}
	return &found, err
}

// confirmEmail notes that the address the hash's link went to has confirmed, and returns the change as it is then.
func confirmEmail(ctx context.Context, tx bun.IDB, hash string, now time.Time) (EmailChange, error) {
	for _, side := range []string{"old", "new"} {
		var change EmailChange
		err := database.Fault(tx.NewUpdate().Model(&change).Set("? = ?", bun.Ident(side+"_confirmed_at"), now).
			Where("? = ? AND ? IS NULL AND expires_at > ?", bun.Ident(side+"_hash"), hash, bun.Ident(side+"_confirmed_at"), now).
			Returning("*").Scan(ctx))
		if !fault.Is(err, fault.NotFound) {
			return change, err
		}
	}
	return EmailChange{}, linkOver()
}

func dropEmailChange(ctx context.Context, tx bun.IDB, userID string) error {
	_, err := tx.NewDelete().Model((*EmailChange)(nil)).Where("user_id = ?", userID).Exec(ctx)
	return database.Fault(err)
}
