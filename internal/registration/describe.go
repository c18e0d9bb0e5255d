package registration

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
)

// Description is what holders of a personal link say about themselves. The address stays: links and mails go to it.
type Description struct {
	Name         string // stays for somebody whom the directory knows
	Organisation string
	Remark       string
	Lang         string
}

// DescriptionOf returns what is stored.
func DescriptionOf(row attendance.Attendance) Description {
	return Description{Name: row.Name, Organisation: row.Organisation, Remark: row.Remark, Lang: row.Lang}
}

// MayRename reports whether the person may correct the own name.
func (v Visit) MayRename() bool { return v.Attendance.PersonID == "" }

// MayMove reports whether the person may name another organisation: not where places are kept for kinds of organisations.
func (v Visit) MayMove() bool { return !v.Event.ByKind }

// Describe corrects what is stored about the holder. Fields: name, organisation, remark.
func (s *Service) Describe(ctx context.Context, attendanceID, token string, d Description) error {
	typed := Form{Name: d.Name, Organisation: d.Organisation, Remark: d.Remark, Lang: d.Lang}.trimmed()
	var c fault.Checks
	c.Require("name", typed.Name)
	c.MaxLen("name", typed.Name, maxName)
	c.MaxLen("organisation", typed.Organisation, maxName)
	c.MaxLen("remark", typed.Remark, maxRemark)
	if err := c.Err(); err != nil {
		return err
	}
	return s.own(ctx, attendanceID, token, "registration_form.described", func(ctx context.Context, tx bun.IDB, row attendance.Attendance, e event.Event) (bool, error) {
		v, before := Visit{Attendance: row, Event: e}, DescriptionOf(row)
		if v.MayRename() {
			row.Name = typed.Name
		}
		if v.MayMove() {
			row.Organisation = typed.Organisation
		}
		row.Remark, row.Lang = typed.Remark, typed.Lang
		if DescriptionOf(row) == before {
			return false, nil
		}
		err := attendance.DescribeIn(ctx, tx, s.clock.Now(), row)
		if fault.Is(err, fault.Conflict) {
			return false, known(row)
		}
		return true, err
	})
}

// Forget deletes what somebody without a place said beyond name and address: remark, answers, files, needs, and what all that was before. What the event
// must be able to prove, that the person was asked or registered, stays until it is over.
func (s *Service) Forget(ctx context.Context, attendanceID, token string) error {
	_, err := s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		if row.Attends() {
			return row, fault.New(fault.Conflict, "registration.forget.attends")
		}
		if err := form.ForgetIn(ctx, tx, row.ID); err != nil {
			return row, err
		}
		row.Remark = ""
		if err := attendance.DescribeIn(ctx, tx, s.clock.Now(), row); err != nil {
			return row, err
		}
		if err := attendance.ForgetEditsIn(ctx, tx, row.ID); err != nil {
			return row, err
		}
		return row, s.note(ctx, tx, "registration_form.forgotten", row)
	})
	return err
}
