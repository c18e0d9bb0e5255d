package representation

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

// findOpen returns the representation that holds, nil when there is none.
func findOpen(ctx context.Context, db bun.IDB, where string, args ...any) (*Representation, error) {
	var found []Representation
	err := selectOpen(db, &found).Where(where, args...).Scan(ctx)
	if err != nil || len(found) == 0 {
		return nil, database.Fault(err)
	}
	return &found[0], nil
}

func selectOpen(db bun.IDB, into *[]Representation) *bun.SelectQuery {
	return db.NewSelect().Model(into).ColumnExpr("rp.*, t.name AS name, u.name AS substitute").
		Join("JOIN attendances AS t ON t.id = rp.attendance_id").Join("JOIN attendances AS u ON u.id = rp.substitute_id").
		Where("rp.ended_at IS NULL")
}

// openPass returns the link that is open for the attendance, nil when there is none.
func openPass(ctx context.Context, db bun.IDB, attendanceID string, now time.Time) (*Pass, error) {
	var found []Pass
	err := db.NewSelect().Model(&found).Where("ps.attendance_id = ? AND ps.closed_at IS NULL AND ps.expires_at > ?", attendanceID, now).Scan(ctx)
	if err != nil || len(found) == 0 {
		return nil, database.Fault(err)
	}
	return &found[0], nil
}

func findPass(ctx context.Context, db bun.IDB, token string, now time.Time) (Pass, error) {
	var p Pass
	err := db.NewSelect().Model(&p).Where("ps.token_hash = ? AND ps.closed_at IS NULL AND ps.expires_at > ?", id.Hash(token), now).Scan(ctx)
	return p, database.Fault(err)
}

func closePasses(ctx context.Context, tx bun.IDB, attendanceID, how string, now time.Time) error {
	_, err := tx.NewUpdate().Model((*Pass)(nil)).Set("closed_at = ?", now).Set("closed_how = ?", how).
		Where("attendance_id = ? AND closed_at IS NULL", attendanceID).Exec(ctx)
	return database.Fault(err)
}

// findClaim returns an open claim with its pass.
func findClaim(ctx context.Context, db bun.IDB, token string, now time.Time) (claim, Pass, error) {
	var c claim
	err := db.NewSelect().Model(&c).Where("pc.token_hash = ? AND pc.confirmed_at IS NULL AND pc.expires_at > ?", id.Hash(token), now).Scan(ctx)
	if err != nil {
		return c, Pass{}, database.Fault(err)
	}
	var p Pass
	err = db.NewSelect().Model(&p).Where("ps.id = ? AND ps.closed_at IS NULL AND ps.expires_at > ?", c.PassID, now).Scan(ctx)
	return c, p, database.Fault(err)
}
