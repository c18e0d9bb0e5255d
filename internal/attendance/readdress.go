package attendance

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// ReaddressIn gives the person another address; mail goes there from now on. Answer, place and calendar entry stay. A message at the field
// email says that somebody of the name takes part with that address already.
func ReaddressIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID, email string) (Attendance, error) {
	row, err := FindIn(ctx, tx, attendanceID)
	if err != nil {
		return row, err
	}
	before := row
	row.Email, row.UpdatedAt = strings.TrimSpace(email), now
	row.EmailKey = account.FoldEmail(row.Email)
	err = updateAttendance(ctx, tx, &row)
	if database.Duplicate(err) {
		var c fault.Checks
		c.Add("email", "attendance.address_taken")
		return row, c.Err()
	}
	if err != nil {
		return row, err
	}
	return row, insertEdits(ctx, tx, editsOf(before, row, now))
}
