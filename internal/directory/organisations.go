package directory

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
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
