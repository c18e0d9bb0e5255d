package followup_test

import (
	"testing"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/followup"
	"rundertisch/internal/mail"
)

func TestStaffRemindSomeOfThoseWhoHaveNotAnsweredNow(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ayla, tom, ewa := h.asked("Ayla"), h.asked("Tom"), h.asked("Ewa")
		h.answer(ewa, attendance.Declined)
		if _, err := h.Followups.Draft(ctx, h.Actor, h.event.ID, followup.Order{Title: "Erinnerung"}); len(fault.Fields(err)) != 1 {
			t.Errorf("without people: %v", err)
		}
		m, err := h.Followups.Draft(ctx, h.Actor, h.event.ID, followup.Order{
			Title: "Erinnerung", People: []string{ayla.ID, tom.ID, ewa.ID}, Text: "Bitte melden Sie sich.",
		})
		h.must(err)
		review, err := h.Mailings.Review(ctx, h.Actor, m.ID)
		h.must(err)
		if len(review.Reached) != 2 || review.Reached[0].Name != "Ayla Weiß" {
			t.Errorf("the review shows %+v", review.Reached)
		}
		preview, err := h.Mailings.Preview(ctx, h.Actor, m, review.Reached[0])
		h.must(err)
		if preview.Method != "REQUEST" || len(h.reminders()) != 0 {
			t.Errorf("the preview is %+v", preview)
		}
		h.must(h.Mailings.Send(ctx, h.Actor, m.ID, m.Version))
		h.answer(tom, attendance.Accepted) // between the word and the deed
		h.Work()
		h.wants("Ayla")
		sent := h.reminders()[0]
		if sent.MailingID != m.ID || sent.ThreadKey != ayla.ID || sent.Sequence != 0 {
			t.Errorf("the mail is %+v", sent)
		}
		now, err := h.Mailings.Find(ctx, h.Actor, m.ID)
		h.must(err)
		if now.LeftOut != 1 {
			t.Errorf("left out are %d", now.LeftOut)
		}
		h.run("2027-05-06") // the plan goes on
		h.wants("Ayla")
		_, err = h.Events.Cancel(ctx, h.Actor, h.event.ID)
		h.must(err)
		if _, err := h.Followups.Draft(ctx, h.Actor, h.event.ID, followup.Order{Title: "Erinnerung", People: []string{ayla.ID}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("of an event that is off: %v", err)
		}
	})
}

func TestAReminderThatWaitsIsCalledOffByTheAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ayla, tom := h.asked("Ayla"), h.asked("Tom")
		m, err := h.Followups.Draft(ctx, h.Actor, h.event.ID, followup.Order{Title: "Erinnerung", People: []string{ayla.ID, tom.ID}})
		h.must(err)
		h.must(h.Mailings.Send(ctx, h.Actor, m.ID, m.Version))
		h.Work()
		h.must(h.Mailings.Pause(ctx, h.Actor, m.ID))
		h.answer(tom, attendance.Declined)
		h.must(h.Mailings.Resume(ctx, h.Actor, m.ID))
		for _, sent := range h.reminders() {
			off := sent.State == mail.Aborted && sent.Reason == mail.Moot
			if want := sent.ThreadKey == tom.ID; off != want {
				t.Errorf("the reminder of %s is %s for the reason %q", sent.ToName, sent.State, sent.Reason)
			}
		}
	})
}

func TestWhoWasJustRemindedIsNotRemindedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ayla, tom := h.asked("Ayla"), h.asked("Tom")
		byHand := func(reached, missed int, people ...string) {
			t.Helper()
			m, err := h.Followups.Draft(ctx, h.Actor, h.event.ID, followup.Order{Title: "Erinnerung", People: people})
			h.must(err)
			review, err := h.Mailings.Review(ctx, h.Actor, m.ID)
			h.must(err)
			if len(review.Reached) != reached || len(review.Missed) != missed || missed > 0 && review.Missed[0].Reason != "reminded" {
				t.Errorf("reached are %+v, missed %+v", review.Reached, review.Missed)
			}
			if reached > 0 {
				h.must(h.Mailings.Send(ctx, h.Actor, m.ID, m.Version))
				h.Work()
			}
		}
		h.wake("2027-05-05", 18)
		byHand(1, 0, ayla.ID)
		h.wants("Ayla")
		h.run("2027-05-06") // a rung of the plan, 14 hours later
		h.wants("Tom")
		byHand(0, 2, ayla.ID, tom.ID)
		h.wake("2027-05-06", 19)
		byHand(1, 1, ayla.ID, tom.ID)
		h.wants("Ayla")
		h.run("2027-05-17")
		h.wants("Ayla", "Tom")
	})
}
