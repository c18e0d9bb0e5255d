package checkin

import (
	"context"
	"crypto/cipher"
	"errors"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/pass"
)

// Service holds the use cases of the door.
type Service struct {
	db     *database.DB
	clock  clock.Clock
	places *attendance.Service
	passes *pass.Service
	mail   *mail.Service
	block  cipher.Block // makes codes
}

// New returns the service. Codes follow from the secret, which must stay what it is. A missing part is an error.
func New(db *database.DB, clk clock.Clock, places *attendance.Service, passes *pass.Service, mails *mail.Service, secret string) (*Service, error) {
	if db == nil || clk == nil || places == nil || passes == nil || mails == nil || secret == "" {
		return nil, errors.New("checkin: a required part is missing")
	}
	block, err := cipherOf(secret)
	return &Service{db: db, clock: clk, places: places, passes: passes, mail: mails, block: block}, err
}

// ForStaff lets a colleague keep the door of an event of the project.
func (s *Service) ForStaff(ctx context.Context, a account.Actor, eventID string) (Keeper, event.Event, error) {
	if err := mayKeep(a); err != nil {
		return Keeper{}, event.Event{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), a, eventID)
	if err != nil {
		return Keeper{}, e, err
	}
	return Keeper{WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, Actor: a}, e, open(e)
}

// ForPass lets the holder of a token keep the door of the event; NotFound unless it is a pass for this door that is not over.
func (s *Service) ForPass(ctx context.Context, token, eventID string) (Keeper, pass.Pass, event.Event, error) {
	held, err := s.passes.Use(ctx, pass.CheckIn, token)
	if err == nil && held.EventID != eventID {
		err = fault.Missing()
	}
	if err != nil {
		return Keeper{}, held, event.Event{}, err
	}
	e, err := event.FindIn(ctx, s.db.Read(), held.EventID)
	if err != nil {
		return Keeper{}, held, e, err
	}
	return ByPass(held), held, e, open(e)
}

// Do carries out what a door did, in its order, and answers each deed. Deeds that came before are answered as they were, so that a
// device may send them until it has heard. Under load the deeds of several doors share a transaction.
func (s *Service) Do(ctx context.Context, k Keeper, deeds ...Deed) ([]Outcome, error) {
	if len(deeds) > mostDeeds {
		return nil, fault.New(fault.Invalid, "checkin.too_many", mostDeeds)
	}
	turn := s.places.Arrive("checkin " + k.EventID)
	defer turn.Done()
	now := s.clock.Now()
	outcomes := make([]Outcome, len(deeds))
	err := turn.Do(ctx, s.db, func(ctx context.Context, tx bun.IDB) error {
		for i, deed := range deeds {
			var err error
			if outcomes[i], err = s.doIn(ctx, tx, k, deed.cleaned(now)); err != nil {
				return err
			}
		}
		return nil
	})
	return outcomes, err
}

func (s *Service) doIn(ctx context.Context, tx bun.IDB, k Keeper, d Deed) (Outcome, error) {
	if !d.valid() {
		return Outcome{ID: d.ID, State: Unknown}, nil
	}
	if d.What == Undo {
		return s.undoIn(ctx, tx, k, d)
	}
	if d.What == WalkIn {
		return s.unlessKnown(ctx, tx, k, d, func() (Outcome, error) { return s.walkInIn(ctx, tx, k, d) })
	}
	row, err := s.person(ctx, tx, k, d)
	if fault.Is(err, fault.NotFound) {
		return Outcome{ID: d.ID, State: Unknown}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	if row.Place != attendance.Confirmed && !d.Anyway {
		return s.unlessKnown(ctx, tx, k, d, func() (Outcome, error) { return s.waits(ctx, tx, d, row) })
	}
	return s.letIn(ctx, tx, k, d, row, false)
}

// unlessKnown answers a deed that came before as it was answered then, and does the others.
func (s *Service) unlessKnown(ctx context.Context, tx bun.IDB, k Keeper, d Deed, do func() (Outcome, error)) (Outcome, error) {
	known, err := findCheckIn(ctx, tx, k.EventID, d.ID)
	if err != nil {
		return Outcome{}, err
	}
	if known.ID != "" {
		return s.answered(ctx, tx, d, known)
	}
	return do()
}

// person finds whom the door means, among the people of its event.
func (s *Service) person(ctx context.Context, tx bun.IDB, k Keeper, d Deed) (attendance.Attendance, error) {
	if d.AttendanceID == "" {
		return s.holderIn(ctx, tx, d.Code, k.EventID)
	}
	var row attendance.Attendance
	err := tx.NewSelect().Model(&row).Where("t.event_id = ? AND t.erased_at IS NULL AND t.id = ?", k.EventID, d.AttendanceID).Scan(ctx)
	return row, database.Fault(err)
}

// waits is the answer about somebody who has no place: unless the person is in already, the door has to insist.
func (s *Service) waits(ctx context.Context, tx bun.IDB, d Deed, row attendance.Attendance) (Outcome, error) {
	there, err := presentIn(ctx, tx, row.ID)
	if err != nil {
		return Outcome{}, err
	}
	state := Waits
	if there.ID != "" {
		state = Double
	}
	return outcome(d, state, row, there), nil
}

// letIn writes the check-in: most people come in once, so nobody looks first. Where it is there already it is answered again; where another one
// counts, it is kept beside it as a double.
func (s *Service) letIn(ctx context.Context, tx bun.IDB, k Keeper, d Deed, row attendance.Attendance, walkedIn bool) (Outcome, error) {
	made := CheckIn{
		ID: d.ID, WorkspaceID: k.WorkspaceID, ProjectID: k.ProjectID, EventID: k.EventID, AttendanceID: row.ID, At: d.At, ReceivedAt: s.clock.Now(),
		Door: d.Door, PassID: k.PassID, UserID: k.userID(), WalkedIn: walkedIn, WithoutPlace: row.Place != attendance.Confirmed,
	}
	first, err := insertCheckIn(ctx, tx, made)
	if err != nil {
		return Outcome{}, err
	}
	if first {
		return outcome(d, In, row, made), nil
	}
	return s.unlessKnown(ctx, tx, k, d, func() (Outcome, error) {
		there, err := presentIn(ctx, tx, row.ID)
		if err != nil {
			return Outcome{}, err
		}
		made.DoubleOf = there.ID
		if _, err := insertCheckIn(ctx, tx, made); err != nil {
			return Outcome{}, err
		}
		return outcome(d, Double, row, there), nil
	})
}

func outcome(d Deed, state State, row attendance.Attendance, counts CheckIn) Outcome {
	return Outcome{
		ID: d.ID, State: state, AttendanceID: row.ID, Name: row.Name, Organisation: row.Organisation, Place: row.Place, At: counts.At, Door: counts.Door,
	}
}

// answered says again what a deed that came before led to.
func (s *Service) answered(ctx context.Context, tx bun.IDB, d Deed, made CheckIn) (Outcome, error) {
	row, err := attendance.FindIn(ctx, tx, made.AttendanceID)
	if err != nil {
		return Outcome{}, err
	}
	out := outcome(d, In, row, made)
	switch {
	case made.UndoneAt != nil:
		out.State = Undone
	case made.DoubleOf != "":
		there, err := presentIn(ctx, tx, row.ID)
		if err != nil {
			return Outcome{}, err
		}
		out = outcome(d, Double, row, there)
	}
	if made.WalkedIn {
		out.Code, err = s.codeIn(ctx, tx, row.ID)
	}
	return out, err
}
