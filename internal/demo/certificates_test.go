package demo_test

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
)

// certificateLink is the personal link of somebody who was let in at an event that is over.
func (c *county) certificateLink(t *testing.T) string {
	t.Helper()
	var came, token string
	err := c.App.DB.Read().NewRaw("SELECT ci.attendance_id FROM checkins AS ci JOIN events AS e ON e.id = ci.event_id "+
		"WHERE e.state = 'held' AND ci.undone_at IS NULL AND ci.double_of = '' ORDER BY ci.id LIMIT 1").Scan(t.Context(), &came)
	if err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, clock.System{}.Now(), came)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return "/a/" + token
}
