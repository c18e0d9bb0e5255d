package directory

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
)

// BinKeepers says how things of the directory come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{
		{Kind: bin.Organisation, May: MayKeep, BringBack: s.bringBack},
		{Kind: bin.Person, May: MayKeep, BringBack: s.bringBack},
		{Kind: bin.Group, May: MayKeep, BringBack: s.bringBack},
	}
}

// bringBack writes the rows again. A person waits for an organisation that lies in the bin, too, and comes without one
// that is gone for good; memberships come back where both sides are there.
func (s *Service) bringBack(ctx context.Context, tx bun.IDB, actor account.Actor, e bin.Entry) error {
	var rows remains
	if err := e.Read(&rows); err != nil {
		return err
	}
	if err := s.findOwner(ctx, tx, actor, e, rows.Persons); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Organisations); err != nil {
		return bin.Taken(err, "directory.bin.organisation_taken")
	}
	for _, p := range rows.Persons {
		if err := bin.WriteIn(ctx, tx, []Person{p}); err != nil {
			return bin.Taken(err, "directory.bin.address_taken", p.Name(), p.Email)
		}
	}
	if err := bin.WriteIn(ctx, tx, rows.Addresses); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Groups); err != nil {
		return bin.Taken(err, "directory.bin.group_taken")
	}
	if err := bringBackMembers(ctx, tx, actor.WorkspaceID, rows.Members); err != nil {
		return err
	}
	if err := s.attach(ctx, tx, e, rows.Detached); err != nil {
		return err
	}
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), string(e.Kind)+".brought_back", string(e.Kind), e.SubjectID, nil))
}

// findOwner looks after the organisation of a person who comes back alone.
func (s *Service) findOwner(ctx context.Context, tx bun.IDB, actor account.Actor, e bin.Entry, persons []Person) error {
	if e.Kind != bin.Person || e.ParentID == "" {
		return nil
	}
	there, err := tx.NewSelect().Model((*Organisation)(nil)).Where("o.id = ? AND o.workspace_id = ?", e.ParentID, actor.WorkspaceID).Exists(ctx)
	if err != nil || there {
		return database.Fault(err)
	}
	waits, err := bin.HolderIn(ctx, tx, actor, s.clock.Now(), e.ParentID)
	if err != nil {
		return err
	}
	if waits {
		return bin.Gone(bin.Organisation, e.ParentID)
	}
	for i := range persons {
		persons[i].OrganisationID = ""
	}
	return nil
}

func bringBackMembers(ctx context.Context, tx bun.IDB, workspaceID string, rows []member) error {
	if len(rows) == 0 {
		return nil
	}
	persons, err := existingPersons(ctx, tx, workspaceID, bin.IDs(rows, func(m member) string { return m.PersonID }))
	if err != nil {
		return err
	}
	groups, err := listGroups(ctx, tx, workspaceID)
	if err != nil {
		return err
	}
	return insertMembers(ctx, tx, slices.DeleteFunc(rows, func(m member) bool {
		return !slices.Contains(persons, m.PersonID) || !slices.ContainsFunc(groups, func(g Group) bool { return g.ID == m.GroupID })
	}))
}

// attach ties the persons to the organisation again who stayed when it went and have found no other one since.
func (s *Service) attach(ctx context.Context, tx bun.IDB, e bin.Entry, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.NewUpdate().Model((*Person)(nil)).Set("organisation_id = ?", e.SubjectID).
		Set("updated_at = ?", s.clock.Now()).Set("version = version + 1").
		Where("workspace_id = ? AND id IN (?) AND organisation_id IS NULL", e.WorkspaceID, bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}
