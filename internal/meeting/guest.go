package meeting

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const (
	maxGuests  = 200
	keepGuests = 365 * 24 * time.Hour // after the meeting: as long as its minutes are likely to be asked about
)

// Guest is somebody who was there without a seat. Guests do not count for the quorum.
type Guest struct {
	bun.BaseModel `bun:"table:meeting_guests,alias:mg"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	EventID      string    `bun:"event_id"`
	Name         string    `bun:"name"`
	NameKey      string    `bun:"name_key"` // folded: by which an erased person is found
	Organisation string    `bun:"organisation"`
	CreatedAt    time.Time `bun:"created_at"`
}

// Label is how a guest is named in one line.
func (g Guest) Label() string {
	if g.Organisation == "" {
		return g.Name
	}
	return g.Name + ", " + g.Organisation
}

// AddGuest notes that somebody was there who has no seat. Fields: name, organisation.
func (s *Service) AddGuest(ctx context.Context, a account.Actor, eventID, name, organisation string) error {
	var c fault.Checks
	name, organisation = oneLine(name), oneLine(organisation)
	c.Require("name", name)
	c.MaxLen("name", name, maxTitle)
	c.MaxLen("organisation", organisation, maxTitle)
	if err := c.Err(); err != nil {
		return err
	}
	return s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		if err := countable(of); err != nil {
			return err
		}
		if len(of.Guests) >= maxGuests {
			return fault.New(fault.Conflict, "meeting.fault.guests", maxGuests)
		}
		g := Guest{ID: id.New(), WorkspaceID: of.Event.WorkspaceID, EventID: eventID, Name: name, NameKey: key(name), Organisation: organisation, CreatedAt: s.Clock.Now()}
		if _, err := tx.NewInsert().Model(&g).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, a, "event.guest_noted", eventID)
	})
}

// RemoveGuest takes a guest off who was entered wrongly.
func (s *Service) RemoveGuest(ctx context.Context, a account.Actor, eventID, guestID string) error {
	return s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		if !slices.ContainsFunc(of.Guests, func(g Guest) bool { return g.ID == guestID }) {
			return fault.Missing()
		}
		if err := countable(of); err != nil {
			return err
		}
		if _, err := tx.NewDelete().Model((*Guest)(nil)).Where("id = ?", guestID).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, a, "event.guest_removed", eventID)
	})
}

// countable says why it cannot be noted any more, or not yet, who was there.
func countable(of Detail) error {
	if !Minutable(of.Event) {
		return fault.New(fault.Conflict, "meeting.fault.draft")
	}
	if of.Locked() {
		return locked(of)
	}
	return nil
}

var _ directory.Eraser = (*Service)(nil)

// EraseIn takes an erased person off the lists of guests, where only the name tells who it is, and their words and links out of rounds.
// No token hashes to an identifier.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	p := whose.Person
	_, err := tx.NewUpdate().Model((*Vote)(nil)).Set("person_id = ''").Set("comment = ''").Set("reminder_hash = ''").Set("token_hash = id").
		Where("workspace_id = ? AND person_id = ?", p.WorkspaceID, p.ID).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	_, err = tx.NewDelete().Model((*Guest)(nil)).
		Where("workspace_id = ? AND name_key IN (?)", p.WorkspaceID, bun.List([]string{key(p.Name()), key(p.Given + " " + p.Family)})).Exec(ctx)
	return database.Fault(err)
}

// ForgetGuests deletes the guests of meetings that ended more than a year ago, and returns how many.
func (s *Service) ForgetGuests(ctx context.Context) (n int, err error) {
	err = s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		over := tx.NewSelect().TableExpr("events AS e").Column("e.id").Where("e.ends_at < ?", s.Clock.Now().Add(-keepGuests))
		result, err := tx.NewDelete().Model((*Guest)(nil)).Where("event_id IN (?)", over).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		gone, err := result.RowsAffected()
		n = int(gone)
		return err
	})
	return n, err
}

func key(name string) string { return strings.TrimSpace(database.FoldWord(oneLine(name))) }
