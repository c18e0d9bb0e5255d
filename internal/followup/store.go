package followup

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// findPlan returns the event's plan, the usual one when none is stored.
func findPlan(ctx context.Context, db bun.IDB, e event.Event, today date.Date) (Plan, error) {
	var p Plan
	err := database.Fault(db.NewSelect().Model(&p).Where("fp.event_id = ?", e.ID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return usualPlan(e, today), nil
	}
	return p, err
}

// putPlan stores days and switch; the last day that was looked at stays.
func putPlan(ctx context.Context, tx bun.IDB, p Plan) error {
	_, err := tx.NewInsert().Model(&p).On("CONFLICT (event_id) DO UPDATE").Set("days = EXCLUDED.days").Set("off = EXCLUDED.off").Exec(ctx)
	return database.Fault(err)
}

// noteDay notes the day as looked at to the end, unless a later one is.
func noteDay(ctx context.Context, tx bun.IDB, p Plan, day date.Date) error {
	p.ToldOn = day
	_, err := tx.NewInsert().Model(&p).On("CONFLICT (event_id) DO UPDATE").Set("told_on = EXCLUDED.told_on").
		Where("fp.told_on < EXCLUDED.told_on").Exec(ctx)
	return database.Fault(err)
}

// insertSent notes the rungs and reports whether one of them stood there not yet.
func insertSent(ctx context.Context, tx bun.IDB, rows []Sent) (bool, error) {
	return database.Changed(tx.NewInsert().Model(&rows).On("CONFLICT (attendance_id, answer_by, rung) DO NOTHING").Exec(ctx))
}

// listed is how many reminders a page shows; each stands with its person as well.
const listed = 100

// listSent lists the latest mails that went out for an event, the newest first; of rungs that one mail was sent for, the nearest.
func listSent(ctx context.Context, db bun.IDB, eventID string) ([]Sent, error) {
	var rows []Sent
	err := db.NewSelect().Model(&rows).ColumnExpr("fu.*, t.name AS name").Join("JOIN attendances AS t ON t.id = fu.attendance_id").
		Where("fu.event_id = ?", eventID).
		Where("fu.rung = (SELECT min(o.rung) FROM followups AS o WHERE o.mail_id = fu.mail_id)").
		Order("fu.created_at DESC", "t.name_key", "fu.id").Limit(listed).Scan(ctx)
	return rows, database.Fault(err)
}

// listOpen lists the events that people can still answer about.
func (s *Service) listOpen(ctx context.Context) ([]event.Event, error) {
	var all []event.Event
	err := s.db.Read().NewSelect().Model(&all).Where("e.state = ? AND e.starts_at > ?", event.Published, s.clock.Now()).Order("e.id").Scan(ctx)
	return all, database.Fault(err)
}
