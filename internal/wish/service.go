package wish

import (
	"context"
	"errors"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Waker is what is needed of the outbox: it is woken after a publication, so that the mails leave at once.
type Waker interface{ Wake() }

// Service holds what staff do.
type Service struct {
	db     *database.DB
	clock  clock.Clock
	events *event.Service
	places *attendance.Service
	mail   Waker
}

// New returns the service. A missing part is an error.
func New(db *database.DB, clock clock.Clock, events *event.Service, places *attendance.Service, mail Waker) (*Service, error) {
	if db == nil || clock == nil || events == nil || places == nil || mail == nil {
		return nil, errors.New("wish: a required part is missing")
	}
	return &Service{db: db, clock: clock, events: events, places: places, mail: mail}, nil
}

// mayRead: everybody on the staff of the project. mayRun: who may run its events.
func mayRead(actor account.Actor) error { return actor.InProject() }
func mayRun(actor account.Actor) error  { return actor.InProject(event.MayRun) }

// MayRun reports whether the actor may draw and publish, for pages that offer it.
func MayRun(actor account.Actor) bool { return mayRun(actor) == nil }

// Board returns what is known about the event's wishes.
func (s *Service) Board(ctx context.Context, actor account.Actor, eventID string) (Board, error) {
	if err := mayRead(actor); err != nil {
		return Board{}, err
	}
	var board Board
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		board, err = boardIn(ctx, tx, actor, eventID, s.clock.Now())
		return err
	})
	return board, err
}

// Set makes the event's workshops go by wishes until the typed day, or first come, first served when it is empty; was is the day the form was made from. A
// Conflict when somebody has chosen a workshop already, or the places are given. Fields: wishes_until.
func (s *Service) Set(ctx context.Context, actor account.Actor, eventID, was, until string) error {
	return s.hold(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, b Board) error {
		switch {
		case b.Event.WishesDoneAt != nil:
			return fault.New(fault.Conflict, "wish.done")
		case b.Taken:
			return fault.New(fault.Conflict, "wish.taken")
		}
		e, err := s.events.WishIn(ctx, tx, actor, eventID, was, until)
		if err != nil {
			return err
		}
		return s.trail(ctx, tx, actor.Entry(s.clock.Now(), "event.wishes_set", "event", e.ID, map[string]any{"until": e.WishesUntil}))
	})
}

const maxReason = 500

// Draw draws the lot, once more only with a reason. Fields: reason.
func (s *Service) Draw(ctx context.Context, actor account.Actor, eventID, reason string) error {
	return s.hold(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, b Board) error {
		if err := s.ready(b); err != nil {
			return err
		}
		d := Draw{
			ID: id.New(), WorkspaceID: b.Event.WorkspaceID, ProjectID: b.Event.ProjectID, EventID: b.Event.ID, Seed: id.Token(),
			DrawnBy: actor.Name, DrawnAt: s.clock.Now(),
		}
		if len(b.Draws) > 0 {
			d.Reason = strings.Join(strings.Fields(reason), " ")
			var c fault.Checks
			c.Require("reason", d.Reason)
			c.MaxLen("reason", d.Reason, maxReason)
			if err := c.Err(); err != nil {
				return err
			}
		}
		if err := insertDraw(ctx, tx, d); err != nil {
			return err
		}
		details := map[string]any{"seed": d.Seed, "reason": d.Reason}
		return s.trail(ctx, tx, actor.Entry(s.clock.Now(), "event.wishes_drawn", "event", b.Event.ID, details))
	})
}

// ready returns why the lot cannot be drawn now, nil when it can.
func (s *Service) ready(b Board) error {
	switch {
	case b.Event.WishesDoneAt != nil:
		return fault.New(fault.Conflict, "wish.done")
	case !b.Event.ByWishes() || b.Event.State != event.Published || b.Event.Begun(s.clock.Now()):
		return fault.New(fault.Conflict, "wish.not_now")
	case b.Open:
		return fault.New(fault.Conflict, "wish.still_open")
	}
	return nil
}

// Publish gives the places of the board with the mark and tells everybody. A Conflict when people, programme or lot have changed since: the board
// has to be looked at again.
func (s *Service) Publish(ctx context.Context, actor account.Actor, eventID, mark string) error {
	err := s.hold(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, b Board) error {
		if err := s.ready(b); err != nil {
			return err
		}
		if len(b.Draws) == 0 || len(b.Overlap) > 0 || b.Mark != mark {
			return fault.New(fault.Conflict, "wish.changed")
		}
		outcomes := make([]Outcome, len(b.Rows))
		for n, row := range b.Rows {
			outcomes[n] = row.Outcome
			outcomes[n].ID = id.New()
		}
		if err := insertOutcomes(ctx, tx, outcomes); err != nil {
			return err
		}
		if _, err := s.events.AllottedIn(ctx, tx, b.Event); err != nil {
			return err
		}
		if err := s.places.AllotIn(ctx, tx, eventID, b.allotments(), attendance.ByStaff); err != nil {
			return err
		}
		details := map[string]any{"seed": b.Seed(), "people": b.Wished}
		return s.trail(ctx, tx, actor.Entry(s.clock.Now(), "event.wishes_published", "event", eventID, details))
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

func (s *Service) trail(ctx context.Context, tx bun.IDB, entry audit.Entry) error {
	return audit.Record(ctx, tx, entry)
}

// hold runs fn with the board, when nobody else changes the event or its places.
func (s *Service) hold(ctx context.Context, actor account.Actor, eventID string, fn func(ctx context.Context, tx bun.IDB, b Board) error) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		if _, err := s.places.HoldIn(ctx, tx, eventID); err != nil {
			return err
		}
		b, err := boardIn(ctx, tx, actor, eventID, s.clock.Now())
		if err != nil {
			return err
		}
		return fn(ctx, tx, b)
	})
}
