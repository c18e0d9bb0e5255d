package attendance

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// MaxReason is how long the reason of a move may be, in characters.
const MaxReason = 500

// StepKind is what happened to somebody on the event's waitlist besides answers.
type StepKind string

// The kinds of steps.
const (
	StepOffered StepKind = "offered" // a free place was offered until a time
	StepLapsed  StepKind = "lapsed"  // the offer was not taken in time, and the person left the waitlist
	StepMoved   StepKind = "moved"   // staff moved the person, with a reason

	StepUnconfirmed StepKind = "unconfirmed" // the address was not confirmed in time, and the registration lapsed
)

// Step is a line of a person's history on the waitlist.
type Step struct {
	bun.BaseModel `bun:"table:waitlist_steps,alias:ws"`

	ID           string     `bun:"id,pk"`
	AttendanceID string     `bun:"attendance_id"`
	EventID      string     `bun:"event_id"`
	What         StepKind   `bun:"what"`
	From         int64      `bun:"position_from"` // of a move
	To           int64      `bun:"position_to"`
	Until        *time.Time `bun:"until"`   // of an offer
	Reason       string     `bun:"reason"`  // of a move
	MadeBy       string     `bun:"made_by"` // name of the colleague, as it was then; empty when nobody did it
	At           time.Time  `bun:"at"`
}

func (s *Service) step(ctx context.Context, tx bun.IDB, step Step) error {
	step.ID, step.At = id.New(), s.clock.Now()
	_, err := tx.NewInsert().Model(&step).Exec(ctx)
	return database.Fault(err)
}

// StepsIn lists what happened to the person on the waitlist, the latest first.
func StepsIn(ctx context.Context, db bun.IDB, attendanceID string) ([]Step, error) {
	return listSteps(ctx, db, "ws.attendance_id = ?", attendanceID)
}

// EventStepsIn lists what happened on the event's waitlist, the latest first.
func EventStepsIn(ctx context.Context, db bun.IDB, eventID string) ([]Step, error) {
	return listSteps(ctx, db, "ws.event_id = ?", eventID)
}

func listSteps(ctx context.Context, db bun.IDB, where string, args ...any) ([]Step, error) {
	var steps []Step
	err := db.NewSelect().Model(&steps).Where(where, args...).Order("ws.at DESC", "ws.id DESC").Scan(ctx)
	return steps, database.Fault(err)
}

// ForgetStepsIn takes the words out of the histories of people who are erased.
func ForgetStepsIn(ctx context.Context, tx bun.IDB, attendanceIDs []string) error {
	if len(attendanceIDs) == 0 {
		return nil
	}
	if err := ForgetEditsIn(ctx, tx, attendanceIDs...); err != nil {
		return err
	}
	_, err := tx.NewUpdate().Model((*Step)(nil)).Set("reason = ''").Where("attendance_id IN (?)", bun.List(attendanceIDs)).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	_, err = tx.NewUpdate().Model((*Attendance)(nil)).Set("refused_for = ''").Where("id IN (?)", bun.List(attendanceIDs)).Exec(ctx)
	return database.Fault(err)
}

// WaitingIn lists who waits for a place of the event and has no offer, the next one first.
func WaitingIn(ctx context.Context, db bun.IDB, eventID string) ([]Attendance, error) {
	return listInLine(ctx, db, "t.event_id = ? AND t.place = ? AND t.offered_until IS NULL", eventID, Waitlisted)
}

// OfferedIn lists to whom a place of the event is offered.
func OfferedIn(ctx context.Context, db bun.IDB, eventID string) ([]Attendance, error) {
	return listInLine(ctx, db, "t.event_id = ? AND t.offered_until IS NOT NULL", eventID)
}

func listInLine(ctx context.Context, db bun.IDB, where string, args ...any) ([]Attendance, error) {
	var rows []Attendance
	err := db.NewSelect().Model(&rows).Where(where, args...).Order("t.ticket", "t.id").Scan(ctx)
	return rows, database.Fault(err)
}

// Move is a move on the waitlist by hand.
type Move struct {
	To     int    // the position, 1 for the next one
	Reason string // stands in the person's history
	By     string // name of the colleague
}

// ReorderIn moves a person on the event's waitlist, and with the person the others of the group. Those in between step back or up by one: the tickets stay the same and
// change hands, so that the waitlist is in their order as before. Wishes for workshops keep their own. It returns the step
// as it was written.
func (s *Service) ReorderIn(ctx context.Context, tx bun.IDB, attendanceID string, m Move) (Step, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return Step{}, err
	}
	if row.Place != Waitlisted || row.OfferedUntil != nil || !Open(held, s.clock.Now()) {
		return Step{}, fault.New(fault.Conflict, "attendance.move.not_waiting")
	}
	line, err := WaitingIn(ctx, tx, row.EventID)
	if err != nil {
		return Step{}, err
	}
	parties := Parties(line)
	from := slices.IndexFunc(parties, func(p []Attendance) bool {
		return slices.ContainsFunc(p, func(a Attendance) bool { return a.ID == row.ID })
	}) + 1
	m.Reason = strings.TrimSpace(m.Reason)
	if err := m.check(from, len(parties)); err != nil {
		return Step{}, err
	}
	if err := s.rotate(ctx, tx, parties, from-1, m.To-1); err != nil {
		return Step{}, err
	}
	step := Step{AttendanceID: row.ID, EventID: row.EventID, What: StepMoved, From: int64(from), To: int64(m.To), Reason: m.Reason, MadeBy: m.By}
	return step, s.step(ctx, tx, step)
}

func (m Move) check(from, last int) error {
	var c fault.Checks
	switch {
	case m.To < 1 || m.To > last:
		c.Add("position", "attendance.move.position", last)
	case m.To == from:
		c.Add("position", "attendance.move.same")
	}
	c.Require("reason", m.Reason)
	c.MaxLen("reason", m.Reason, MaxReason)
	return c.Err()
}

// rotate takes a party out of the line and puts it in elsewhere; each place in the line keeps its ticket.
func (s *Service) rotate(ctx context.Context, tx bun.IDB, line [][]Attendance, from, to int) error {
	tickets := make([]int64, len(line))
	for i, party := range line {
		tickets[i] = party[0].Ticket
	}
	moved := line[from]
	line = slices.Insert(slices.Delete(line, from, from+1), to, moved)
	for i := min(from, to); i <= max(from, to); i++ {
		for _, row := range line[i] {
			err := database.OneRow(tx.NewUpdate().Model((*Attendance)(nil)).Set("ticket = ?, updated_at = ?", tickets[i], s.clock.Now()).
				Where("id = ?", row.ID).Exec(ctx))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Parties cuts the waitlist into those who wait as one: a group, or somebody who came alone.
func Parties(line []Attendance) [][]Attendance {
	var parties [][]Attendance
	for i, row := range line {
		if i > 0 && row.Ticket == line[i-1].Ticket {
			parties[len(parties)-1] = append(parties[len(parties)-1], row)
			continue
		}
		parties = append(parties, []Attendance{row})
	}
	return parties
}
