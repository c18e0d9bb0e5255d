package registration

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
)

// PeopleIn lists whom the filter shows of an event, all of them and in its order, without what belongs to them.
func PeopleIn(ctx context.Context, db bun.IDB, actor account.Actor, eventID string, filter Filter) ([]attendance.Attendance, error) {
	list, err := headIn(ctx, db, actor, eventID)
	if err != nil {
		return nil, err
	}
	filter.Page, filter.Length = 0, 0
	var rows []attendance.Attendance
	err = filter.sort(db.NewSelect().Model(&rows).Where("t.id IN (?)", list.apply(list.people(db, filter).Column("t.id"), filter))).Scan(ctx)
	return rows, database.Fault(err)
}
