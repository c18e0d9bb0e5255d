package reminder

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// linkLife is how long the link in a reminder works, by which its receiver refuses more of them.
const linkLife = 180 * 24 * time.Hour

// refusal says that a person of the directory wants no reminders.
type refusal struct {
	bun.BaseModel `bun:"table:reminder_refusals,alias:f"`

	PersonID    string    `bun:"person_id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	RefusedAt   time.Time `bun:"refused_at"`
}

// link leads somebody to their own choice: a person of the directory (UserID empty), or somebody who signs in and need not do so for this.
type link struct {
	bun.BaseModel `bun:"table:reminder_links,alias:k"`

	TokenHash   string    `bun:"token_hash,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	PersonID    string    `bun:"person_id"`
	UserID      string    `bun:"user_id"`
	Digest      bool      `bun:"digest"` // came with a digest, and ends digests only
	CreatedAt   time.Time `bun:"created_at"`
	ExpiresAt   time.Time `bun:"expires_at"`
}

// newLink makes a link for the receiver of a mail and returns its token; what has expired is forgotten.
func (s *Service) newLink(ctx context.Context, tx bun.IDB, workspaceID string, to receiver, digest bool) (string, error) {
	now, token := s.clock.Now(), id.Token()
	row := link{TokenHash: id.Hash(token), WorkspaceID: workspaceID, Digest: digest, CreatedAt: now, ExpiresAt: now.Add(linkLife)}
	if row.UserID = to.id; to.who == Person {
		row.PersonID, row.UserID = to.id, ""
	}
	_, err := tx.NewDelete().Model((*link)(nil)).Where("person_id = ? AND user_id = ? AND expires_at < ?", row.PersonID, row.UserID, now).Exec(ctx)
	if err != nil {
		return "", database.Fault(err)
	}
	_, err = tx.NewInsert().Model(&row).Exec(ctx)
	return token, database.Fault(err)
}

// Choice is what the holder of a link has chosen about reminders, or about digests.
type Choice struct {
	Workspace account.Workspace
	Name      string
	Account   bool // they sign in, and set more in their account
	Digest    bool
	Refused   bool
}

// Choice returns what the holder of a link has chosen; NotFound when the link is unknown or expired, or its holder gone.
func (s *Service) Choice(ctx context.Context, token string) (Choice, error) {
	db := s.db.Read()
	held, err := s.holder(ctx, db, token)
	if err != nil {
		return Choice{}, err
	}
	c := Choice{Name: held.name, Account: held.UserID != "", Digest: held.Digest}
	if c.Workspace, err = s.accounts.Workspace(ctx, held.WorkspaceID); err != nil {
		return c, err
	}
	if !c.Account {
		c.Refused, err = db.NewSelect().Model((*refusal)(nil)).Where("f.person_id = ?", held.PersonID).Exists(ctx)
		return c, database.Fault(err)
	}
	settings, err := findSettings(ctx, db, held.UserID)
	c.Refused = settings.quietOn(s.Today())
	if c.Digest {
		c.Refused = settings.DigestDay == 0
	}
	return c, err
}

// held is a link with the name of its holder.
type held struct {
	link

	name string
	user account.User // of a link of somebody who signs in
}

func (s *Service) holder(ctx context.Context, db bun.IDB, token string) (held, error) {
	var h held
	err := db.NewSelect().Model(&h.link).Where("k.token_hash = ? AND k.expires_at > ?", id.Hash(token), s.clock.Now()).Scan(ctx)
	if err != nil {
		return h, database.Fault(err)
	}
	if h.UserID != "" {
		err := db.NewSelect().Model(&h.user).Where("u.id = ?", h.UserID).Scan(ctx)
		h.name = h.user.Name
		return h, database.Fault(err)
	}
	var person directory.Person
	err = db.NewSelect().Model(&person).Where("p.id = ? AND p.workspace_id = ?", h.PersonID, h.WorkspaceID).Scan(ctx)
	h.name = person.Name()
	return h, database.Fault(err)
}

// Refuse ends what the link came with to its holder, reminders or digests, or lets it begin again.
func (s *Service) Refuse(ctx context.Context, token string, refused bool) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		held, err := s.holder(ctx, tx, token)
		if err != nil {
			return err
		}
		if held.UserID != "" {
			return s.refuseOwn(ctx, tx, held, refused)
		}
		if !refused {
			_, err := tx.NewDelete().Model((*refusal)(nil)).Where("person_id = ?", held.PersonID).Exec(ctx)
			return database.Fault(err)
		}
		row := refusal{PersonID: held.PersonID, WorkspaceID: held.WorkspaceID, RefusedAt: s.clock.Now()}
		_, err = tx.NewInsert().Model(&row).On("CONFLICT (person_id) DO NOTHING").Exec(ctx)
		return database.Fault(err)
	})
}

// refuseOwn changes the settings of somebody who signs in, as they would in their account.
func (s *Service) refuseOwn(ctx context.Context, tx bun.IDB, held held, refused bool) error {
	was, err := findSettings(ctx, tx, held.UserID)
	if err != nil {
		return err
	}
	is := was
	switch {
	case held.Digest && refused:
		is.DigestDay = 0
	case held.Digest:
		is.DigestDay = usualSettings(held.UserID).DigestDay
	default:
		is.Quiet, is.QuietUntil = refused, ""
	}
	if is.alike(was) {
		return nil
	}
	is.ChangedAt = s.clock.Now()
	if err := putSettings(ctx, tx, is); err != nil {
		return err
	}
	return s.recordOwn(ctx, tx, held.user, "user.reminders_set")
}

// Unsubscribe is Refuse for mail programs, which are told the same whether the link leads to somebody or not.
func (s *Service) Unsubscribe(ctx context.Context, token string) error {
	err := s.Refuse(ctx, token, true)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// refusalsIn lists the persons of a workspace who want no reminders.
func refusalsIn(ctx context.Context, db bun.IDB, workspaceID string) (map[string]bool, error) {
	var ids []string
	err := db.NewSelect().Model((*refusal)(nil)).Column("f.person_id").Where("f.workspace_id = ?", workspaceID).Scan(ctx, &ids)
	all := map[string]bool{}
	for _, personID := range ids {
		all[personID] = true
	}
	return all, database.Fault(err)
}
