package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// ByWishes reports whether places in workshops are given by ranked wishes and have not been yet: nobody chooses one now.
func (e Event) ByWishes() bool { return e.WishesUntil != "" && e.WishesDoneAt == nil }

// WishesOpen reports whether workshops can be wished for at an instant: through the last day by the wall clock of the
// event's zone, and never after it has begun.
func (e Event) WishesOpen(now time.Time) bool {
	return e.ByWishes() && !e.Begun(now) && string(date.Of(now.In(e.Location()))) <= e.WishesUntil
}

// WishIn makes the event's workshops go by wishes until the typed day, or first come, first served when it is empty. Observers are not
// told: nothing changes for those who come. Whether it still can be changed is for the caller to know. Fields: wishes_until.
func (s *Service) WishIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID, was, until string) (Event, error) {
	if err := mayRun(actor); err != nil {
		return Event{}, err
	}
	e, err := findEditable(ctx, tx, actor, eventID)
	if err != nil {
		return e, err
	}
	if e.WishesUntil != was {
		return e, fault.New(fault.Conflict, "fault.conflict")
	}
	var c fault.Checks
	day := checkDay(&c, "wishes_until", until)
	if day != "" && day > e.FirstDay() {
		c.Add("wishes_until", "event.wishes_after_begin")
	}
	if err := c.Err(); err != nil {
		return e, err
	}
	e.WishesUntil = string(day)
	e.Version++
	return e, updateEvent(ctx, tx, e)
}

// AllottedIn notes that the places given by wishes are made known now.
func (s *Service) AllottedIn(ctx context.Context, tx bun.IDB, e Event) (Event, error) {
	now := s.clock.Now()
	e.WishesDoneAt = &now
	e.Version++
	return e, updateEvent(ctx, tx, e)
}
