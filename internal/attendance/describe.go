package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// DescribeIn writes who somebody is and what they remark; answer, place and calendar stay as they are. A Conflict when the event
// knows another person of that name at the address.
func DescribeIn(ctx context.Context, tx bun.IDB, now time.Time, row Attendance) error {
	row.NameKey, row.EmailKey, row.UpdatedAt = database.FoldWord(row.Name), account.FoldEmail(row.Email), now
	return database.OneRow(tx.NewUpdate().Model(&row).
		Column("name", "name_key", "organisation", "organisation_key", "search", "remark", "lang", "updated_at").WherePK().Exec(ctx))
}
