package mailing_test

import (
	"testing"
	"time"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailing"
)

func TestAMailingIsNotScheduledForWhenItIsTooLate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		m := h.draft()
		h.kind.ends = time.Date(2027, 1, 20, 8, 0, 0, 0, time.UTC) // 9 o'clock in Berlin
		schedule := func(clock string) error {
			return h.Schedule(t.Context(), h.actor, m.ID, h.find(m).Version, mailing.Time{Day: "20.01.2027", Clock: clock})
		}
		if fields := fault.Fields(schedule("9:00")); len(fields) != 1 || fields[0].Name != "day" || fields[0].Key != "invite.begun" {
			t.Errorf("refused with %+v", fields)
		}
		h.is(m, mailing.Draft, 0, 0)
		h.must(schedule("8:59"))
		review, err := h.Review(t.Context(), h.actor, m.ID)
		if h.must(err); review.NotNow != nil {
			t.Errorf("in time, the review says %v", review.NotNow)
		}
		h.kind.ends = time.Date(2027, 1, 19, 8, 0, 0, 0, time.UTC) // moved
		review, err = h.Review(t.Context(), h.actor, m.ID)
		if h.must(err); review.NotNow == nil {
			t.Error("the review does not say that it will be too late")
		}
		h.clock.Advance(6 * 24 * time.Hour)
		h.work()
		h.post(0)
		h.is(m, mailing.Paused, 0, 251)
		if trouble := h.find(m).Trouble; trouble != "invite.begun" {
			t.Errorf("the trouble is %q", trouble)
		}
		h.refused(h.Resume(t.Context(), h.actor, m.ID))
	})
}
