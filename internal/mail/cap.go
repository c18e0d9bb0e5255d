package mail

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

const capTime = time.Hour

// Cap is how far the hourly cap is used up.
type Cap struct {
	PerHour int       // 0: there is none
	GoesOn  time.Time // when the next mail may leave; zero when one may now
}

// Cap returns how the hourly cap stands.
func (s *Service) Cap(ctx context.Context) (Cap, error) {
	return capAt(ctx, s.db.Read(), s.perHour, s.clock.Now())
}

// capAt looks for the mail that must grow an hour old before another may leave.
func capAt(ctx context.Context, db bun.IDB, perHour int, now time.Time) (Cap, error) {
	c := Cap{PerHour: perHour}
	if perHour == 0 {
		return c, nil
	}
	var sent []time.Time
	err := db.NewSelect().Model((*Message)(nil)).Column("sent_at").Where("m.sent_at > ?", now.Add(-capTime)).
		Order("m.sent_at DESC").Offset(int64(perHour-1)).Limit(1).Scan(ctx, &sent)
	if len(sent) > 0 {
		c.GoesOn = sent[0].Add(capTime)
	}
	return c, database.Fault(err)
}
