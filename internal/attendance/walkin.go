package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// WalkInIn gives somebody who stands at the door of the event a place, also where all are taken: the person is in the hall, and
// the event has one place more from then on. Whoever is on the list already, by name and address, is returned as they stand there;
// a new person without an address is somebody else than all others of the name. Nobody is written to. It reports whether the row is new.
func (s *Service) WalkInIn(ctx context.Context, tx bun.IDB, eventID string, guest Guest, by string) (Attendance, bool, error) {
	held, err := s.lockEvent(ctx, tx, eventID)
	if err != nil {
		return Attendance{}, false, err
	}
	if err := database.CatchUp(ctx, tx); err != nil {
		return Attendance{}, false, err
	}
	row := s.newRow(held, guest)
	if row.Email == "" {
		row.EmailKey = row.ID // which no address is like
	} else if found, err := findPerson(ctx, tx, eventID, row.EmailKey, row.NameKey); err != nil || found.ID != "" {
		return found, false, err
	}
	if err := s.seatAnyway(ctx, tx, held.ID); err != nil {
		return row, false, err
	}
	now := s.clock.Now()
	row.Origin, row.Place, row.Ticket = WalkedIn, Confirmed, NewTicket()
	row.Answer, row.AnsweredAt = Accepted, &now
	if err := insertAttendance(ctx, tx, &row); err != nil {
		return row, false, err
	}
	reply := Reply{Answer: Accepted, Source: InPerson, Stamp: now, By: by}
	if err := record(ctx, tx, row.ID, reply, Applied, now, ""); err != nil {
		return row, false, err
	}
	return row, true, s.tell(ctx, tx, Change{Reason: WasRegistered, After: row, Event: held, Source: InPerson, Quiet: true})
}

// seatAnyway takes a place of the event, one more than there are where none is free. What is kept for kinds of organisations is not asked for:
// whoever it was kept for is not here.
func (s *Service) seatAnyway(ctx context.Context, tx bun.IDB, eventID string) error {
	taken, err := takeSeat(ctx, tx, eventID)
	if err != nil || taken {
		return err
	}
	return database.OneRow(tx.NewUpdate().Model((*seat)(nil)).Set("capacity = capacity + 1, taken = taken + 1").Where("s.id = ?", eventID).Exec(ctx))
}
