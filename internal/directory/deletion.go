package directory

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// PersonsFate says what a deletion does to the organisation's persons, archived ones included.
type PersonsFate string

// What can become of an organisation's persons.
const (
	KeepPersons   PersonsFate = "keep" // they stay, without an organisation
	DeletePersons PersonsFate = "delete"
)

// remains is what the bin keeps of a thing of the directory.
type remains struct {
	Organisations []Organisation
	Persons       []Person
	Groups        []Group
	Members       []member
	Addresses     []Address // further ones of the persons
	Detached      []string  // persons who stayed without their organisation
}

func personID(p Person) string { return p.ID }

// DeleteOrganisation puts an organisation into the bin. When it has persons, fate must be given (Invalid fault at
// "persons" otherwise).
func (s *Service) DeleteOrganisation(ctx context.Context, actor account.Actor, organisationID string, fate PersonsFate) (bin.Entry, error) {
	var entry bin.Entry
	err := s.change(ctx, actor, "organisation.deleted", "organisation", organisationID, func(ctx context.Context, tx bun.IDB) error {
		o, err := findOrganisation(ctx, tx, actor.WorkspaceID, organisationID)
		if err != nil {
			return err
		}
		gone, err := s.settlePersons(ctx, tx, actor, o.ID, fate)
		if err != nil {
			return err
		}
		gone.Organisations, err = bin.TakeIn[Organisation](ctx, tx, "o.id = ? AND o.workspace_id = ?", o.ID, actor.WorkspaceID)
		if err != nil || len(gone.Organisations) == 0 {
			return faster(err)
		}
		entry, err = bin.PutIn(ctx, tx, actor, s.clock.Now(), bin.Thing{
			Kind: bin.Organisation, ID: o.ID, Title: o.Name, Along: bin.IDs(gone.Persons, personID), Rows: gone,
		})
		return err
	})
	return entry, err
}

func (s *Service) settlePersons(ctx context.Context, tx bun.IDB, actor account.Actor, organisationID string, fate PersonsFate) (remains, error) {
	persons, err := personIDsOf(ctx, tx, actor.WorkspaceID, organisationID)
	if err != nil || len(persons) == 0 {
		return remains{}, err
	}
	switch fate {
	case KeepPersons:
		return remains{Detached: persons}, detachPersons(ctx, tx, actor.WorkspaceID, persons, s.clock.Now())
	case DeletePersons:
		if err := s.recordEach(ctx, tx, actor, "person.deleted", "person", persons); err != nil {
			return remains{}, err
		}
		return takePersons(ctx, tx, actor.WorkspaceID, persons)
	default:
		var c fault.Checks
		c.Add("persons", "directory.organisation.choose_fate")
		return remains{}, c.Err()
	}
}

// takePersons deletes persons with their memberships and further addresses.
func takePersons(ctx context.Context, tx bun.IDB, workspaceID string, ids []string) (gone remains, err error) {
	if gone.Members, err = bin.TakeIn[member](ctx, tx, "gm.workspace_id = ? AND gm.person_id IN (?)", workspaceID, bun.List(ids)); err != nil {
		return gone, err
	}
	if gone.Addresses, err = bin.TakeIn[Address](ctx, tx, "pa.workspace_id = ? AND pa.person_id IN (?)", workspaceID, bun.List(ids)); err != nil {
		return gone, err
	}
	gone.Persons, err = bin.TakeIn[Person](ctx, tx, "p.workspace_id = ? AND p.id IN (?)", workspaceID, bun.List(ids))
	return gone, err
}

// DeletePerson puts a person into the bin, group memberships included.
func (s *Service) DeletePerson(ctx context.Context, actor account.Actor, personID string) (bin.Entry, error) {
	var entry bin.Entry
	err := s.change(ctx, actor, "person.deleted", "person", personID, func(ctx context.Context, tx bun.IDB) error {
		gone, err := takePersons(ctx, tx, actor.WorkspaceID, []string{personID})
		if err != nil || len(gone.Persons) == 0 {
			return faster(err)
		}
		p := gone.Persons[0]
		entry, err = bin.PutIn(ctx, tx, actor, s.clock.Now(), bin.Thing{
			Kind: bin.Person, ID: p.ID, ParentID: string(p.OrganisationID), Title: p.ListName(), Rows: gone,
		})
		return err
	})
	return entry, err
}

// ErasePerson deletes a person at once and for good, past the bin: for those who ask for it (GDPR Article 17). Copies of their
// data in mails go with them, see Eraser.
func (s *Service) ErasePerson(ctx context.Context, actor account.Actor, personID string) error {
	return s.change(ctx, actor, "person.erased", "person", personID, func(ctx context.Context, tx bun.IDB) error {
		gone, err := takePersons(ctx, tx, actor.WorkspaceID, []string{personID})
		if err != nil || len(gone.Persons) == 0 {
			return faster(err)
		}
		if err := forgetMergesWith(ctx, tx, actor.WorkspaceID, personID); err != nil {
			return err
		}
		return s.eraseCopies(ctx, tx, gone)
	})
}

// DeleteGroup puts a group into the bin; its members stay in the directory.
func (s *Service) DeleteGroup(ctx context.Context, actor account.Actor, groupID string) (bin.Entry, error) {
	var entry bin.Entry
	err := s.change(ctx, actor, "group.deleted", "group", groupID, func(ctx context.Context, tx bun.IDB) (err error) {
		var gone remains
		if gone.Members, err = bin.TakeIn[member](ctx, tx, "gm.workspace_id = ? AND gm.group_id = ?", actor.WorkspaceID, groupID); err != nil {
			return err
		}
		gone.Groups, err = bin.TakeIn[Group](ctx, tx, "g.workspace_id = ? AND g.id = ?", actor.WorkspaceID, groupID)
		if err != nil || len(gone.Groups) == 0 {
			return faster(err)
		}
		entry, err = bin.PutIn(ctx, tx, actor, s.clock.Now(), bin.Thing{Kind: bin.Group, ID: groupID, Title: gone.Groups[0].Name, Rows: gone})
		return err
	})
	return entry, err
}

// faster is Missing for a row that nobody finds any more, which may be because somebody else was faster.
func faster(err error) error {
	if err == nil {
		return fault.Missing()
	}
	return database.Fault(err)
}

func (s *Service) recordEach(ctx context.Context, tx bun.IDB, actor account.Actor, action, kind string, ids []string) error {
	for _, one := range ids {
		if err := audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, kind, one, nil)); err != nil {
			return err
		}
	}
	return nil
}
