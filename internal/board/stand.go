package board

import (
	"context"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
)

// Stand is how a wall stands for everybody in the room.
type Stand struct {
	Changes int64            `json:"changes"` // of anything on it
	Open    bool             `json:"open"`
	Dots    map[string]int64 `json:"dots"` // by card that stands for itself; nil where nothing has changed
}

// Stand returns how the wall with the code stands, for a page that knows it after that change: when it is the last one, only that. It is
// missing when the event is over and done with.
func (s *Service) Stand(ctx context.Context, code string, known int64) (Stand, error) {
	db := s.db.Read()
	b, err := findByCode(ctx, db, code)
	st := Stand{Changes: b.Changes, Open: !b.Closed()}
	if err != nil || b.Changes == known {
		return st, err
	}
	e, err := event.FindIn(ctx, db, b.EventID)
	if err == nil && !result.Writable(e) {
		err = fault.Missing()
	}
	if err != nil {
		return st, err
	}
	list, err := s.listOf(ctx, db, b, false)
	st.Dots = make(map[string]int64, len(list))
	for _, card := range list {
		st.Dots[card.ID] = card.Weight
	}
	return st, err
}
