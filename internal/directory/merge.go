package directory

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/id"
)

// Merge is two entries that were made one and can still be two again.
type Merge struct {
	ID, KeptID string
	Kept, Gone string // names as they were
	By         string
	At         time.Time
}

// merge is its row. Undo holds all that the merge has changed, for a day.
type merge struct {
	bun.BaseModel `bun:"table:directory_merges,alias:m"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	Kind        ImportKind `bun:"kind"`
	KeptID      string     `bun:"kept_id"`
	GoneID      string     `bun:"gone_id"`
	Undo        string     `bun:"undo"` // a former as JSON; personal data, so it is forgotten after undoLife
	MergedBy    string     `bun:"merged_by"`
	MergedAt    time.Time  `bun:"merged_at"`
	UndoneAt    *time.Time `bun:"undone_at"`
}

// former is how everything was before a merge.
type former struct {
	By            string
	Persons       []Person       // the kept one and the one that is gone
	Organisations []Organisation // likewise
	Version       int64          // of the kept entry after the merge
	Memberships   []member       // of the person that is gone
	Moved         []string       // persons of the organisation that is gone; groups in which the kept person is since
	Addresses     []Address      // further ones of the person that is gone
	Keepers       []json.RawMessage
}

// Merge makes two entries one: One stays with the chosen value of each field, what hangs on Other moves to it, and Other
// goes. choice has a Value for each field that differs; versions are those of the comparison that was looked at, and a
// Conflict fault tells that one of the entries has changed since.
func (s *Service) Merge(ctx context.Context, actor account.Actor, kind ImportKind, oneID, otherID string, choice map[string]Value, versions [2]int64) (mergeID string, err error) {
	if err := mayKeep(actor); err != nil {
		return "", err
	}
	m := merge{
		ID: id.New(), WorkspaceID: actor.WorkspaceID, Kind: kind, KeptID: oneID, GoneID: otherID, MergedBy: actor.UserID, MergedAt: s.clock.Now(),
	}
	return m.ID, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		c, err := s.compareIn(ctx, tx, actor, kind, oneID, otherID)
		if err != nil {
			return err
		}
		if c.Versions != versions {
			return outdated()
		}
		was := former{By: actor.Name, Version: c.Versions[0] + 1}
		if err := s.moveIn(ctx, tx, m, &was); err != nil {
			return err
		}
		if err := s.unite(ctx, tx, c, choice, &was); err != nil {
			return err
		}
		undo, err := json.Marshal(was)
		if err != nil {
			return err
		}
		m.Undo = string(undo)
		if err := insertMerge(ctx, tx, m); err != nil {
			return err
		}
		return s.recordMerge(ctx, tx, actor, ".merged", m)
	})
}

// moveIn moves everything from the entry that goes.
func (s *Service) moveIn(ctx context.Context, tx bun.IDB, m merge, was *former) (err error) {
	if m.Kind == ImportPersons {
		if was.Addresses, err = moveAddresses(ctx, tx, m.WorkspaceID, m.GoneID, m.KeptID); err != nil {
			return err
		}
		err = s.moveMemberships(ctx, tx, m, was)
	} else if was.Moved, err = personIDsOf(ctx, tx, m.WorkspaceID, m.GoneID); err == nil {
		_, err = movePersons(ctx, tx, m.WorkspaceID, m.GoneID, m.KeptID, was.Moved, m.MergedAt)
	}
	if err != nil {
		return err
	}
	for _, keeper := range s.keepers {
		moved, err := keeper.MoveIn(ctx, tx, m.WorkspaceID, m.Kind, m.GoneID, m.KeptID)
		if err != nil {
			return err
		}
		was.Keepers = append(was.Keepers, moved)
	}
	return nil
}

func (s *Service) moveMemberships(ctx context.Context, tx bun.IDB, m merge, was *former) (err error) {
	if was.Memberships, err = membershipsOf(ctx, tx, m.WorkspaceID, m.GoneID); err != nil {
		return err
	}
	already, err := membershipsOf(ctx, tx, m.WorkspaceID, m.KeptID)
	if err != nil {
		return err
	}
	var rows []member
	for _, row := range was.Memberships {
		if !slices.ContainsFunc(already, func(other member) bool { return other.GroupID == row.GroupID }) {
			row.PersonID = m.KeptID
			rows = append(rows, row)
			was.Moved = append(was.Moved, row.GroupID)
		}
	}
	return insertMembers(ctx, tx, rows)
}

// unite writes the entry that stays and removes the other, in the order that keeps names and addresses unique.
func (s *Service) unite(ctx context.Context, tx bun.IDB, c Comparison, choice map[string]Value, was *former) error {
	if c.Kind == ImportPersons {
		was.Persons = c.persons[:]
		kept := unitedPerson(c, choice)
		kept.UpdatedAt = s.clock.Now()
		if err := kept.Validate(); err != nil {
			return err
		}
		if gone, err := takePersons(ctx, tx, kept.WorkspaceID, []string{c.Other.ID}); err != nil || len(gone.Persons) == 0 {
			return faster(err)
		}
		return atField(updatePerson(ctx, tx, kept), "email", "directory.person.taken")
	}
	was.Organisations = c.organisations[:]
	kept := unitedOrganisation(c, choice)
	kept.UpdatedAt = s.clock.Now()
	if err := kept.Validate(); err != nil {
		return err
	}
	if gone, err := bin.TakeIn[Organisation](ctx, tx, "o.id = ? AND o.workspace_id = ?", c.Other.ID, kept.WorkspaceID); err != nil || len(gone) == 0 {
		return faster(err)
	}
	return atField(updateOrganisation(ctx, tx, kept), "name", "directory.organisation.taken")
}

// unitedPerson is the first person with the chosen fields of the other.
func unitedPerson(c Comparison, choice map[string]Value) Person {
	kept, other := c.persons[0], c.persons[1]
	for name, take := range map[string]func(){
		"title": func() { kept.Title = other.Title }, "given": func() { kept.Given = other.Given }, "family": func() { kept.Family = other.Family },
		"function": func() { kept.Function = other.Function }, "organisation": func() { kept.OrganisationID = other.OrganisationID },
		"email": func() { kept.Email = other.Email }, "phone": func() { kept.Phone = other.Phone }, "lang": func() { kept.Lang = other.Lang },
		"valid_from": func() { kept.ValidFrom = other.ValidFrom }, "valid_to": func() { kept.ValidTo = other.ValidTo },
		"source": func() { kept.Source = other.Source },
	} {
		if choice[name] == OfOther {
			take()
		}
	}
	return kept.normal()
}

// unitedOrganisation is the first organisation with the chosen fields of the other.
func unitedOrganisation(c Comparison, choice map[string]Value) Organisation {
	kept, other := c.organisations[0], c.organisations[1]
	for name, take := range map[string]func(){
		"name": func() { kept.Name = other.Name }, "kind": func() { kept.Kind = other.Kind }, "municipality": func() { kept.AGS = other.AGS },
		"street": func() { kept.Street = other.Street }, "postcode": func() { kept.Postcode = other.Postcode }, "town": func() { kept.Town = other.Town },
		"website": func() { kept.Website = other.Website }, "email": func() { kept.Email = other.Email }, "phone": func() { kept.Phone = other.Phone },
	} {
		if choice[name] == OfOther {
			take()
		}
	}
	return kept.normal()
}

// Merges lists what was merged in the last day and can be undone, the newest first.
func (s *Service) Merges(ctx context.Context, actor account.Actor, kind ImportKind) ([]Merge, error) {
	if err := mayKeep(actor); err != nil {
		return nil, err
	}
	rows, err := listMerges(ctx, s.db.Read(), actor.WorkspaceID, kind, s.clock.Now().Add(-undoLife))
	if err != nil {
		return nil, err
	}
	var all []Merge
	for _, row := range rows {
		was, err := row.former()
		if err != nil {
			return nil, err
		}
		one := Merge{ID: row.ID, KeptID: row.KeptID, By: was.By, At: row.MergedAt}
		if kind == ImportPersons {
			one.Kept, one.Gone = was.Persons[0].Name(), was.Persons[1].Name()
		} else {
			one.Kept, one.Gone = was.Organisations[0].Name, was.Organisations[1].Name
		}
		all = append(all, one)
	}
	return all, nil
}
