package board_test

import (
	"testing"
	"time"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
)

// TestTheFilesOfTheDatabaseForgetBrowsersToo: rows that are deleted lie on in the files of a database until their place is needed.
func TestTheFilesOfTheDatabaseForgetBrowsersToo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		phone := id.Token()
		card, err := r.Add(ctx, r.board.Code, phone, id.New(), need("Mehr Kurse"))
		r.must(err)
		r.must(r.Weigh(ctx, r.board.Code, phone, card.ID))
		var device string
		r.must(db.Read().NewRaw("SELECT device FROM board_devices").Scan(ctx, &device))
		r.must(r.Close(ctx, r.moderator()))
		r.clock.Advance(25 * time.Hour)
		_, err = r.Settle(ctx)
		r.must(err)
		if !dbtest.OnDisk(t, db, "board_dots", device) {
			t.Error("the browser is not in the files: the test looks in the wrong place")
		}
		for _, table := range []string{"board_devices", "board_dots", "board_cards"} {
			if !dbtest.Scrubbed(t, db, r.Scrub, table, device) {
				t.Errorf("the file of %s tells of the browser", table)
			}
		}
	})
}
