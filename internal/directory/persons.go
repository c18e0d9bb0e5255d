package directory

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Persons lists a page of the persons the filter wants.
func (s *Service) Persons(ctx context.Context, actor account.Actor, f Filter) (List[Person], error) {
	if err := mayRead(actor); err != nil {
		return List[Person]{}, err
	}
	return listPersons(ctx, s.db.Read(), actor.WorkspaceID, f)
}

// AllPersons lists everything the filter wants, without pages: for exports and choices.
func (s *Service) AllPersons(ctx context.Context, actor account.Actor, f Filter) ([]Person, error) {
	f.all = true
	list, err := s.Persons(ctx, actor, f)
	return list.Rows, err
}

// Find returns one person, archived or not.
func (s *Service) Find(ctx context.Context, actor account.Actor, personID string) (Person, error) {
	if err := mayRead(actor); err != nil {
		return Person{}, err
	}
	return findPerson(ctx, s.db.Read(), actor.WorkspaceID, personID)
}

// SharingAddress lists the other persons who use the person's e-mail address, archived ones left out.
func (s *Service) SharingAddress(ctx context.Context, actor account.Actor, p Person) ([]Person, error) {
	if err := mayRead(actor); err != nil || p.EmailKey == "" {
		return nil, err
	}
	return personsAtAddress(ctx, s.db.Read(), actor.WorkspaceID, p)
}

// AddPerson enters a person. The same name with the same address is an Invalid fault at "email".
func (s *Service) AddPerson(ctx context.Context, actor account.Actor, p Person) (Person, error) {
	p = p.normal()
	if err := p.Validate(); err != nil {
		return p, err
	}
	now := s.clock.Now()
	p.ID, p.WorkspaceID, p.ArchivedAt = id.New(), actor.WorkspaceID, nil
	p.CreatedAt, p.UpdatedAt, p.Version = now, now, 1
	err := s.change(ctx, actor, "person.added", "person", p.ID, func(ctx context.Context, tx bun.IDB) error {
		if err := checkOrganisation(ctx, tx, p, ""); err != nil {
			return err
		}
		return atField(insertPersons(ctx, tx, []Person{p}), "email", "directory.person.taken")
	})
	return p, err
}

// ChangePerson stores what was edited; p carries identifier and the version the form was built from, and a Conflict
// fault tells that somebody was faster.
func (s *Service) ChangePerson(ctx context.Context, actor account.Actor, p Person) error {
	p = p.normal()
	if err := p.Validate(); err != nil {
		return err
	}
	p.WorkspaceID, p.UpdatedAt = actor.WorkspaceID, s.clock.Now()
	return s.change(ctx, actor, "person.changed", "person", p.ID, func(ctx context.Context, tx bun.IDB) error {
		stored, err := findPerson(ctx, tx, actor.WorkspaceID, p.ID)
		if err != nil {
			return err
		}
		if err := checkOrganisation(ctx, tx, p, stored.OrganisationID); err != nil {
			return err
		}
		return atField(updatePerson(ctx, tx, p), "email", "directory.person.taken")
	})
}

// checkOrganisation reports a choice that does not exist here, or is archived and not what the person had before.
func checkOrganisation(ctx context.Context, tx bun.IDB, p Person, before Ref) error {
	if p.OrganisationID == "" || p.OrganisationID == before {
		return nil
	}
	var c fault.Checks
	o, err := findOrganisation(ctx, tx, p.WorkspaceID, string(p.OrganisationID))
	switch {
	case fault.Is(err, fault.NotFound):
		c.Add("organisation", "fault.choice")
	case err != nil:
		return err
	case o.Archived():
		c.Add("organisation", "directory.person.organisation_archived")
	}
	return c.Err()
}

// ArchivePerson takes a person out of all lists, choices and mailings.
func (s *Service) ArchivePerson(ctx context.Context, actor account.Actor, personID string) error {
	return s.change(ctx, actor, "person.archived", "person", personID, func(ctx context.Context, tx bun.IDB) error {
		p, err := findPerson(ctx, tx, actor.WorkspaceID, personID)
		if err != nil || p.Archived() {
			return err
		}
		now := s.clock.Now()
		return setPersonArchived(ctx, tx, p, &now, now)
	})
}

// RestorePerson brings an archived person back; not while the organisation is archived.
func (s *Service) RestorePerson(ctx context.Context, actor account.Actor, personID string) error {
	return s.change(ctx, actor, "person.restored", "person", personID, func(ctx context.Context, tx bun.IDB) error {
		p, err := findPerson(ctx, tx, actor.WorkspaceID, personID)
		if err != nil || !p.Archived() {
			return err
		}
		if err := checkOrganisation(ctx, tx, p, ""); err != nil {
			return fault.New(fault.Conflict, "directory.person.restore_organisation_first")
		}
		return setPersonArchived(ctx, tx, p, nil, s.clock.Now())
	})
}
