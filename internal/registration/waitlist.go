package registration

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Waitlist is the waitlist of an event as staff see it.
type Waitlist struct {
	Event   event.Event
	Seats   attendance.Seats
	Offered []attendance.Attendance
	Waiting []attendance.Attendance // the next one first
	At      map[string]int          // where each of them stands; a group stands as one
	Last    int                     // position
	Steps   []attendance.Step       // the latest first
	Names   map[string]string       // of the people of the steps, by attendance
}

// Waitlist returns the event's waitlist, with the places that are offered and what happened there.
func (s *Service) Waitlist(ctx context.Context, actor account.Actor, eventID string) (Waitlist, error) {
	if err := mayRead(actor); err != nil {
		return Waitlist{}, err
	}
	w := Waitlist{Names: map[string]string{}, At: map[string]int{}}
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if w.Event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		seats, err := attendance.Occupancy(ctx, tx, eventID)
		if err != nil {
			return err
		}
		w.Seats = seats[eventID]
		if w.Offered, err = attendance.OfferedIn(ctx, tx, eventID); err != nil {
			return err
		}
		if w.Waiting, err = attendance.WaitingIn(ctx, tx, eventID); err != nil {
			return err
		}
		for _, party := range attendance.Parties(w.Waiting) {
			w.Last++
			for _, row := range party {
				w.At[row.ID] = w.Last
			}
		}
		return w.steps(ctx, tx)
	})
	return w, err
}

func (w *Waitlist) steps(ctx context.Context, tx bun.IDB) (err error) {
	if w.Steps, err = attendance.EventStepsIn(ctx, tx, w.Event.ID); err != nil || len(w.Steps) == 0 {
		return err
	}
	rows, err := attendance.ListIn(ctx, tx, w.Event.ID)
	for _, row := range rows {
		w.Names[row.ID] = row.Name
	}
	return err
}

// Reorder moves a person on the event's waitlist by hand. The reason stands in the person's history and in the trail.
func (s *Service) Reorder(ctx context.Context, actor account.Actor, eventID, attendanceID string, to int, reason string) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := findOf(ctx, tx, actor, eventID, attendanceID)
		if err != nil {
			return err
		}
		return s.reorderIn(ctx, tx, actor, row, to, reason)
	})
}

func (s *Service) reorderIn(ctx context.Context, tx bun.IDB, actor account.Actor, row attendance.Attendance, to int, reason string) error {
	step, err := s.places.ReorderIn(ctx, tx, row.ID, attendance.Move{To: to, Reason: reason, By: actor.Name})
	if err != nil {
		return err
	}
	details := map[string]any{"event": row.EventID, "from": step.From, "to": step.To, "reason": step.Reason}
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "attendance.moved", "attendance", row.ID, details))
}

// Lapse ends all offers whose time is over, each in a transaction of its own, and returns how many there were. What fails
// does not keep the others from it.
func (s *Service) Lapse(ctx context.Context) (int, error) {
	ids, err := s.places.OverdueIn(ctx, s.db.Read())
	if err != nil {
		return 0, err
	}
	n, problems := 0, []error(nil)
	for _, attendanceID := range ids {
		lapsed := false
		err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
			rows, err := s.places.LapseIn(ctx, tx, attendanceID)
			lapsed = len(rows) > 0
			if err != nil {
				return err
			}
			return s.trails(ctx, tx, account.Actor{}, "attendance.offer_lapsed", rows, "")
		})
		switch {
		case err != nil && !fault.Is(err, fault.NotFound):
			problems = append(problems, err)
		case lapsed:
			n++
		}
	}
	return n, errors.Join(problems...)
}
