package checkin

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

const mostFound = 25 // people of a search

// Person is somebody of the list as a door sees them: no address, no answers.
type Person struct {
	AttendanceID string           `bun:"id"`
	Name         string           `bun:"name"`
	Organisation string           `bun:"organisation"`
	Place        attendance.Place `bun:"place"`
	Code         string           `bun:"code"`   // only where doors without network are prepared
	DeedID       string           `bun:"deed"`   // of the check-in that counts; empty: is not there
	At           *time.Time       `bun:"at"`     // of that check-in
	Door         *string          `bun:"door"`   // of that check-in
	WalkedIn     *bool            `bun:"walked"` // with that check-in
}

// Here reports whether the person is in.
func (p Person) Here() bool { return p.DeedID != "" }

// Count is how many have come.
type Count struct {
	Expected     int // have a place
	Here         int
	WalkedIn     int // of those here
	WithoutPlace int // of those here
}

// Missing is how many have a place and are not there.
func (c Count) Missing() int { return max(0, c.Expected-(c.Here-c.WithoutPlace)) }

func people(db bun.IDB, eventID string) *bun.SelectQuery {
	return db.NewSelect().TableExpr("attendances AS t").Join("LEFT JOIN checkins AS ci ON ci.attendance_id = t.id AND "+counts).
		Column("t.id", "t.name", "t.organisation", "t.place", "ci.at", "ci.door").
		ColumnExpr("COALESCE(ci.id, '') AS deed, ci.walked_in AS walked").
		Where("t.event_id = ? AND t.erased_at IS NULL", eventID)
}

// Search finds people of the event by all typed words in any spelling, by name: 25 at most. Those who have a place, wait or ask
// for one are found, and who is in already. Names and organisations are looked at and no address: who sees none at a door must not
// learn whose it is by typing it.
func (s *Service) Search(ctx context.Context, k Keeper, typed string) ([]Person, error) {
	var found []Person
	words := database.FoldQuery(typed)
	if len(words) == 0 {
		return nil, nil
	}
	for offset, size := int64(0), int64(4*mostFound); ; offset, size = offset+size, 4*size {
		var some []Person // the column has addresses too: what it finds is looked at again
		q := people(s.db.Read(), k.EventID).Where("(t.place IN (?) OR ci.id IS NOT NULL)", bun.List(active()))
		err := database.Holding(q, typed, "t.search").Order("t.name_key", "t.id").Limit(size).Offset(offset).Scan(ctx, &some)
		if err != nil {
			return nil, database.Fault(err)
		}
		for _, p := range some {
			if p.called(words) {
				found = append(found, p)
			}
		}
		if int64(len(some)) < size || len(found) >= mostFound {
			return found[:min(len(found), mostFound)], nil
		}
	}
}

// called reports whether the name and the organisation have all the words, which are patterns of FoldQuery.
func (p Person) called(words []string) bool {
	by := database.Fold(p.Name, p.Organisation)
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(by, strings.Trim(word, "%")) })
}

// Find returns somebody of the event as the door sees them.
func (s *Service) Find(ctx context.Context, k Keeper, attendanceID string) (Person, error) {
	var found Person
	err := people(s.db.Read(), k.EventID).Where("t.id = ?", attendanceID).Scan(ctx, &found)
	return found, database.Fault(err)
}

// Everybody returns who is expected, by name, with the codes: what a device needs to keep a door without network, and no more.
func (s *Service) Everybody(ctx context.Context, k Keeper) ([]Person, error) {
	var all []Person
	codes, err := s.CodesIn(ctx, s.db.Read(), k.EventID)
	if err != nil {
		return nil, err
	}
	err = people(s.db.Read(), k.EventID).Where("(t.place IN (?) OR ci.id IS NOT NULL)", bun.List(active())).Order("t.name_key", "t.id").Scan(ctx, &all)
	for i := range all {
		if all[i].Code = codes[all[i].AttendanceID]; all[i].Code == "" { // is in without a place any more
			all[i].Code = s.word(all[i].AttendanceID)
		}
	}
	return all, database.Fault(err)
}

// Count returns how many have come to the event.
func (s *Service) Count(ctx context.Context, eventID string) (Count, error) {
	return CountIn(ctx, s.db.Read(), eventID)
}

// CountIn returns how many have come to the event.
func CountIn(ctx context.Context, db bun.IDB, eventID string) (Count, error) {
	var c Count
	expected, err := db.NewSelect().TableExpr("attendances AS t").Where("t.event_id = ? AND t.place = ?", eventID, attendance.Confirmed).Count(ctx)
	if err != nil {
		return c, database.Fault(err)
	}
	err = db.NewSelect().TableExpr("checkins AS ci").
		ColumnExpr("count(*), COALESCE(sum(CASE WHEN ci.walked_in THEN 1 ELSE 0 END), 0), COALESCE(sum(CASE WHEN ci.without_place THEN 1 ELSE 0 END), 0)").
		Where("ci.event_id = ? AND "+counts, eventID).Scan(ctx, &c.Here, &c.WalkedIn, &c.WithoutPlace)
	c.Expected = int(expected)
	return c, database.Fault(err)
}

// CameIn returns who is there, by attendance: for packages that print or count who came.
func CameIn(ctx context.Context, db bun.IDB, eventID string) (map[string]CheckIn, error) {
	var rows []CheckIn
	err := db.NewSelect().Model(&rows).Where("ci.event_id = ? AND "+counts, eventID).Scan(ctx)
	came := make(map[string]CheckIn, len(rows))
	for _, row := range rows {
		came[row.AttendanceID] = row
	}
	return came, database.Fault(err)
}

// HasCome reports whether the person of the attendance was let in, and that was not taken back.
func HasCome(ctx context.Context, db bun.IDB, attendanceID string) (bool, error) {
	there, err := presentIn(ctx, db, attendanceID)
	return there.ID != "", err
}

// Line is a check-in with whom it was about, for staff.
type Line struct {
	ID           string     `bun:"id"`
	At           time.Time  `bun:"at"`
	Door         string     `bun:"door"`
	WalkedIn     bool       `bun:"walked_in"`
	WithoutPlace bool       `bun:"without_place"`
	AttendanceID string     `bun:"attendance_id"`
	Name         string     `bun:"name"`
	Organisation string     `bun:"organisation"`
	FirstDoor    string     `bun:"first_door"` // of the check-in that a double doubles
	FirstAt      *time.Time `bun:"first_at"`
}

// Standing is what staff see of the doors of an event.
type Standing struct {
	Event   event.Event
	Count   Count
	Latest  []Line // let in last
	Doubles []Line // let in by two doors
}

// Standing returns how it goes at the doors of an event of the project.
func (s *Service) Standing(ctx context.Context, a account.Actor, eventID string) (st Standing, err error) {
	if err := mayRead(a); err != nil {
		return st, err
	}
	err = s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		if st.Event, err = event.FindOfIn(ctx, tx, a, eventID); err != nil {
			return err
		}
		if st.Count, err = CountIn(ctx, tx, eventID); err != nil {
			return err
		}
		if err := lines(tx, eventID).Where(counts).Order("ci.at DESC", "ci.id DESC").Limit(mostFound).Scan(ctx, &st.Latest); err != nil {
			return database.Fault(err)
		}
		err := lines(tx, eventID).Where("ci.double_of <> '' AND ci.undone_at IS NULL").Order("ci.at DESC", "ci.id DESC").Limit(mostFound).Scan(ctx, &st.Doubles)
		return database.Fault(err)
	})
	return st, err
}

func lines(db bun.IDB, eventID string) *bun.SelectQuery {
	return db.NewSelect().TableExpr("checkins AS ci").
		Column("ci.id", "ci.at", "ci.door", "ci.walked_in", "ci.without_place", "ci.attendance_id", "t.name", "t.organisation").
		ColumnExpr("COALESCE(f.door, '') AS first_door, f.at AS first_at").
		Join("JOIN attendances AS t ON t.id = ci.attendance_id").Join("LEFT JOIN checkins AS f ON f.id = ci.double_of").Where("ci.event_id = ?", eventID)
}
