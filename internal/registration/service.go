package registration

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

// Service holds the use cases.
type Service struct {
	db     *database.DB
	clock  clock.Clock
	places *attendance.Service
}

// New returns the service; a missing part is an error.
func New(db *database.DB, clock clock.Clock, places *attendance.Service) (*Service, error) {
	if db == nil || clock == nil || places == nil {
		return nil, errors.New("registration: a required part is missing")
	}
	return &Service{db: db, clock: clock, places: places}, nil
}

// Arrive draws the ticket of a registration and waits for its turn; see attendance.Service.Arrive.
func (s *Service) Arrive(ctx context.Context, slug string) (attendance.Turn, error) {
	return s.places.Arrive(ctx, slug)
}

// Receipt is what somebody gets for a registration.
type Receipt struct {
	Attendance attendance.Attendance
	Result     attendance.Result
	Token      string // of a personal link for this browser; empty when the person was known already
}

// Register registers a person by the public form of the event.
func (s *Service) Register(ctx context.Context, eventID string, ticket int64, form Form) (Receipt, error) {
	items, err := event.ListItemsIn(ctx, s.db.Read(), eventID)
	if err != nil {
		return Receipt{}, err
	}
	open := func(e event.Event) error { return Refusal(e, s.clock.Now()) }
	var receipt Receipt
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		receipt, err = s.registerIn(ctx, tx, account.Actor{}, items, attendance.Registration{
			EventID: eventID, Ticket: ticket, Source: attendance.ByForm, NoticeVersion: NoticeVersion,
		}, form, open)
		if err != nil || receipt.Result == attendance.ResultKnown {
			return err
		}
		receipt.Token, err = attendance.NewLinkIn(ctx, tx, s.clock.Now(), receipt.Attendance.ID)
		return err
	})
	return receipt, err
}

// registerIn checks the form, after whether people may register at all, and registers.
func (s *Service) registerIn(ctx context.Context, tx bun.IDB, actor account.Actor, items []event.ProgrammeItem, r attendance.Registration, form Form, allowed func(event.Event) error) (Receipt, error) {
	held, err := event.FindIn(ctx, tx, r.EventID)
	if err != nil {
		return Receipt{}, err
	}
	if err := allowed(held); err != nil {
		return Receipt{}, err
	}
	form = form.trimmed()
	if r.Wishes, err = form.check(items); err != nil {
		return Receipt{}, err
	}
	r.Guest = attendance.Guest{Name: form.Name, Email: form.Email, Organisation: form.Organisation, Lang: form.Lang}
	r.Remark, r.Nonce = form.Remark, form.Nonce
	row, result, err := s.places.RegisterIn(ctx, tx, r, allowed)
	if err != nil || result != attendance.ResultNew {
		return Receipt{Attendance: row, Result: result}, err
	}
	return Receipt{Attendance: row, Result: result}, s.trail(ctx, tx, actor, "attendance.registered", row, r.Source)
}

// trail records what happened to the row; who acts by personal link or form is nobody with an account.
func (s *Service) trail(ctx context.Context, tx bun.IDB, actor account.Actor, action string, row attendance.Attendance, source attendance.Source) error {
	actor.WorkspaceID, actor.ProjectID = row.WorkspaceID, row.ProjectID
	details := map[string]any{
		"event": row.EventID, "answer": string(row.Answer), "place": string(row.Place), "source": string(source),
	}
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "attendance", row.ID, details))
}
