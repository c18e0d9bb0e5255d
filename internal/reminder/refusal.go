package reminder

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/id"
)

// linkLife is how long the link in a reminder works, by which a person of the directory refuses more of them.
const linkLife = 180 * 24 * time.Hour

// refusal says that a person of the directory wants no reminders.
type refusal struct {
	bun.BaseModel `bun:"table:reminder_refusals,alias:f"`

	PersonID    string    `bun:"person_id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	RefusedAt   time.Time `bun:"refused_at"`
}

// link leads a person of the directory to their own choice.
type link struct {
	bun.BaseModel `bun:"table:reminder_links,alias:k"`

	TokenHash   string    `bun:"token_hash,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	PersonID    string    `bun:"person_id"`
	CreatedAt   time.Time `bun:"created_at"`
	ExpiresAt   time.Time `bun:"expires_at"`
}

// newLink makes a link for the person and returns its token; what has expired is forgotten.
func (s *Service) newLink(ctx context.Context, tx bun.IDB, workspaceID, personID string) (string, error) {
	now, token := s.clock.Now(), id.Token()
	if _, err := tx.NewDelete().Model((*link)(nil)).Where("person_id = ? AND expires_at < ?", personID, now).Exec(ctx); err != nil {
		return "", database.Fault(err)
	}
	row := link{TokenHash: id.Hash(token), WorkspaceID: workspaceID, PersonID: personID, CreatedAt: now, ExpiresAt: now.Add(linkLife)}
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return token, database.Fault(err)
}

// Choice is what a person of the directory has chosen about reminders.
type Choice struct {
	Workspace account.Workspace
	Name      string
	Refused   bool
}

// Choice returns what the holder of a link has chosen; NotFound when the link is unknown or expired, or its person gone.
func (s *Service) Choice(ctx context.Context, token string) (Choice, error) {
	person, err := s.holder(ctx, s.db.Read(), token)
	if err != nil {
		return Choice{}, err
	}
	c := Choice{Name: person.Name()}
	if c.Workspace, err = s.accounts.Workspace(ctx, person.WorkspaceID); err != nil {
		return c, err
	}
	c.Refused, err = s.db.Read().NewSelect().Model((*refusal)(nil)).Where("f.person_id = ?", person.ID).Exists(ctx)
	return c, database.Fault(err)
}

func (s *Service) holder(ctx context.Context, db bun.IDB, token string) (directory.Person, error) {
	var held link
	err := db.NewSelect().Model(&held).Where("k.token_hash = ? AND k.expires_at > ?", id.Hash(token), s.clock.Now()).Scan(ctx)
	if err != nil {
		return directory.Person{}, database.Fault(err)
	}
	var person directory.Person
	err = db.NewSelect().Model(&person).Where("p.id = ? AND p.workspace_id = ?", held.PersonID, held.WorkspaceID).Scan(ctx)
	return person, database.Fault(err)
}

// Refuse ends the reminders to the holder of a link, or lets them begin again.
func (s *Service) Refuse(ctx context.Context, token string, refused bool) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		person, err := s.holder(ctx, tx, token)
		if err != nil {
			return err
		}
		if !refused {
			_, err := tx.NewDelete().Model((*refusal)(nil)).Where("person_id = ?", person.ID).Exec(ctx)
			return database.Fault(err)
		}
		row := refusal{PersonID: person.ID, WorkspaceID: person.WorkspaceID, RefusedAt: s.clock.Now()}
		_, err = tx.NewInsert().Model(&row).On("CONFLICT (person_id) DO NOTHING").Exec(ctx)
		return database.Fault(err)
	})
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
