package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// changeLife is how long somebody has to confirm a new address.
const changeLife = 48 * time.Hour

// AddressChange is another address that somebody wants to be written to, which nobody has confirmed yet.
type AddressChange struct {
	bun.BaseModel `bun:"table:address_changes,alias:ac"`

	AttendanceID string    `bun:"attendance_id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	Email        string    `bun:"email"`
	TokenHash    string    `bun:"token_hash"`
	AskedAt      time.Time `bun:"asked_at"`
	ExpiresAt    time.Time `bun:"expires_at"`
}

// WantAddressIn asks the new address for a confirmation, with a link that opens nothing else; until then all stays as it is. It
// replaces what was asked before. A Conflict when that was just now; a message at the field email says what is wrong with the address.
func (s *Service) WantAddressIn(ctx context.Context, tx bun.IDB, attendanceID, email string) error {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return err
	}
	now, key := s.clock.Now(), account.FoldEmail(email)
	if key == row.EmailKey {
		return atEmail("attendance.address_same")
	}
	before, err := addressChange(ctx, tx, "ac.attendance_id = ?", row.ID)
	if err != nil {
		return err
	}
	if before != nil && before.AskedAt.Add(resendPause).After(now) {
		return fault.New(fault.Conflict, "attendance.confirm.just_sent")
	}
	taken, err := findPerson(ctx, tx, row.EventID, key, row.NameKey)
	if err != nil {
		return err
	}
	if taken.ID != "" {
		return atEmail("attendance.address_taken")
	}
	if err := dropAddressChange(ctx, tx, row.ID); err != nil {
		return err
	}
	token := id.Token()
	wanted := AddressChange{
		AttendanceID: row.ID, WorkspaceID: row.WorkspaceID, Email: email, TokenHash: id.Hash(token), AskedAt: now, ExpiresAt: now.Add(changeLife),
	}
	if _, err := tx.NewInsert().Model(&wanted).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	after := row
	after.Email = email
	return s.tell(ctx, tx, Change{Reason: WantsAddress, Before: row, After: after, Event: held, Source: ByWeb, Token: token})
}

// WantedAddressIn returns the address that waits for a confirmation, "" when none does.
func WantedAddressIn(ctx context.Context, db bun.IDB, now time.Time, attendanceID string) (string, error) {
	wanted, err := addressChange(ctx, db, "ac.attendance_id = ? AND ac.expires_at > ?", attendanceID, now)
	if err != nil || wanted == nil {
		return "", err
	}
	return wanted.Email, nil
}

// AddressChangeByToken returns what the link in the mail to a new address confirms, and whose it is; NotFound when it has expired, was used or was replaced.
func AddressChangeByToken(ctx context.Context, db bun.IDB, now time.Time, token string) (Attendance, AddressChange, error) {
	wanted, err := addressChange(ctx, db, "ac.token_hash = ? AND ac.expires_at > ?", id.Hash(token), now)
	if err == nil && wanted == nil {
		err = fault.Missing()
	}
	if err != nil {
		return Attendance{}, AddressChange{}, err
	}
	row, err := FindIn(ctx, db, wanted.AttendanceID)
	return row, *wanted, err
}

// MoveAddressIn makes the address the person's, whose reader has the token. Links that left for the old one end; an address that was
// not confirmed before is now. Observers are told. A message at the field email says that the address is somebody's of the same name meanwhile.
func (s *Service) MoveAddressIn(ctx context.Context, tx bun.IDB, token string) (Attendance, error) {
	found, wanted, err := AddressChangeByToken(ctx, tx, s.clock.Now(), token)
	if err != nil {
		return found, err
	}
	before, held, err := s.lockAttendance(ctx, tx, found.ID)
	if err != nil {
		return before, err
	}
	if err := dropAddressChange(ctx, tx, before.ID); err != nil {
		return before, err
	}
	row, err := ReaddressIn(ctx, tx, s.clock.Now(), before.ID, wanted.Email)
	if err != nil {
		return row, err
	}
	if err := EndLinksIn(ctx, tx, row.ID); err != nil {
		return row, err
	}
	if row.ConfirmUntil != nil {
		row, _, err = s.ConfirmIn(ctx, tx, row.ID)
		return row, err
	}
	return row, s.tell(ctx, tx, Change{Reason: WasReaddressed, Before: before, After: row, Event: held, Source: ByWeb})
}

// addressChange returns the change that the condition names, nil when there is none.
func addressChange(ctx context.Context, db bun.IDB, where string, args ...any) (*AddressChange, error) {
	var found []AddressChange
	err := db.NewSelect().Model(&found).Where(where, args...).Scan(ctx)
	if err != nil || len(found) == 0 {
		return nil, database.Fault(err)
	}
	return &found[0], nil
}

func dropAddressChange(ctx context.Context, tx bun.IDB, attendanceID string) error {
	_, err := tx.NewDelete().Model((*AddressChange)(nil)).Where("attendance_id = ?", attendanceID).Exec(ctx)
	return database.Fault(err)
}

// DropAddressChangesIn forgets the addresses that nobody has confirmed in time, and returns how many.
func DropAddressChangesIn(ctx context.Context, tx bun.IDB, now time.Time) (int64, error) {
	result, err := tx.NewDelete().Model((*AddressChange)(nil)).Where("expires_at <= ?", now).Exec(ctx)
	if err != nil {
		return 0, database.Fault(err)
	}
	return result.RowsAffected()
}
