package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Turnout is how many people had a place, and how many organisations they came from. Whoever named none counts as a person only.
type Turnout struct{ People, Organisations int }

// TurnoutIn counts who had a place at each of the events, and over all of them: there an organisation counts once, a person as
// often as they came.
func TurnoutIn(ctx context.Context, db bun.IDB, eventIDs ...string) (of map[string]Turnout, all Turnout, err error) {
	of = map[string]Turnout{}
	if len(eventIDs) == 0 {
		return of, all, nil
	}
	var rows []struct {
		EventID      string `bun:"event_id"`
		Organisation string `bun:"organisation"`
	}
	err = db.NewSelect().Model((*Attendance)(nil)).Column("t.event_id", "t.organisation").
		Where("t.event_id IN (?) AND t.place = ?", bun.List(eventIDs), Confirmed).Scan(ctx, &rows)
	known := map[[2]string]bool{}
	for _, row := range rows {
		turnout, name := of[row.EventID], database.FoldWord(row.Organisation)
		turnout.People++
		all.People++
		if here := [2]string{row.EventID, name}; name != "" && !known[here] {
			known[here] = true
			turnout.Organisations++
		}
		if anywhere := [2]string{"", name}; name != "" && !known[anywhere] {
			known[anywhere] = true
			all.Organisations++
		}
		of[row.EventID] = turnout
	}
	return of, all, database.Fault(err)
}
