package body

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service holds the use cases of bodies.
type Service struct {
	db    *database.DB
	clock clock.Clock
}

// New returns the service.
func New(db *database.DB, clock clock.Clock) *Service { return &Service{db: db, clock: clock} }

// Detail is a body with everybody who is, was or will be in it, by duty and name.
type Detail struct {
	Body
	Members []Member
}

// List lists the project's bodies with their members, by name.
func (s *Service) List(ctx context.Context, a account.Actor) ([]Detail, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return ListIn(ctx, s.db.Read(), a)
}

// Find returns a body of the project.
func (s *Service) Find(ctx context.Context, a account.Actor, bodyID string) (Detail, error) {
	if err := mayRead(a); err != nil {
		return Detail{}, err
	}
	return FindIn(ctx, s.db.Read(), a, bodyID)
}

// Add enters a body. A name that is taken is an Invalid fault at "name".
func (s *Service) Add(ctx context.Context, a account.Actor, d Details) (Body, error) {
	if err := mayKeep(a); err != nil {
		return Body{}, err
	}
	b, err := d.apply(Body{ID: id.New(), WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, CreatedAt: s.clock.Now(), Version: 1})
	if err != nil {
		return b, err
	}
	return b, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.NewInsert().Model(&b).Exec(ctx); err != nil {
			return taken(err)
		}
		return s.record(ctx, tx, a, "body.added", b.ID)
	})
}

// Change stores what was typed; version is the one the form was made from.
func (s *Service) Change(ctx context.Context, a account.Actor, bodyID string, version int64, d Details) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		stored, err := findBody(ctx, tx, a, bodyID)
		if err != nil {
			return err
		}
		b, err := d.apply(stored)
		if err != nil {
			return err
		}
		b.Version = version + 1
		ok, err := database.Changed(tx.NewUpdate().Model(&b).WherePK().Where("version = ?", version).Exec(ctx))
		switch {
		case err != nil:
			return taken(err)
		case !ok:
			return fault.New(fault.Conflict, "fault.conflict")
		}
		return s.record(ctx, tx, a, "body.changed", b.ID)
	})
}

// taken says of a name that another body of the project has it already.
func taken(err error) error {
	if !database.Duplicate(err) {
		return database.Fault(err)
	}
	var c fault.Checks
	c.Add("name", "body.fault.taken")
	return c.Err()
}

// FindMember returns a member of a body of the project.
func (s *Service) FindMember(ctx context.Context, a account.Actor, bodyID, memberID string) (Detail, Member, error) {
	b, err := s.Find(ctx, a, bodyID)
	if err != nil {
		return b, Member{}, err
	}
	for _, m := range b.Members {
		if m.ID == memberID {
			return b, m, nil
		}
	}
	return b, Member{}, fault.Missing()
}

// AddMember gives somebody a seat.
func (s *Service) AddMember(ctx context.Context, a account.Actor, bodyID string, seat Seat) (Member, error) {
	var m Member
	err := s.onBody(ctx, a, bodyID, func(ctx context.Context, tx bun.IDB, b Body) (err error) {
		m, err = seat.apply(Member{ID: id.New(), WorkspaceID: b.WorkspaceID, ProjectID: b.ProjectID, BodyID: b.ID, CreatedAt: s.clock.Now(), Version: 1})
		if err != nil {
			return err
		}
		if err := known(ctx, tx, m, Member{}); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&m).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, a, "body.member_added", b.ID)
	})
	return m, err
}

// ChangeMember stores what was typed about a member; version is the one the form was made from.
func (s *Service) ChangeMember(ctx context.Context, a account.Actor, bodyID, memberID string, version int64, seat Seat) error {
	return s.onBody(ctx, a, bodyID, func(ctx context.Context, tx bun.IDB, b Body) error {
		stored, err := findMember(ctx, tx, b.ID, memberID)
		if err != nil {
			return err
		}
		m, err := seat.apply(stored)
		if err != nil {
			return err
		}
		if err := known(ctx, tx, m, stored); err != nil {
			return err
		}
		m.Version = version + 1
		ok, err := database.Changed(tx.NewUpdate().Model(&m).WherePK().Where("version = ?", version).Exec(ctx))
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "fault.conflict")
		}
		if err != nil {
			return err
		}
		return s.record(ctx, tx, a, "body.member_changed", b.ID)
	})
}

// RemoveMember takes out a member who was entered wrongly.
func (s *Service) RemoveMember(ctx context.Context, a account.Actor, bodyID, memberID string) error {
	return s.onBody(ctx, a, bodyID, func(ctx context.Context, tx bun.IDB, b Body) error {
		err := database.OneRow(tx.NewDelete().Model((*Member)(nil)).Where("id = ? AND body_id = ?", memberID, b.ID).Exec(ctx))
		if err != nil {
			return err
		}
		return s.record(ctx, tx, a, "body.member_removed", b.ID)
	})
}

// known refuses people and organisations that are not in the workspace's directory; whom the stored row names already stays.
func known(ctx context.Context, tx bun.IDB, m, stored Member) error {
	var c fault.Checks
	for _, who := range []struct{ field, id, now string }{{"person", m.PersonID, stored.PersonID}, {"deputy", m.DeputyPersonID, stored.DeputyPersonID}} {
		if who.id == "" || who.id == who.now {
			continue
		}
		there, err := directory.HasPersonIn(ctx, tx, m.WorkspaceID, who.id)
		if err != nil {
			return err
		}
		if !there {
			c.Add(who.field, "fault.choice")
		}
	}
	if m.OrganisationID != "" && m.OrganisationID != stored.OrganisationID {
		there, err := tx.NewSelect().Model((*directory.Organisation)(nil)).
			Where("o.id = ? AND o.workspace_id = ? AND o.archived_at IS NULL", m.OrganisationID, m.WorkspaceID).Exists(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if !there {
			c.Add("organisation", "fault.choice")
		}
	}
	return c.Err()
}

func (s *Service) onBody(ctx context.Context, a account.Actor, bodyID string, fn func(context.Context, bun.IDB, Body) error) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		b, err := findBody(ctx, tx, a, bodyID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, b)
	})
}

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, action, bodyID string) error {
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "body", bodyID, nil))
}
