package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

// seat counts the places of an event or of one workshop; its id is the event's or the item's.
type seat struct {
	bun.BaseModel `bun:"table:seats,alias:s"`

	ID       string `bun:"id,pk"`
	EventID  string `bun:"event_id"`
	Capacity int64  `bun:"capacity"` // 0: as many as come
	Taken    int64  `bun:"taken"`
}

const hasRoom = "(s.capacity = 0 OR s.taken < s.capacity)"

// lockEvent makes the rest of the transaction the only one that changes places of the event, and returns the event as
// it is then. The event's key is shared before its seats are locked: the order in which changes of the event lock too.
func (s *Service) lockEvent(ctx context.Context, tx bun.IDB, eventID string) (event.Event, error) {
	if s.db.Postgres() {
		var held string
		err := tx.NewSelect().TableExpr("events AS e").Join("JOIN seats AS s ON s.id = e.id").Column("s.id").
			Where("e.id = ?", eventID).For("KEY SHARE OF e FOR UPDATE OF s").Scan(ctx, &held)
		if err != nil {
			return event.Event{}, database.Fault(err)
		}
	}
	return event.FindIn(ctx, tx, eventID)
}

// HoldIn makes the rest of the transaction the only one that changes the event or its places, and returns the event as it is then. Whoever writes
// to people what the event says holds it first: a change at the same moment then comes before and is in the mail, or afterwards and finds whom
// to write to.
func (s *Service) HoldIn(ctx context.Context, tx bun.IDB, eventID string) (event.Event, error) {
	return s.lockEvent(ctx, tx, eventID)
}

// takeSeat takes one place when there is one; the condition stands in the statement that takes it.
func takeSeat(ctx context.Context, tx bun.IDB, seatID string) (bool, error) {
	return database.Changed(seatTaking(tx, seatID).Exec(ctx))
}

func seatTaking(tx bun.IDB, seatID string) *bun.UpdateQuery {
	return tx.NewUpdate().Model((*seat)(nil)).Set("taken = taken + 1").Where("s.id = ?", seatID).Where(hasRoom)
}

// freeSeat gives one place back.
func freeSeat(ctx context.Context, tx bun.IDB, seatID string) error {
	return database.OneRow(tx.NewUpdate().Model((*seat)(nil)).Set("taken = taken - 1").Where("s.id = ?", seatID).Exec(ctx))
}

// insertSeated inserts the row with a place when there is one, else with a place on the waitlist, and returns which.
// PostgreSQL takes the place and writes the row in one statement; SQLite knows no writing WITH.
func (s *Service) insertSeated(ctx context.Context, tx bun.IDB, seatID, column string, row any) (Place, error) {
	insert := tx.NewInsert().Model(row)
	var place Place
	if s.db.Postgres() {
		err := insert.With("seat", seatTaking(tx, seatID).Returning("s.id")).
			Value(column, "CASE WHEN EXISTS (SELECT 1 FROM seat) THEN ? ELSE ? END", Confirmed, Waitlisted).
			Returning("?", bun.Ident(column)).Scan(ctx, &place)
		return place, database.Fault(err)
	}
	taken, err := takeSeat(ctx, tx, seatID)
	if err != nil {
		return "", err
	}
	place = placeOf(taken)
	_, err = insert.Value(column, "?", place).Returning("NULL").Exec(ctx)
	return place, database.Fault(err)
}

func placeOf(taken bool) Place {
	if taken {
		return Confirmed
	}
	return Waitlisted
}
