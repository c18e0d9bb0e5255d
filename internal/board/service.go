package board

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/line"
	"rundertisch/internal/result"
)

// Service holds the use cases of boards.
type Service struct {
	db      *database.DB
	clock   clock.Clock
	results *result.Service
	lines   *line.Lines[*deed]
	walls   walls
}

// New returns the service; results takes the cards that are approved.
func New(db *database.DB, clock clock.Clock, results *result.Service) (*Service, error) {
	if results == nil {
		return nil, errors.New("board: no service takes the results")
	}
	return &Service{db: db, clock: clock, results: results, lines: line.New[*deed](mostTogether), walls: walls{of: map[string]*wall{}}}, nil
}

// Place is a programme item that can have a board; Board is zero while it has none.
type Place struct {
	Item  event.ProgrammeItem
	Board Board
}

// Boards returns an event of the project with its workshops, and with other items that have a board; with all items that
// can have one when the programme has no workshop.
func (s *Service) Boards(ctx context.Context, actor account.Actor, eventID string) (event.Event, []Place, error) {
	if err := actor.InProject(); err != nil {
		return event.Event{}, nil, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return e, nil, err
	}
	items, err := event.ListItemsIn(ctx, s.db.Read(), e.ID)
	if err != nil {
		return e, nil, err
	}
	boards, err := listBoards(ctx, s.db.Read(), e.ID)
	workshops := slices.ContainsFunc(items, func(i event.ProgrammeItem) bool { return i.Kind == event.WorkshopItem })
	var places []Place
	for _, item := range items {
		p := Place{Item: item}
		if n := slices.IndexFunc(boards, func(b Board) bool { return b.ItemID == item.ID }); n >= 0 {
			p.Board = boards[n]
		}
		if p.Board.ID != "" || item.Kind == event.WorkshopItem || !workshops && Takes(item) {
			places = append(places, p)
		}
	}
	return e, places, err
}

// Open gives the programme item a board; one that has its board keeps it.
func (s *Service) Open(ctx context.Context, actor account.Actor, eventID, itemID string) (Board, error) {
	var b Board
	if err := mayModerate(actor); err != nil {
		return b, err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		item, err := event.FindItemIn(ctx, tx, e.ID, itemID)
		switch {
		case err != nil:
			return err
		case !Takes(item):
			return fault.Missing()
		case !result.Writable(e):
			return fault.New(fault.Conflict, "board.not_writable")
		}
		boards, err := listBoards(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if n := slices.IndexFunc(boards, func(b Board) bool { return b.ItemID == item.ID }); n >= 0 {
			b = boards[n]
			return nil
		}
		b = Board{
			ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, ItemID: item.ID,
			Code: id.Token()[:codeLength], Salt: id.Token(), Dots: DotsPerDevice, OpenedAt: s.clock.Now(),
		}
		if err := insertBoard(ctx, tx, b); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "board.opened", b, b.ID)
	})
	return b, err
}

// Find returns a board of an event of the project.
func (s *Service) Find(ctx context.Context, actor account.Actor, eventID, boardID string) (Board, error) {
	if err := actor.InProject(); err != nil {
		return Board{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return Board{}, err
	}
	return findBoard(ctx, s.db.Read(), e.ID, boardID)
}

// record is for what staff and moderators do; who writes or weighs cards is not in the trail.
func (s *Service) record(ctx context.Context, tx bun.IDB, actor account.Actor, action string, b Board, object string) error {
	entry := actor.Entry(s.clock.Now(), action, "board", object, map[string]any{"event": b.EventID, "item": b.ItemID})
	return audit.Record(ctx, tx, entry)
}

// Settle forgets the browsers of boards that were closed a day ago; it returns how many boards that were.
func (s *Service) Settle(ctx context.Context) (int, error) {
	boards, err := listUnsettled(ctx, s.db.Read(), s.clock.Now().Add(-reopenable))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, b := range boards {
		settled, err := s.settleClosed(ctx, b.Code)
		if err != nil {
			return n, err
		}
		if settled {
			n++
		}
	}
	return n, nil
}

// settleClosed settles the board unless somebody has opened it again, or settled it, since it was found.
func (s *Service) settleClosed(ctx context.Context, code string) (settled bool, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		b, err := lockBoard(ctx, tx, code)
		if err != nil {
			return err
		}
		if settled = !b.Settled && b.Closed() && b.ClosedAt.Before(s.clock.Now().Add(-reopenable)); !settled {
			return nil
		}
		return settle(ctx, tx, b)
	})
	return settled, err
}

// scrubFor is for how long after its closing a board's older states are looked for: a day until it is settled, and one more.
const scrubFor = reopenable + 24*time.Hour

// Scrub takes out of the database's own files what boards that were settled lately have forgotten.
func (s *Service) Scrub(ctx context.Context) error {
	lately, err := s.db.Read().NewSelect().Model((*Board)(nil)).Where("b.settled AND b.closed_at > ?", s.clock.Now().Add(-scrubFor)).Exists(ctx)
	if err != nil || !lately {
		return database.Fault(err)
	}
	return s.db.Scrub(ctx, "board_cards", "board_devices", "board_dots")
}

func settle(ctx context.Context, tx bun.IDB, b Board) error {
	b.Settled = true
	if err := updateBoard(ctx, tx, b); err != nil {
		return err
	}
	if err := keepOnce(ctx, tx, b); err != nil {
		return err
	}
	return forget(ctx, tx, b)
}

func (s *Service) now() *time.Time {
	at := s.clock.Now()
	return &at
}
