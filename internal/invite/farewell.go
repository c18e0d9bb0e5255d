package invite

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/mail"
)

const (
	farewellLife = 48 * time.Hour      // how long the last mail to somebody who is erased may take
	farewellPast = 14 * 24 * time.Hour // after which none can be there any more
)

// farewell writes the last mail to somebody whose data go: what has happened, and the CANCEL when there was an entry for a day that lies
// ahead. ForgetFarewells takes the address out of it once it has left.
func (d *desk) farewell(ctx context.Context, change attendance.Change) error {
	m := letter{kind: erased, to: change.After, thread: change.After.ID, fields: mail.Fields{}, bare: true}
	if change.Before.Attends() && !change.After.Attends() {
		m.fields["personal_text"] = d.locale(m.to.Lang).T("invite.erased.place_free")
	}
	thread, err := findThread(ctx, d.tx, m.to.UID)
	switch {
	case err != nil:
		return err
	case !thread.live() || !attendance.Open(d.event, d.now):
		return d.send(ctx, m)
	}
	return d.cancel(ctx, m)
}

// EraseAttendanceIn takes the person of one attendance out of the mails that went to and came from them about that event; what else
// the house knows of the person stays. It is called before the last mail is written.
func (s *Service) EraseAttendanceIn(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	threads, err := threadsOfAttendance(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	ids, err := s.mail.OfThreadsIn(ctx, tx, row.WorkspaceID, threads)
	if err != nil {
		return err
	}
	if err := s.mailings.ForgetMessagesIn(ctx, tx, row.WorkspaceID, ids); err != nil {
		return err
	}
	if err := s.mailings.ForgetIn(ctx, tx, row.WorkspaceID, []string{row.ID}); err != nil {
		return err
	}
	if err := eraseProposals(ctx, tx, []string{row.ID}); err != nil {
		return err
	}
	alone := directory.Erasure{Person: directory.Person{WorkspaceID: row.WorkspaceID}, Shared: true} // other mail from the address is not about this event
	if err := eraseReceived(ctx, tx, alone, []string{row.ID}, ids, s.clock.Now()); err != nil {
		return err
	}
	if err := s.forgetReach(ctx, tx, row); err != nil {
		return err
	}
	return s.mail.ForgetIn(ctx, tx, row.WorkspaceID, ids)
}

// forgetReach forgets whether mail reaches the person, when nobody else of the house has the address.
func (s *Service) forgetReach(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	elsewhere, err := tx.NewSelect().TableExpr("attendances AS t").Column("t.id").
		Where("t.workspace_id = ? AND t.email_key = ? AND t.id <> ?", row.WorkspaceID, row.EmailKey, row.ID).Exists(ctx)
	if err != nil || elsewhere {
		return database.Fault(err)
	}
	known, err := directory.KnowsIn(ctx, tx, row.WorkspaceID, row.EmailKey)
	if err != nil || known {
		return err
	}
	return s.mail.ForgetAddressesIn(ctx, tx, row.WorkspaceID, keys([]string{row.Email}))
}

// threadsOfAttendance returns the keys of all mails about the attendance, its workshops included.
func threadsOfAttendance(ctx context.Context, db bun.IDB, attendanceID string) ([]string, error) {
	var places []string
	err := db.NewSelect().TableExpr("workshop_places AS wp").Column("wp.id").Where("wp.attendance_id = ?", attendanceID).Scan(ctx, &places)
	return append(places, attendanceID), database.Fault(err)
}

// ForgetFarewells takes name and address out of the last mails to people who were erased, once they have left or after two days, and
// returns out of how many. What fails does not keep the others from it.
func (s *Service) ForgetFarewells(ctx context.Context) (int, error) {
	now := s.clock.Now()
	rows, err := attendance.ErasedSinceIn(ctx, s.db.Read(), now.Add(-farewellPast))
	if err != nil {
		return 0, err
	}
	n, problems := 0, []error(nil)
	for _, row := range rows {
		threads, err := threadsOfAttendance(ctx, s.db.Read(), row.ID)
		if err != nil {
			return n, err
		}
		ids, err := s.mail.DoneOfThreadsIn(ctx, s.db.Read(), row.WorkspaceID, threads, now.Add(-farewellLife))
		if err != nil || len(ids) == 0 {
			problems = append(problems, err)
			continue
		}
		err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return s.mail.ForgetIn(ctx, tx, row.WorkspaceID, ids) })
		if err == nil {
			n += len(ids)
		}
		problems = append(problems, err)
	}
	return n, errors.Join(problems...)
}
