package representation

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/mail"
)

// EraseAttendanceIn takes the person of the attendance out of what is known about who comes instead of whom, before the row itself loses the
// name: links by which the invitation was passed on are closed, with what was typed there, and names of then go. Who comes instead
// keeps the place.
func (s *Service) EraseAttendanceIn(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	if err := closePasses(ctx, tx, row.ID, wasRevoked, s.clock.Now()); err != nil {
		return err
	}
	var claims []claim
	err := tx.NewSelect().Model(&claims).ColumnExpr("pc.*, ps.attendance_id AS passer").Join("JOIN representation_passes AS ps ON ps.id = pc.pass_id").
		Where("ps.event_id = ?", row.EventID).Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	for _, c := range claims {
		if c.Passer != row.ID && account.FoldEmail(c.Email) != row.EmailKey {
			continue
		}
		if _, err := tx.NewDelete().Model((*claim)(nil)).Where("id = ?", c.ID).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		mails, err := s.mail.OfThreadsIn(ctx, tx, row.WorkspaceID, []string{c.ID})
		if err != nil {
			return err
		}
		if err := s.mail.ForgetIn(ctx, tx, row.WorkspaceID, mails); err != nil {
			return err
		}
	}
	for _, column := range []string{"made_by", "ended_by"} {
		_, err := tx.NewUpdate().Model((*Representation)(nil)).Set("? = ?", bun.Ident(column), mail.Erased).
			Where("event_id = ? AND attendance_id = ? AND ? = ?", row.EventID, row.ID, bun.Ident(column), row.Name).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
	}
	return nil
}
