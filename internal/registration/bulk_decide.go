package registration

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
)

// errRehearsed takes back what was done only to see what comes of it.
var errRehearsed = errors.New("registration: this was a rehearsal")

// Decides reports whether the deed decides about people who ask for a place.
func (d Deed) Decides() bool { return d == ToApprove || d == ToRefuse }

// rehearse says what a decision would do: it is made, looked at and taken back. Who gets which place follows from shares, kept
// places and those who wait, and is not worked out a second time here.
func (s *Service) rehearse(ctx context.Context, actor account.Actor, eventID string, bulk Bulk) (Plan, error) {
	var plan Plan
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := headIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		if _, err := s.places.HoldIn(ctx, tx, eventID); err != nil {
			return err
		}
		var err error
		if plan, err = s.planIn(ctx, tx, actor, eventID, bulk); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	return plan, err
}

// decideAllIn decides about those of the rows who ask for a place, in the order in which they came, and says what became of each. Whoever
// is decided about along with them is among the lines, too.
func (s *Service) decideAllIn(ctx context.Context, tx bun.IDB, actor account.Actor, list List, bulk Bulk, rows []Row) ([]Line, error) {
	if !attendance.Open(list.Event, s.clock.Now()) {
		return linesOf(rows, func(Row) Fate { return Closed }), nil
	}
	asking, err := attendance.RequestsIn(ctx, tx, list.Event.ID)
	if err != nil {
		return nil, err
	}
	chosen := func(id string) bool {
		return slices.ContainsFunc(rows, func(r Row) bool { return r.ID == id })
	}
	for _, one := range asking {
		now, err := attendance.FindIn(ctx, tx, one.ID)
		if err != nil {
			return nil, err
		}
		if !chosen(one.ID) || now.Place != attendance.Requested {
			continue
		}
		if _, err := s.decideIn(ctx, tx, actor, one.ID, bulk.Deed, cmp.Or(bulk.Text, "–")); err != nil {
			return nil, err
		}
	}
	places, err := placesIn(ctx, tx, list.Event.ID)
	if err != nil {
		return nil, err
	}
	var along []string
	asked := map[string]bool{}
	for _, one := range asking {
		asked[one.ID] = true
		if !chosen(one.ID) && places[one.ID] != attendance.Requested {
			along = append(along, one.ID)
		}
	}
	if len(along) > 0 {
		more, err := list.rows(ctx, tx, Filter{Show: Everybody, Chosen: along, Order: ByArrival})
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.Ticket, b.Ticket) })
	return linesOf(rows, func(row Row) Fate {
		if !asked[row.ID] {
			return NotAsking
		}
		return decided(places[row.ID])
	}), nil
}

// decided is what a decision has made of somebody who asked.
func decided(place attendance.Place) Fate {
	switch place {
	case attendance.Confirmed:
		return WillAdmit
	case attendance.Waitlisted:
		return WillQueue
	case attendance.Refused:
		return WillRefuse
	}
	return NotAsking
}

func linesOf(rows []Row, fate func(Row) Fate) []Line {
	lines := make([]Line, len(rows))
	for i, row := range rows {
		lines[i] = Line{Row: row, Fate: fate(row)}
	}
	return lines
}

// placesIn are the places of everybody at the event.
func placesIn(ctx context.Context, tx bun.IDB, eventID string) (map[string]attendance.Place, error) {
	var rows []struct {
		ID    string
		Place attendance.Place
	}
	err := tx.NewSelect().TableExpr("attendances AS t").Column("t.id", "t.place").Where("t.event_id = ?", eventID).Scan(ctx, &rows)
	places := map[string]attendance.Place{}
	for _, row := range rows {
		places[row.ID] = row.Place
	}
	return places, database.Fault(err)
}
