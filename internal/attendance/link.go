package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// linkLife is how long personal links work after the event.
const linkLife = 30 * 24 * time.Hour

type link struct {
	bun.BaseModel `bun:"table:attendance_links,alias:l"`

	TokenHash    string    `bun:"token_hash,pk"`
	AttendanceID string    `bun:"attendance_id"`
	CreatedAt    time.Time `bun:"created_at"`
	ExpiresAt    time.Time `bun:"expires_at"`
	Mailed       bool      `bun:"mailed"` // left by mail alone: whoever has it reads the person's mail
}

// NewLinkIn makes a personal link to the attendance and returns its token, of which only the hash is stored. It works
// until 30 days after the event.
func NewLinkIn(ctx context.Context, tx bun.IDB, now time.Time, attendanceID string) (string, error) {
	var ends time.Time
	err := tx.NewSelect().TableExpr("events AS e").Join("JOIN attendances AS t ON t.event_id = e.id").
		Column("e.ends_at").Where("t.id = ?", attendanceID).Scan(ctx, &ends)
	if err != nil {
		return "", database.Fault(err)
	}
	return LinkIn(ctx, tx, now, ends, attendanceID)
}

// LinkIn is NewLinkIn for who knows when the event ends.
func LinkIn(ctx context.Context, tx bun.IDB, now, ends time.Time, attendanceID string) (string, error) {
	return newLink(ctx, tx, now, ends, attendanceID, false)
}

// MailedLinkIn is LinkIn for a link that leaves by mail alone: who opens it has shown that the address is the person's.
func MailedLinkIn(ctx context.Context, tx bun.IDB, now, ends time.Time, attendanceID string) (string, error) {
	return newLink(ctx, tx, now, ends, attendanceID, true)
}

func newLink(ctx context.Context, tx bun.IDB, now, ends time.Time, attendanceID string, mailed bool) (string, error) {
	if ends.Before(now) {
		ends = now
	}
	token := id.Token()
	row := link{TokenHash: id.Hash(token), AttendanceID: attendanceID, CreatedAt: now, ExpiresAt: ends.Add(linkLife), Mailed: mailed}
	return token, database.Later(ctx, tx, row)
}

// ByToken returns the attendance a personal link leads to and the instant until which the link works; NotFound when
// there is no such link, it has expired, or its person is erased.
func ByToken(ctx context.Context, db bun.IDB, now time.Time, token string) (Attendance, time.Time, error) {
	row, until, err := linked(ctx, db, now, token)
	if err == nil && row.ErasedAt != nil {
		return Attendance{}, time.Time{}, fault.Missing()
	}
	return row, until, err
}

// linked is ByToken also for people who were erased.
func linked(ctx context.Context, db bun.IDB, now time.Time, token string) (Attendance, time.Time, error) {
	var row link
	err := db.NewSelect().Model(&row).Where("l.token_hash = ? AND l.expires_at > ?", id.Hash(token), now).Scan(ctx)
	if err != nil {
		return Attendance{}, time.Time{}, database.Fault(err)
	}
	found, err := FindIn(ctx, db, row.AttendanceID)
	return found, row.ExpiresAt, err
}

// MailedIn reports whether the token is of a link that left by mail.
func MailedIn(ctx context.Context, db bun.IDB, token string) (bool, error) {
	mailed, err := db.NewSelect().Model((*link)(nil)).Where("l.token_hash = ? AND l.mailed", id.Hash(token)).Exists(ctx)
	return mailed, database.Fault(err)
}

// EndLinksIn makes all personal links to the attendance stop working.
func EndLinksIn(ctx context.Context, tx bun.IDB, attendanceID string) error {
	_, err := tx.NewDelete().Model((*link)(nil)).Where("attendance_id = ?", attendanceID).Exec(ctx)
	return database.Fault(err)
}

// linkedSince reports whether a personal link was made at or after the instant.
func linkedSince(ctx context.Context, tx bun.IDB, attendanceID string, since time.Time) (bool, error) {
	found, err := tx.NewSelect().Model((*link)(nil)).Where("l.attendance_id = ? AND l.created_at >= ?", attendanceID, since).Exists(ctx)
	return found, database.Fault(err)
}

// LinkedIn reports whether any personal link leads to the attendance.
func LinkedIn(ctx context.Context, db bun.IDB, attendanceID string) (bool, error) {
	linked, err := db.NewSelect().Model((*link)(nil)).Where("l.attendance_id = ?", attendanceID).Exists(ctx)
	return linked, database.Fault(err)
}
