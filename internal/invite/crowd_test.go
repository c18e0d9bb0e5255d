package invite_test

import (
	"fmt"
	"testing"
	"time"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
)

// TestWhoKnowsOneUIDCannotFillTheListOfWhatWaits: other invitations, and the next day, are not touched by it.
func TestWhoKnowsOneUIDCannotFillTheListOfWhatWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"))
		h.clock.Advance(time.Second)
		h.invite(h.person("Bert", "Blau"))
		object, other := h.mails()[0].Calendar, h.mails()[1].Calendar
		foreign := func(object string, n int) []byte {
			h.clock.Advance(time.Second)
			return h.letter(object, ical.Accepted, fmt.Sprintf("eve%d@example.org", n))
		}
		for n := range 20 {
			h.want(h.receive(foreign(object, n)), invite.Review, invite.OtherAuthor)
		}
		for n := range 3 {
			h.want(h.receive(foreign(object, n)), invite.Ignored, invite.Crowded)
		}
		h.want(h.receive(foreign(other, 1)), invite.Review, invite.OtherAuthor)
		inbox, err := h.Inbox(t.Context(), h.actor, invite.InboxFilter{})
		if h.must(err); inbox.Counts[invite.WaitsForStaff] != 21 || inbox.Counts[invite.WasIgnored] != 3 || inbox.Found != 24 {
			t.Errorf("%d listed: %v", inbox.Found, inbox.Counts)
		}
		h.want(h.receive(h.letter(object, ical.Accepted, "anna.weiss@example.org")), invite.Matched, invite.FirstAnswer)
		h.clock.Advance(24 * time.Hour)
		h.want(h.receive(foreign(object, 1)), invite.Review, invite.OtherAuthor)
	})
}
