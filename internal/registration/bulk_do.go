package registration

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Carry does what the plan with the mark says, for all of its people or, when something fails, for none. It returns the
// identifier of the report. A Conflict when the plan would be another one by now; Invalid at text.
func (s *Service) Carry(ctx context.Context, actor account.Actor, eventID string, bulk Bulk, mark string) (string, error) {
	if err := mayRun(actor); err != nil {
		return "", err
	}
	text, err := bulk.said()
	if err != nil {
		return "", err
	}
	bulk.Text = text
	var reportID string
	err = s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		if _, err := s.places.HoldIn(ctx, tx, eventID); err != nil {
			return err
		}
		plan, err := s.planIn(ctx, tx, actor, eventID, bulk)
		if err != nil {
			return err
		}
		if plan.Mark != mark {
			return fault.New(fault.Conflict, "registration.bulk.changed")
		}
		if err := s.carryAllIn(ctx, tx, actor, plan); err != nil {
			return err
		}
		reportID, err = s.reportIn(ctx, tx, actor, plan)
		return err
	})
	return reportID, err
}

// said returns the words that the deed asks for.
func (b Bulk) said() (string, error) {
	text, limit := strings.TrimSpace(b.Text), maxNote
	if b.Deed == ToFront || b.Deed == ToRefuse {
		limit = attendance.MaxReason
	}
	var c fault.Checks
	if b.Deed.Said() {
		c.Require("text", text)
		c.MaxLen("text", text, limit)
	}
	return text, c.Err()
}

func (s *Service) carryAllIn(ctx context.Context, tx bun.IDB, actor account.Actor, plan Plan) error {
	each := func(ctx context.Context) error {
		for _, line := range plan.Lines {
			if !line.Fate.Happens() {
				continue
			}
			if err := s.carryIn(ctx, tx, actor, plan, line); err != nil {
				return err
			}
		}
		return nil
	}
	if plan.Bulk.Deed == ToCancel {
		return s.places.AtOnceIn(ctx, tx, plan.Event.ID, each)
	}
	return each(ctx)
}

func (s *Service) carryIn(ctx context.Context, tx bun.IDB, actor account.Actor, plan Plan, line Line) error {
	row := line.Row.Attendance
	switch plan.Bulk.Deed {
	case ToNote:
		return s.noteIn(ctx, tx, actor, row.ID, plan.Bulk.Text)
	case ToCancel:
		_, err := s.answerIn(ctx, tx, actor, row, attendance.Declined, attendance.ByStaff)
		return err
	case ToWorkshop:
		return s.moveIn(ctx, tx, actor, plan.Item, line)
	case ToFront:
		return s.reorderIn(ctx, tx, actor, row, line.To, plan.Bulk.Text)
	case ToApprove, ToRefuse: // done with the plan
	}
	return nil
}

// moveIn books the workshop beside those of the person's other slots. Who was to get a place and would not is a Conflict.
func (s *Service) moveIn(ctx context.Context, tx bun.IDB, actor account.Actor, item event.ProgrammeItem, line Line) error {
	wishes := []attendance.Wish{{ItemID: item.ID, Wait: line.Fate == WillWait}}
	for _, place := range line.Row.Workshops {
		if place.Slot != item.Slot {
			wishes = append(wishes, attendance.Wish{ItemID: place.ItemID, Wait: true})
		}
	}
	row, err := s.places.ChooseIn(ctx, tx, line.Row.ID, attendance.NewTicket(), wishes, attendance.ByStaff)
	if err != nil {
		return err
	}
	return s.trail(ctx, tx, actor, "attendance.workshops_chosen", row, attendance.ByStaff)
}

// reportIn writes down what the bulk did for whom.
func (s *Service) reportIn(ctx context.Context, tx bun.IDB, actor account.Actor, plan Plan) (string, error) {
	fates := make([]string, len(plan.Lines))
	for i, line := range plan.Lines {
		fates[i] = line.Row.ID + " " + string(line.Fate)
	}
	details := map[string]any{"event": plan.Event.ID, "deed": string(plan.Bulk.Deed), "item": plan.Item.ID, "fates": fates}
	entries := []audit.Entry{actor.Entry(s.clock.Now(), "event.registrations_changed", "event", plan.Event.ID, details)}
	err := audit.RecordAll(ctx, tx, entries)
	return entries[0].ID, err
}

// Report is what a bulk did.
type Report struct {
	Plan

	By string
	At time.Time
}

// Report returns what a bulk did for whom. Who was erased since is left out.
func (s *Service) Report(ctx context.Context, actor account.Actor, eventID, reportID string) (Report, error) {
	if err := mayRead(actor); err != nil {
		return Report{}, err
	}
	var report Report
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		entry, err := audit.FindIn(ctx, tx, actor.WorkspaceID, reportID)
		if err != nil {
			return err
		}
		if _, is := entry.Details["fates"]; !is || entry.ObjectID != e.ID {
			return fault.Missing()
		}
		report.Event, report.By, report.At = e, entry.ActorName, entry.At
		return report.read(ctx, tx, entry)
	})
	return report, err
}

func (r *Report) read(ctx context.Context, tx bun.IDB, entry audit.Entry) error {
	deed, _ := entry.Details["deed"].(string)
	r.Bulk.Deed = Deed(deed)
	if item, _ := entry.Details["item"].(string); item != "" {
		items, err := event.ListItemsIn(ctx, tx, r.Event.ID)
		if err != nil {
			return err
		}
		for _, one := range items {
			if one.ID == item {
				r.Item = one
			}
		}
	}
	var rows []attendance.Attendance
	ids, fates := fatesOf(entry)
	err := tx.NewSelect().Model(&rows).Where("t.event_id = ? AND t.id IN (?)", r.Event.ID, bun.List(append(ids, ""))).Order("t.name_key", "t.id").Scan(ctx)
	for _, row := range rows {
		r.Lines = append(r.Lines, Line{Row: Row{Attendance: row}, Fate: fates[row.ID]})
	}
	return database.Fault(err)
}

func fatesOf(entry audit.Entry) (ids []string, fates map[string]Fate) {
	fates = map[string]Fate{}
	all, _ := entry.Details["fates"].([]any)
	for _, one := range all {
		text, _ := one.(string)
		attendanceID, fate, _ := strings.Cut(text, " ")
		ids, fates[attendanceID] = append(ids, attendanceID), Fate(fate)
	}
	return ids, fates
}
