package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// DescribeIn writes who somebody is and what they remark, and into the history what that was before; answer, place and calendar stay as they are. A Conflict when the event
// knows another person of that name at the address.
func DescribeIn(ctx context.Context, tx bun.IDB, now time.Time, row Attendance) error {
	before, err := FindIn(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	row.NameKey, row.EmailKey, row.UpdatedAt = database.FoldWord(row.Name), account.FoldEmail(row.Email), now
	err = database.OneRow(tx.NewUpdate().Model(&row).
		Column("name", "name_key", "organisation", "organisation_key", "search", "remark", "lang", "updated_at").WherePK().Exec(ctx))
	if err != nil {
		return err
	}
	row.Email = before.Email // stays
	return insertEdits(ctx, tx, editsOf(before, row, now))
}
