package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// GuestDays is for how many days after the event the list of participants can be read.
const GuestDays = 30

// ShowsGuests reports whether everybody can read who takes part, of those who agreed.
func (e Event) ShowsGuests(now time.Time) bool {
	if !e.ListsGuests || !e.Kind.Public() || !now.Before(e.EndsAt.AddDate(0, 0, GuestDays)) {
		return false
	}
	return e.State == Published || e.State == Held || e.State == Closed
}

// ListGuestsIn says whether a public page names the participants who agreed. The event's own version stays: whoever edits its
// texts is not in the way of this, and nobody is written to.
func ListGuestsIn(ctx context.Context, tx bun.IDB, eventID string, lists bool) error {
	return database.OneRow(tx.NewUpdate().Model((*Event)(nil)).Set("lists_guests = ?", lists).Where("id = ?", eventID).Exec(ctx))
}
