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
	"rundertisch/internal/files"
	"rundertisch/internal/wish"
)

// Outbox is what is needed of the outbox, to which the observers of attendance write.
type Outbox interface {
	Wake()                   // called after every change, so that the mails it queued leave at once
	Own(address string) bool // the address is the installation's own mailbox
}

// Service holds the use cases.
type Service struct {
	db     *database.DB
	clock  clock.Clock
	places *attendance.Service
	mail   Outbox
	files  *files.Store // of what people answer with files

	erasers []Eraser
}

// New returns the service. A missing part is an error.
func New(db *database.DB, clock clock.Clock, places *attendance.Service, outbox Outbox, store *files.Store) (*Service, error) {
	if db == nil || clock == nil || places == nil || outbox == nil || store == nil {
		return nil, errors.New("registration: a required part is missing")
	}
	return &Service{db: db, clock: clock, places: places, mail: outbox, files: store}, nil
}

// change runs fn in a transaction and wakes the sender once it is committed.
func (s *Service) change(ctx context.Context, fn func(ctx context.Context, tx bun.IDB) error) error {
	err := s.db.RunInTx(ctx, fn)
	if err == nil {
		s.mail.Wake()
	}
	return err
}

// Arrive draws the ticket of a registration and takes its place in the queue; see attendance.Service.Arrive.
func (s *Service) Arrive(slug string) attendance.Turn { return s.places.Arrive(slug) }

// Receipt is what somebody gets for a registration.
type Receipt struct {
	Attendance attendance.Attendance
	Result     attendance.Result
	Token      string // of a personal link for this browser; empty when the event knew the person before
}

// Register registers a person by the public form of the event, when it is the turn of the one who arrived. Event and
// programme are what the form was made from; the event is looked at again in the transaction.
func (s *Service) Register(ctx context.Context, turn attendance.Turn, e event.Event, items []event.ProgrammeItem, typed Form) (Receipt, error) {
	open := func(e event.Event) error { return Refusal(e, s.clock.Now()) }
	if err := open(e); err != nil {
		return Receipt{}, err
	}
	fields, err := s.Questions(ctx, e)
	if err != nil {
		return Receipt{}, err
	}
	r, err := typed.entry(asked{event: e, items: items, fields: fields, self: true}, s.clock.Now(), s.mail.Own)
	if err != nil {
		return Receipt{}, err
	}
	r.Ticket, r.Source, r.NoticeVersion = turn.Ticket, attendance.ByForm, noticeVersion(e, false)
	var receipt Receipt
	err = s.withFiles(&r.said, func() (bool, error) {
		err := turn.Do(ctx, s.db, func(ctx context.Context, tx bun.IDB) (err error) {
			receipt, err = s.registerIn(ctx, tx, account.Actor{}, r, open)
			if err != nil || receipt.Result == attendance.ResultKnown || receipt.Result == attendance.ResultBack {
				return err
			}
			receipt.Token, err = attendance.LinkIn(ctx, tx, s.clock.Now(), e.EndsAt, receipt.Attendance.ID)
			return err
		})
		return receipt.Result != attendance.ResultSame && receipt.Result != attendance.ResultKnown, err
	})
	if err != nil {
		return Receipt{}, err
	}
	s.mail.Wake()
	return receipt, nil
}

func (s *Service) registerIn(ctx context.Context, tx bun.IDB, actor account.Actor, r entry, allowed func(event.Event) error) (Receipt, error) {
	rows, result, err := s.placeIn(ctx, tx, r, func(e event.Event) error {
		if err := r.sameMode(e); err != nil {
			return err
		}
		return allowed(e)
	})
	if err != nil {
		return Receipt{}, err
	}
	row := rows[0]
	if result == attendance.ResultSame || result == attendance.ResultKnown {
		return Receipt{Attendance: row, Result: result}, nil
	}
	if r.byWishes {
		if err := wish.SaveIn(ctx, tx, s.clock.Now(), row, r.wished); err != nil {
			return Receipt{}, err
		}
	}
	if err := s.saveIn(ctx, tx, row, r.said); err != nil {
		return Receipt{}, err
	}
	return Receipt{Attendance: row, Result: result}, s.trails(ctx, tx, actor, "attendance.registered", rows, r.Source)
}

// trails is trail for several rows.
func (s *Service) trails(ctx context.Context, tx bun.IDB, actor account.Actor, action string, rows []attendance.Attendance, source attendance.Source) error {
	for _, row := range rows {
		if err := s.trail(ctx, tx, actor, action, row, source); err != nil {
			return err
		}
	}
	return nil
}

// trail records what happened to the row; who acts by personal link or form is nobody with an account.
func (s *Service) trail(ctx context.Context, tx bun.IDB, actor account.Actor, action string, row attendance.Attendance, source attendance.Source) error {
	actor.WorkspaceID, actor.ProjectID = row.WorkspaceID, row.ProjectID
	details := map[string]any{
		"event": row.EventID, "answer": string(row.Answer), "place": string(row.Place), "source": string(source),
	}
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, "attendance", row.ID, details))
}
