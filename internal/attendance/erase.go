package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// EraseOneIn makes of the person's row a number without a person: before the event its places are given back and go to those who wait;
// afterwards they stay, so that it is known how many took part. Name, address, organisation, words and the tie to the directory go for good.
// Observers are told before that, unless nobody ever confirmed the address: theirs is the last mail. Personal links stay, to say
// that they lead nowhere any more. NotFound when the person is erased already.
func (s *Service) EraseOneIn(ctx context.Context, tx bun.IDB, attendanceID string) error {
	before, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return err
	}
	if before.Leads() {
		if err := s.release(ctx, tx, before); err != nil {
			return err
		}
	}
	row, now := before, s.clock.Now()
	change := Change{Reason: WasErased, Before: before, Event: held, Source: ByWeb}
	open := Open(held, now)
	if open && row.Attends() {
		if row, change.Workshops, err = s.unseatPerson(ctx, tx, row); err != nil {
			return err
		}
	}
	if open && row.Answer != Represented {
		row.Answer, row.AnsweredAt = Declined, &now
	}
	row.UpdatedAt, change.After = now, row
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, change); err != nil {
		return err
	}
	if err := forgetOne(ctx, tx, row.ID, now); err != nil {
		return err
	}
	return s.settle(ctx, tx, row.EventID)
}

// forgetOne takes the person out of the row and out of what hangs on it. The row is read anew, because observers raise its calendar version.
func forgetOne(ctx context.Context, tx bun.IDB, attendanceID string, now time.Time) error {
	row, err := FindIn(ctx, tx, attendanceID)
	if err != nil {
		return err
	}
	row.Name, row.NameKey, row.Email, row.EmailKey = mail.Erased, id.Hash(row.ID), "", ""
	row.Organisation, row.Remark, row.PersonID, row.Nonce, row.NoticeVersion = "", "", "", row.ID, ""
	row.GroupID = ""
	row.RefusedFor, row.ListedAt, row.PhotosAt, row.ConfirmUntil, row.OfferedUntil, row.ErasedAt = "", nil, nil, nil, nil, &now
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model((*AnswerEntry)(nil)).Set("comment = '', verdict = '', mail_id = ''").Where("attendance_id = ?", row.ID).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	if err := dropAddressChange(ctx, tx, row.ID); err != nil {
		return err
	}
	return ForgetStepsIn(ctx, tx, []string{row.ID})
}

// ErasedByToken returns the attendance that a personal link led to before its person was erased; NotFound when the link is of
// nobody, or of somebody who is still there.
func ErasedByToken(ctx context.Context, db bun.IDB, now time.Time, token string) (Attendance, error) {
	row, _, err := linked(ctx, db, now, token)
	if err == nil && row.ErasedAt == nil {
		err = fault.Missing()
	}
	return row, err
}

// ErasedSinceIn lists who was erased since the instant.
func ErasedSinceIn(ctx context.Context, db bun.IDB, since time.Time) ([]Attendance, error) {
	var rows []Attendance
	err := db.NewSelect().Model(&rows).Where("t.erased_at > ?", since).Order("t.erased_at", "t.id").Scan(ctx)
	return rows, database.Fault(err)
}
