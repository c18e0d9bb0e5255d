package reminder_test

import (
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// choose sets the user's day and hour of the digest.
func (h *house) choose(user account.User, day, hour int) {
	h.t.Helper()
	was, err := h.Reminders.Settings(h.t.Context(), user)
	h.must(err)
	is := was
	is.DigestDay, is.DigestHour = day, hour
	h.must(h.Reminders.Choose(h.t.Context(), user, was, is))
}

func TestADigestComesOnTheChosenDayAtTheChosenHour(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-15", func(t *testing.T, h *house) { // a Monday; the clock goes forward on the 28th, a Sunday
		h.kind = "digest"
		m := h.milestone("2.1", "2028-03", nobody, nobody)
		h.task(m, "Zahlen sammeln", "2027-10-29", h.jana)
		h.task(m, "Bericht schreiben", "2027-10-29", h.ewa)
		h.choose(h.jana, 7, 18)
		h.choose(h.ewa, 0, 7)
		h.choose(h.lead, 0, 7)
		at := map[string]bool{}
		for day := date.Date("2027-03-15"); day <= "2027-04-05"; day = day.AddDays(1) {
			for _, hour := range []int{5, 7, 12, 17, 18, 19, 23} {
				h.wake(day, hour)
				h.run()
				for _, said := range h.news() {
					at[h.Clock.Now().In(h.zone).Format("Mon 02.01. 15:04 ")+said] = true
				}
			}
		}
		// What is new is told once; what is due in seven months is told again when it comes close. Ewa wants none.
		if want := "Sun 21.03. 18:00 Jana Größler: Ihr Wochenüberblick: 1 neu"; len(at) != 1 || !at[want] {
			t.Errorf("the digests are %v, want only %q", at, want)
		}
		clear(at)
		for day := date.Date("2027-10-10"); day <= "2027-11-14"; day = day.AddDays(1) { // the clock goes back on 31 October, a Sunday
			h.wake(day, 17)
			h.run()
			h.wake(day, 18)
			h.run()
			for _, m := range h.mails()[h.heard:] {
				if m.ToName == h.jana.Name {
					at[m.CreatedAt.In(h.zone).Format("Mon 02.01. 15:04 ")+m.Subject] = true
				}
			}
			h.news()
		}
		for _, want := range []string{
			"Sun 17.10. 18:00 Ihr Wochenüberblick: 1 bald fällig", "Sun 24.10. 18:00 Ihr Wochenüberblick: 1 bald fällig",
			"Sun 31.10. 18:00 Ihr Wochenüberblick: 1 überfällig", "Sun 07.11. 18:00 Ihr Wochenüberblick: 1 überfällig",
		} {
			if !at[want] {
				t.Errorf("no %q in %v", want, at)
			}
		}
	})
}

func TestADigestSaysWhatIsNewAndIsNotSentEmpty(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-15", func(t *testing.T, h *house) {
		h.kind = "digest"
		m := h.milestone("2.1", "2028-03", h.jana, nobody)
		task := h.task(m, "Zahlen sammeln", "", h.ewa)
		h.through("2027-03-16", "2027-03-22") // Monday
		h.wants("Ewa Łuczak: Ihr Wochenüberblick: 1 neu", "Jana Größler: Ihr Wochenüberblick: 1 neu")
		h.through("2027-03-23", "2027-03-29") // nothing new, nothing due: nothing sent
		h.wants()
		task.AssigneeID, task.Version = h.jana.ID, 1
		_, err := h.Plan.ChangeTask(t.Context(), h.Actor, task)
		h.must(err)
		h.through("2027-03-30", "2027-04-05")
		h.wants("Jana Größler: Ihr Wochenüberblick: 1 neu") // what was given to her counts as new, though it is old
		if text := h.mails()[2].Text; !strings.Contains(text, "2.1 – Zahlen sammeln\nohne Frist") || strings.Contains(text, "Überfällig") {
			t.Errorf("the mail says\n%s", text)
		}
		_, err = h.Plan.SetTask(t.Context(), h.Actor, task.ID, workplan.TaskDone)
		h.must(err)
		h.through("2027-04-06", "2027-06-07")
		h.wants()
	})
}

func TestADigestIsSentOnceByTwoInstancesAndNotForADayLongPast(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-15", func(t *testing.T, h *house) {
		h.kind = "digest"
		m := h.milestone("2.1", "2028-03", nobody, nobody)
		h.task(m, "Zahlen sammeln", "2027-03-17", h.jana)
		h.choose(h.lead, 0, 7)
		h.wake("2027-03-22", 7)
		ended := make(chan error)
		for range 4 {
			go func() { ended <- h.Reminders.Run(t.Context()) }()
		}
		for range 4 {
			h.must(<-ended)
		}
		h.wants("Jana Größler: Ihr Wochenüberblick: 1 überfällig")
		h.wake("2027-04-01", 8) // down over Monday the 29th, and back on Thursday
		h.run()
		h.wants()
		h.through("2027-04-02", "2027-04-05")
		h.wants("Jana Größler: Ihr Wochenüberblick: 1 überfällig")
		h.choose(h.jana, 1, 7) // chosen anew on a Monday after its hour: not once more
		h.wake("2027-04-05", 9)
		h.run()
		h.wants()
	})
}

func TestWhoWantsToBeLeftAloneIs(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		m := h.milestone("2.1", "2028-03", nobody, nobody)
		task := h.task(m, "Zahlen sammeln", "2027-03-20", h.jana)
		task.DeputyID = h.ewa.ID
		_, err := h.Plan.ChangeTask(t.Context(), h.Actor, task)
		h.must(err)
		was, err := h.Reminders.Settings(t.Context(), h.jana)
		h.must(err)
		is := was
		is.Quiet, is.QuietUntil, is.DigestDay = true, "2027-03-16", 0
		h.must(h.Reminders.Choose(t.Context(), h.jana, was, is))
		if err := h.Reminders.Choose(t.Context(), h.jana, was, is); !fault.Is(err, fault.Conflict) {
			t.Errorf("choosing on what no longer counts: %v, want a conflict", err)
		}
		h.choose(h.ewa, 0, 7)
		h.choose(h.lead, 0, 7)
		h.through("2027-03-02", "2027-03-19")
		h.wants(
			"Ewa Łuczak: Erinnerung: 2.1 – Zahlen sammeln – in 14 Tagen fällig, am 20.03.2027", // Jana is on holiday
			"Jana Größler: Erinnerung: 2.1 – Zahlen sammeln – in 3 Tagen fällig, am 20.03.2027",
		)
	})
}
