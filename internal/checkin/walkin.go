package checkin

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// walkInIn lets in somebody who is not on the list, and puts the person there.
func (s *Service) walkInIn(ctx context.Context, tx bun.IDB, k Keeper, d Deed) (Outcome, error) {
	err := d.Validate()
	if err == nil && s.mail.Own(d.Email) {
		var c fault.Checks
		c.Add("email", "mail.address.own")
		err = c.Err()
	}
	if err != nil {
		return Outcome{ID: d.ID, State: Refused, Name: d.Name, Organisation: d.Organisation, Err: err}, nil
	}
	guest := attendance.Guest{Name: d.Name, Email: d.Email, Organisation: d.Organisation, Lang: d.Lang}
	if !slices.Contains(i18n.Languages(), i18n.Lang(d.Lang)) {
		guest.Lang = string(i18n.German)
	}
	row, isNew, err := s.places.WalkInIn(ctx, tx, k.EventID, guest, k.enteredBy())
	if err != nil {
		return Outcome{}, err
	}
	if isNew {
		if err := audit.Record(ctx, tx, k.Actor.Entry(s.clock.Now(), "attendance.walked_in", "attendance", row.ID, map[string]any{"event": k.EventID})); err != nil {
			return Outcome{}, err
		}
	}
	out, err := s.letIn(ctx, tx, k, d, row, isNew)
	if err == nil {
		out.Code, err = s.codeIn(ctx, tx, row.ID)
	}
	return out, err
}

// undoIn takes a deed back. A double of it counts from then on: another door let in the same person, and meant it.
func (s *Service) undoIn(ctx context.Context, tx bun.IDB, k Keeper, d Deed) (Outcome, error) {
	made, err := findCheckIn(ctx, tx, k.EventID, d.Target)
	if err != nil {
		return Outcome{}, err
	}
	if made.ID == "" {
		return Outcome{ID: d.ID, State: Unknown}, nil
	}
	row, err := attendance.FindIn(ctx, tx, made.AttendanceID)
	if err != nil {
		return Outcome{}, err
	}
	undone, err := undoCheckIn(ctx, tx, made.ID, s.clock.Now())
	if err != nil || !undone {
		return outcome(d, Undone, row, made), err
	}
	if made.DoubleOf == "" {
		if err := promoteDouble(ctx, tx, made.AttendanceID); err != nil {
			return Outcome{}, err
		}
	}
	entry := k.Actor.Entry(s.clock.Now(), "attendance.checkin_undone", "attendance", row.ID, map[string]any{"event": k.EventID})
	return outcome(d, Undone, row, made), audit.Record(ctx, tx, entry)
}
