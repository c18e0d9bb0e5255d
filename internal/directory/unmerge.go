package directory

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// undoLife is how long a merge can be undone.
const undoLife = 24 * time.Hour

func (m merge) former() (was former, err error) {
	return was, json.Unmarshal([]byte(m.Undo), &was)
}

// Unmerge makes two entries of one again: both as they were, and everything that had moved back where it hung. It returns
// the merge. A Conflict fault says what has happened since that makes it impossible.
func (s *Service) Unmerge(ctx context.Context, actor account.Actor, mergeID string) (kind ImportKind, keptID string, err error) {
	if err := mayKeep(actor); err != nil {
		return "", "", err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		m, err := findMerge(ctx, tx, actor.WorkspaceID, mergeID, now.Add(-undoLife))
		if err != nil {
			return err
		}
		kind, keptID = m.Kind, m.KeptID
		was, err := m.former()
		if err != nil {
			return err
		}
		if err := s.separate(ctx, tx, m, was); err != nil {
			return err
		}
		for n, keeper := range s.keepers[:min(len(s.keepers), len(was.Keepers))] {
			if err := keeper.MoveBackIn(ctx, tx, m.WorkspaceID, m.Kind, m.GoneID, m.KeptID, was.Keepers[n]); err != nil {
				return err
			}
		}
		if err := closeMerge(ctx, tx, m.ID, now); err != nil {
			return err
		}
		return s.recordMerge(ctx, tx, actor, ".unmerged", m)
	})
	return kind, keptID, err
}

// separate writes both entries as they were, with what the directory itself moved.
func (s *Service) separate(ctx context.Context, tx bun.IDB, m merge, was former) error {
	if m.Kind == ImportPersons {
		if err := asChanged(restorePerson(ctx, tx, was.Persons[0], was.Version)); err != nil {
			return err
		}
		if err := impossible(insertPersons(ctx, tx, was.Persons[1:]), "organisation_gone"); err != nil {
			return err
		}
		if err := moveAddressesBack(ctx, tx, was.Addresses); err != nil {
			return err
		}
		for _, groupID := range was.Moved {
			if err := deleteMembers(ctx, tx, m.WorkspaceID, groupID, []string{m.KeptID}); err != nil {
				return err
			}
		}
		return impossible(insertMembers(ctx, tx, was.Memberships), "group_gone")
	}
	if err := asChanged(restoreOrganisation(ctx, tx, was.Organisations[0], was.Version)); err != nil {
		return err
	}
	if err := impossible(insertOrganisations(ctx, tx, was.Organisations[1:]), "taken"); err != nil {
		return err
	}
	n, err := movePersons(ctx, tx, m.WorkspaceID, m.KeptID, m.GoneID, was.Moved, s.clock.Now())
	if err == nil && n != len(was.Moved) {
		return fault.New(fault.Conflict, "directory.merge.fault.persons_moved")
	}
	return err
}

// asChanged says that the kept entry is not what the merge made of it any more.
func asChanged(err error) error {
	if fault.Is(err, fault.Conflict) && !database.Duplicate(err) {
		return fault.New(fault.Conflict, "directory.merge.fault.changed")
	}
	return impossible(err, "taken")
}

// impossible says what stands in the way of writing what was: somebody has taken the name, or, as why says, something it
// belonged to is gone.
func impossible(err error, why string) error {
	switch {
	case database.Duplicate(err):
		return fault.New(fault.Conflict, "directory.merge.fault.taken")
	case fault.Is(err, fault.Conflict):
		return fault.New(fault.Conflict, "directory.merge.fault."+why)
	}
	return err
}
