package body

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
)

// remains is what the bin keeps of a body.
type remains struct {
	Bodies   []Body
	Members  []Member
	Meetings []Meeting
}

// Remove puts a body into the bin with its members; its meetings stay as events.
func (s *Service) Remove(ctx context.Context, a account.Actor, bodyID string) (bin.Entry, error) {
	var entry bin.Entry
	err := s.onBody(ctx, a, bodyID, func(ctx context.Context, tx bun.IDB, b Body) (err error) {
		var gone remains
		if gone.Meetings, err = bin.TakeIn[Meeting](ctx, tx, "bt.body_id = ?", b.ID); err != nil {
			return err
		}
		if gone.Members, err = bin.TakeIn[Member](ctx, tx, "bm.body_id = ?", b.ID); err != nil {
			return err
		}
		if gone.Bodies, err = bin.TakeIn[Body](ctx, tx, "bo.id = ?", b.ID); err != nil {
			return err
		}
		if len(gone.Bodies) == 0 {
			return fault.Missing()
		}
		entry, err = bin.PutIn(ctx, tx, a, s.clock.Now(), bin.Thing{Kind: bin.Body, ID: b.ID, Title: b.Name, Rows: gone})
		if err != nil {
			return err
		}
		return s.record(ctx, tx, a, "body.removed", b.ID)
	})
	return entry, err
}

// BinKeepers says how bodies come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{{Kind: bin.Body, May: MayKeep, BringBack: s.bringBack}}
}

func (s *Service) bringBack(ctx context.Context, tx bun.IDB, a account.Actor, entry bin.Entry) error {
	var rows remains
	if err := entry.Read(&rows); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Bodies); err != nil {
		return bin.Taken(err, "body.fault.taken_meanwhile", entry.Title)
	}
	members, err := s.returning(ctx, tx, a, rows.Members)
	if err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, members); err != nil {
		return err
	}
	if err := bringBackMeetings(ctx, tx, rows.Meetings); err != nil {
		return err
	}
	return s.record(ctx, tx, a, "body.brought_back", entry.SubjectID)
}

// returning are the members as they come back. Who was erased or merged into somebody else meanwhile has left: seats of organisations are
// vacant, deputyships end, other memberships are gone. Who lies in the bin, too, still comes back.
func (s *Service) returning(ctx context.Context, tx bun.IDB, a account.Actor, members []Member) ([]Member, error) {
	gone := map[string]bool{"": false}
	for _, m := range members {
		for _, personID := range []string{m.PersonID, m.DeputyPersonID} {
			if _, known := gone[personID]; known {
				continue
			}
			there, err := tx.NewSelect().Model((*directory.Person)(nil)).Where("p.id = ? AND p.workspace_id = ?", personID, a.WorkspaceID).Exists(ctx)
			if err != nil {
				return nil, database.Fault(err)
			}
			if !there {
				if there, err = bin.HolderIn(ctx, tx, a, s.clock.Now(), personID); err != nil {
					return nil, err
				}
			}
			gone[personID] = !there
		}
	}
	var back []Member
	for _, m := range members {
		if gone[m.DeputyPersonID] {
			m.DeputyPersonID = ""
		}
		if gone[m.PersonID] {
			m.PersonID = ""
		}
		if m.PersonID != "" || m.OrganisationID != "" {
			back = append(back, m)
		}
	}
	return back, nil
}
