package registration

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/wish"
)

// Visit is what a personal link shows: one person's attendance and what belongs to it.
type Visit struct {
	Attendance attendance.Attendance
	Event      event.Event
	Items      []event.ProgrammeItem
	Workshops  map[string]attendance.WorkshopPlace // by item, also those given back
	Seats      map[string]attendance.Seats         // by event and item
	Position   int                                 // on the event's waitlist, 0 when not on it
	Positions  map[string]int                      // on the workshops' waitlists, by item
	Answers    []attendance.AnswerEntry            // the latest first
	Steps      []attendance.Step                   // on the event's waitlist, the latest first
	Changeable bool                                // answers, workshops and withdrawal still count
	Wishing    bool                                // workshops can be wished for
	Wishes     []wish.Wish                         // the dearest first
	Outcomes   []wish.Outcome                      // what the wishes led to
	Mailed     bool                                // seen by a link that left by mail
	NewEmail   string                              // an address that waits for a confirmation
	Wait       attendance.Wait                     // why the person waits although places are free
	Seed       string                              // what the lot was drawn with
	Drawn      bool                                // the lot was drawn, for a preview at least
	Own        Own                                 // what was said to the event's own questions
	Group      Group                               // who came with the person, or registered them
	More       int                                 // people whom the contact can add to the group now
	Arrivals   []LetIn                             // at the doors, for taking along; filled in by who knows the doors
}

// Offered reports whether a free place is held for the person.
func (v Visit) Offered() bool { return v.Changeable && v.Attendance.OfferedUntil != nil }

// Lapsed reports whether the last thing that happened is that an offered place was not taken in time.
func (v Visit) Lapsed() bool {
	if v.Attendance.Place != attendance.Withdrawn || len(v.Steps) == 0 || v.Steps[0].What != attendance.StepLapsed {
		return false
	}
	return len(v.Answers) == 0 || !v.Answers[0].At.After(v.Steps[0].At)
}

// Open returns the attendance a personal link leads to; NotFound for a wrong or expired one.
func (s *Service) Open(ctx context.Context, token string) (attendance.Attendance, error) {
	row, _, err := attendance.ByToken(ctx, s.db.Read(), s.clock.Now(), token)
	return row, err
}

// Visit returns what the holder of the token sees of the attendance.
func (s *Service) Visit(ctx context.Context, attendanceID, token string) (Visit, error) {
	var visit Visit
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := holder(ctx, tx, s.clock.Now(), attendanceID, token)
		if err != nil {
			return err
		}
		if visit, err = s.visitIn(ctx, tx, row); err != nil || !visit.Unconfirmed() {
			return err
		}
		visit.Mailed, err = attendance.MailedIn(ctx, tx, token)
		return err
	})
	return visit, err
}

// Unconfirmed reports whether the person still has to confirm the address.
func (v Visit) Unconfirmed() bool { return v.Attendance.ConfirmUntil != nil && v.Attendance.Attends() }

// holder returns the attendance when the token is one of its personal links.
func holder(ctx context.Context, tx bun.IDB, now time.Time, attendanceID, token string) (attendance.Attendance, error) {
	row, _, err := attendance.ByToken(ctx, tx, now, token)
	if err == nil && row.ID != attendanceID {
		err = fault.Missing()
	}
	return row, err
}

func (s *Service) visitIn(ctx context.Context, tx bun.IDB, row attendance.Attendance) (Visit, error) {
	v := Visit{Attendance: row, Workshops: map[string]attendance.WorkshopPlace{}, Positions: map[string]int{}}
	var err error
	if v.Event, err = event.FindIn(ctx, tx, row.EventID); err != nil {
		return v, err
	}
	v.Changeable = attendance.Open(v.Event, s.clock.Now())
	if v.Own, err = ownIn(ctx, tx, v.Event, row.ID); err != nil {
		return v, err
	}
	if err := v.group(ctx, tx); err != nil {
		return v, err
	}
	v.More = v.more(s.clock.Now())
	if v.Items, err = event.ListItemsIn(ctx, tx, row.EventID); err != nil {
		return v, err
	}
	if v.Seats, err = attendance.Occupancy(ctx, tx, row.EventID); err != nil {
		return v, err
	}
	if v.Position, err = attendance.Position(ctx, tx, row); err != nil {
		return v, err
	}
	if v.NewEmail, err = attendance.WantedAddressIn(ctx, tx, s.clock.Now(), row.ID); err != nil {
		return v, err
	}
	if v.Wait, err = attendance.WaitOfIn(ctx, tx, v.Event, row); err != nil {
		return v, err
	}
	if v.Answers, err = attendance.AnswersIn(ctx, tx, row.ID); err != nil {
		return v, err
	}
	if v.Steps, err = attendance.StepsIn(ctx, tx, row.ID); err != nil {
		return v, err
	}
	if err := s.wishesOf(ctx, tx, &v); err != nil {
		return v, err
	}
	places, err := attendance.WorkshopsIn(ctx, tx, row.ID)
	for _, place := range places {
		v.Workshops[place.ItemID] = place
		if v.Positions[place.ItemID], err = attendance.WorkshopPosition(ctx, tx, place); err != nil {
			return v, err
		}
	}
	return v, err
}

// Answer takes the holder's yes, maybe or no. No gives back all places.
func (s *Service) Answer(ctx context.Context, attendanceID, token string, answer attendance.Answer) (attendance.Attendance, error) {
	return s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		return s.answerIn(ctx, tx, account.Actor{}, row, answer, attendance.ByWeb)
	})
}

// Choose makes the values of the slots' fields the holder's workshops. Who was invited and has not said yes says so
// with it.
func (s *Service) Choose(ctx context.Context, attendanceID, token string, chosen []string) (attendance.Attendance, error) {
	return s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		return s.chooseIn(ctx, tx, account.Actor{}, row, chosen, attendance.ByWeb)
	})
}

type deed func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error)

func (s *Service) asHolder(ctx context.Context, attendanceID, token string, do deed) (row attendance.Attendance, err error) {
	err = s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		if row, err = holder(ctx, tx, s.clock.Now(), attendanceID, token); err != nil {
			return err
		}
		row, err = do(ctx, tx, row)
		return err
	})
	return row, err
}

func (s *Service) answerIn(ctx context.Context, tx bun.IDB, actor account.Actor, row attendance.Attendance, answer attendance.Answer, source attendance.Source) (attendance.Attendance, error) {
	if row.Follows() && row.OfferedUntil != nil && answer == attendance.Accepted && source == attendance.ByWeb {
		return row, fault.New(fault.Conflict, "attendance.group.contact_decides")
	}
	answered, err := s.places.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: answer, Source: source, By: actor.Name})
	if err != nil {
		return row, err
	}
	if answered.Outcome == attendance.TooLate && answered.Attendance.Place == attendance.Refused {
		return row, fault.New(fault.Conflict, "registration.refused")
	}
	if answered.Outcome == attendance.TooLate {
		return row, fault.New(fault.Conflict, "registration.too_late")
	}
	if !answered.Changed {
		return answered.Attendance, nil
	}
	return answered.Attendance, s.trail(ctx, tx, actor, "attendance.answered", answered.Attendance, source)
}

func (s *Service) chooseIn(ctx context.Context, tx bun.IDB, actor account.Actor, row attendance.Attendance, chosen []string, source attendance.Source) (attendance.Attendance, error) {
	items, err := event.ListItemsIn(ctx, tx, row.EventID)
	if err != nil {
		return row, err
	}
	var c fault.Checks
	wishes := readChoices(&c, items, chosen, row.Name)
	if err := c.Err(); err != nil {
		return row, err
	}
	if !row.Attends() {
		if row, err = s.answerIn(ctx, tx, actor, row, attendance.Accepted, source); err != nil {
			return row, err
		}
	}
	row, err = s.places.ChooseIn(ctx, tx, row.ID, attendance.NewTicket(), wishes, source)
	if err != nil {
		return row, err
	}
	return row, s.trail(ctx, tx, actor, "attendance.workshops_chosen", row, source)
}
