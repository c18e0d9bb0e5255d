package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

// Seats is how full an event or a workshop is.
type Seats struct {
	Capacity int64 // 0: as many as come
	Taken    int64 // places that are offered too
	Waiting  int64 // without those who have an offer

	Kept    int64          // free places of an event that are kept for kinds of organisations at the moment
	KeptFor directory.Kind // the only kind of them; empty when there are several, or none
}

// Full reports whether no place is left.
func (s Seats) Full() bool { return s.Capacity > 0 && s.Taken >= s.Capacity }

// Free is the number of places left; 0 without a limit.
func (s Seats) Free() int64 { return max(0, s.Capacity-s.Taken) }

// Open is the number of free places that everybody may have; 0 without a limit.
func (s Seats) Open() int64 { return max(0, s.Free()-s.Kept) }

// Occupancy returns how full the events (each under its own identifier) and all of their workshops are.
func Occupancy(ctx context.Context, db bun.IDB, eventIDs ...string) (map[string]Seats, error) {
	if len(eventIDs) == 0 {
		return map[string]Seats{}, nil
	}
	var rows []struct {
		ID       string
		Capacity int64
		Taken    int64
		Waiting  int64
		Kept     int64
		Kinds    int64
		Kind     directory.Kind
	}
	people := db.NewSelect().TableExpr("attendances AS t").ColumnExpr("count(*)").
		Where("t.event_id = s.id AND t.place = ? AND t.offered_until IS NULL", Waitlisted)
	wishes := db.NewSelect().TableExpr("workshop_places AS wp").ColumnExpr("count(*)").
		Where("wp.item_id = s.id AND wp.state = ?", Waitlisted)
	kept := db.NewSelect().TableExpr("seat_shares AS sh").Join("JOIN events AS e ON e.id = sh.event_id").Column("sh.event_id").
		ColumnExpr("CAST(sum(sh.kept - sh.taken) AS bigint) AS kept, count(*) AS kinds, min(sh.kind) AS kind").
		Where("sh.event_id IN (?) AND sh.kept > sh.taken AND e.by_kind AND e.kept_until <> '' AND e.kept_freed_at IS NULL", bun.List(eventIDs)).Group("sh.event_id")
	err := db.NewSelect().TableExpr("seats AS s").Column("s.id", "s.capacity", "s.taken").ColumnExpr("(?) + (?) AS waiting", people, wishes).
		Join("LEFT JOIN (?) AS k ON k.event_id = s.id", kept).
		ColumnExpr("COALESCE(k.kept, 0) AS kept, COALESCE(k.kinds, 0) AS kinds, COALESCE(k.kind, '') AS kind").Where("s.event_id IN (?)", bun.List(eventIDs)).Scan(ctx, &rows)
	all := make(map[string]Seats, len(rows))
	for _, row := range rows {
		seats := Seats{Capacity: row.Capacity, Taken: row.Taken, Waiting: row.Waiting, Kept: row.Kept}
		if row.Kinds == 1 {
			seats.KeptFor = row.Kind
		}
		all[row.ID] = seats
	}
	return all, database.Fault(err)
}

// Position returns the place on the event's waitlist, 1 for the next one, on which a group stands as one; 0 for people who do not wait or have an offer.
func Position(ctx context.Context, db bun.IDB, row Attendance) (int, error) {
	if row.Place != Waitlisted || row.OfferedUntil != nil {
		return 0, nil
	}
	var position int
	together := db.NewSelect().TableExpr("attendances AS g").ColumnExpr("count(*) - count(DISTINCT g.ticket)").
		Where("g.event_id = ? AND g.group_id <> '' AND g.place = ? AND g.offered_until IS NULL AND g.ticket <= ?", row.EventID, Waitlisted, row.Ticket)
	err := db.NewSelect().TableExpr("attendances AS t").ColumnExpr("count(*) - (?)", together).
		Where("t.event_id = ? AND t.place = ? AND t.offered_until IS NULL AND t.ticket <= ?", row.EventID, Waitlisted, row.Ticket).Scan(ctx, &position)
	return position, database.Fault(err)
}

// PositionsIn returns the places on the event's waitlist of those of the attendances that wait.
func PositionsIn(ctx context.Context, db bun.IDB, eventID string, attendanceIDs ...string) (map[string]int, error) {
	positions := map[string]int{}
	if len(attendanceIDs) == 0 {
		return positions, nil
	}
	var rows []struct {
		ID       string
		Position int
	}
	line := db.NewSelect().TableExpr("attendances AS t").Column("t.id").ColumnExpr("dense_rank() OVER (ORDER BY t.ticket) AS position").
		Where("t.event_id = ? AND t.place = ? AND t.offered_until IS NULL", eventID, Waitlisted).
		Where("t.ticket <= (SELECT max(m.ticket) FROM attendances AS m WHERE m.id IN (?))", bun.List(attendanceIDs))
	err := db.NewSelect().TableExpr("(?) AS l", line).Column("l.id", "l.position").Where("l.id IN (?)", bun.List(attendanceIDs)).Scan(ctx, &rows)
	for _, row := range rows {
		positions[row.ID] = row.Position
	}
	return positions, database.Fault(err)
}

// WorkshopPosition returns the place on the workshop's waitlist, 1 for the next one; 0 for people who do not wait.
func WorkshopPosition(ctx context.Context, db bun.IDB, place WorkshopPlace) (int, error) {
	if place.State != Waitlisted {
		return 0, nil
	}
	n, err := db.NewSelect().TableExpr("workshop_places AS wp").
		Where("wp.item_id = ? AND wp.state = ? AND wp.ticket <= ?", place.ItemID, Waitlisted, place.Ticket).Count(ctx)
	return int(n), database.Fault(err)
}

// AnyWorkshopIn reports whether somebody has or waits for a place in one of the event's workshops.
func AnyWorkshopIn(ctx context.Context, db bun.IDB, eventID string) (bool, error) {
	chosen, err := db.NewSelect().Model((*WorkshopPlace)(nil)).Where("wp.event_id = ? AND wp.state IN (?, ?)", eventID, Confirmed, Waitlisted).Exists(ctx)
	return chosen, database.Fault(err)
}
