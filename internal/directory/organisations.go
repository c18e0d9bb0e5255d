package directory

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Organisations lists a page of the organisations the filter wants.
func (s *Service) Organisations(ctx context.Context, actor account.Actor, f Filter) (List[Organisation], error) {
	if err := mayRead(actor); err != nil {
		return List[Organisation]{}, err
	}
	return listOrganisations(ctx, s.db.Read(), actor.WorkspaceID, f)
}

// AllOrganisations lists everything the filter wants, without pages: for exports and choices.
func (s *Service) AllOrganisations(ctx context.Context, actor account.Actor, f Filter) ([]Organisation, error) {
	f.all = true
	list, err := s.Organisations(ctx, actor, f)
	return list.Rows, err
}

// Organisation returns one organisation, archived or not.
func (s *Service) Organisation(ctx context.Context, actor account.Actor, organisationID string) (Organisation, error) {
	if err := mayRead(actor); err != nil {
		return Organisation{}, err
	}
	return findOrganisation(ctx, s.db.Read(), actor.WorkspaceID, organisationID)
}

// AddOrganisation enters an organisation. The same name in the same municipality is an Invalid fault at "name".
func (s *Service) AddOrganisation(ctx context.Context, actor account.Actor, o Organisation) (Organisation, error) {
	o = o.normal()
	if err := o.Validate(); err != nil {
		return o, err
	}
	now := s.clock.Now()
	o.ID, o.WorkspaceID, o.ArchivedAt = id.New(), actor.WorkspaceID, nil
	o.CreatedAt, o.UpdatedAt, o.Version = now, now, 1
	err := s.change(ctx, actor, "organisation.added", "organisation", o.ID, func(ctx context.Context, tx bun.IDB) error {
		return atField(insertOrganisations(ctx, tx, []Organisation{o}), "name", "directory.organisation.taken")
	})
	return o, err
}

// ChangeOrganisation stores what was edited; o carries identifier and the version the form was built from, and a
// Conflict fault tells that somebody was faster.
func (s *Service) ChangeOrganisation(ctx context.Context, actor account.Actor, o Organisation) error {
	o = o.normal()
	if err := o.Validate(); err != nil {
		return err
	}
	o.WorkspaceID, o.UpdatedAt = actor.WorkspaceID, s.clock.Now()
	return s.change(ctx, actor, "organisation.changed", "organisation", o.ID, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findOrganisation(ctx, tx, actor.WorkspaceID, o.ID); err != nil {
			return err
		}
		return atField(updateOrganisation(ctx, tx, o), "name", "directory.organisation.taken")
	})
}

// ArchiveOrganisation takes an organisation and its persons out of all lists, choices and mailings.
func (s *Service) ArchiveOrganisation(ctx context.Context, actor account.Actor, organisationID string) error {
	return s.change(ctx, actor, "organisation.archived", "organisation", organisationID, func(ctx context.Context, tx bun.IDB) error {
		o, err := findOrganisation(ctx, tx, actor.WorkspaceID, organisationID)
		if err != nil || o.Archived() {
			return err
		}
		now := s.clock.Now()
		if err := archivePersonsOf(ctx, tx, o, now); err != nil {
			return err
		}
		return setOrganisationArchived(ctx, tx, o, &now)
	})
}

// RestoreOrganisation brings an archived organisation back, with the persons that were archived together with it.
func (s *Service) RestoreOrganisation(ctx context.Context, actor account.Actor, organisationID string) error {
	return s.change(ctx, actor, "organisation.restored", "organisation", organisationID, func(ctx context.Context, tx bun.IDB) error {
		o, err := findOrganisation(ctx, tx, actor.WorkspaceID, organisationID)
		if err != nil || !o.Archived() {
			return err
		}
		if err := restorePersonsOf(ctx, tx, o); err != nil {
			return err
		}
		return setOrganisationArchived(ctx, tx, o, nil)
	})
}

// PersonsFate says what a deletion does to the organisation's persons, archived ones included.
type PersonsFate string

// What can become of an organisation's persons.
const (
	KeepPersons   PersonsFate = "keep" // they stay, without an organisation
	DeletePersons PersonsFate = "delete"
)

// DeleteOrganisation removes an organisation for good. When it has persons, fate must be given (Invalid fault at
// "persons" otherwise).
func (s *Service) DeleteOrganisation(ctx context.Context, actor account.Actor, organisationID string, fate PersonsFate) error {
	return s.change(ctx, actor, "organisation.deleted", "organisation", organisationID, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findOrganisation(ctx, tx, actor.WorkspaceID, organisationID); err != nil {
			return err
		}
		persons, err := personIDsOf(ctx, tx, actor.WorkspaceID, organisationID)
		if err != nil {
			return err
		}
		if err := s.settlePersons(ctx, tx, actor, persons, fate); err != nil {
			return err
		}
		return deleteOrganisation(ctx, tx, actor.WorkspaceID, organisationID)
	})
}

func (s *Service) settlePersons(ctx context.Context, tx bun.IDB, actor account.Actor, persons []string, fate PersonsFate) error {
	if len(persons) == 0 {
		return nil
	}
	switch fate {
	case KeepPersons:
		return detachPersons(ctx, tx, actor.WorkspaceID, persons, s.clock.Now())
	case DeletePersons:
		if err := s.recordEach(ctx, tx, actor, "person.deleted", "person", persons); err != nil {
			return err
		}
		return deletePersons(ctx, tx, actor.WorkspaceID, persons)
	default:
		var c fault.Checks
		c.Add("persons", "directory.organisation.choose_fate")
		return c.Err()
	}
}
