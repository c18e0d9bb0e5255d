package reminder_test

import (
	"fmt"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

var nobody account.User

// TestAYearOfDaysRemindsOnEachRungOnce goes through the year of a leap day and both changes of the clock, hour by hour on
// the days that matter.
func TestAYearOfDaysRemindsOnEachRungOnce(t *testing.T) {
	t.Parallel()
	each(t, "2027-10-01", func(t *testing.T, h *house) {
		h.run() // the program's first day here
		leap := h.milestone("2.1", "2028-02", h.jana, nobody)
		h.milestone("2.2", "2028-03", h.jana, nobody) // the clock changes on 26 March, five days before its end
		h.task(leap, "Zahlen sammeln", "2027-10-31", h.ewa)
		got := map[date.Date][]string{}
		for day := date.Date("2027-10-01"); day <= "2028-09-30"; day = day.AddDays(1) {
			for _, hour := range []int{1, 6, 7, 12, 19, 22} {
				h.wake(day, hour)
				h.run()
			}
			if news := h.news(); len(news) > 0 {
				got[day] = news
			}
		}
		want := map[date.Date][]string{
			// 1 October is a rung too, but the program had looked before the task was there
			"2027-10-17": {"Ewa Łuczak: Erinnerung: 2.1 – Zahlen sammeln – in 14 Tagen fällig, am 31.10.2027"},
			"2027-10-28": {"Ewa Łuczak: Erinnerung: 2.1 – Zahlen sammeln – in 3 Tagen fällig, am 31.10.2027"},
			"2027-10-31": {"Ewa Łuczak: Erinnerung: 2.1 – Zahlen sammeln – heute fällig, am 31.10.2027"},
			"2027-11-07": {
				"Ewa Łuczak: Erinnerung: 2.1 – Zahlen sammeln – seit 7 Tagen überschritten, fällig war der 31.10.2027",
				"Tom Weiß: Erinnerung: 2.1 – Zahlen sammeln – seit 7 Tagen überschritten, fällig war der 31.10.2027",
			},
			"2028-01-30": {"Jana Größler: Erinnerung: 2.1 Bedarf erhoben – in 30 Tagen fällig, am 29.02.2028"},
			"2028-02-15": {"Jana Größler: Erinnerung: 2.1 Bedarf erhoben – in 14 Tagen fällig, am 29.02.2028"},
			"2028-02-26": {"Jana Größler: Erinnerung: 2.1 Bedarf erhoben – in 3 Tagen fällig, am 29.02.2028"},
			"2028-02-29": {"Jana Größler: Erinnerung: 2.1 Bedarf erhoben – heute fällig, am 29.02.2028"},
			"2028-03-01": {"Jana Größler: Erinnerung: 2.2 Bedarf erhoben – in 30 Tagen fällig, am 31.03.2028"},
			"2028-03-07": {
				"Jana Größler: Erinnerung: 2.1 Bedarf erhoben – seit 7 Tagen überschritten, fällig war der 29.02.2028",
				"Tom Weiß: Erinnerung: 2.1 Bedarf erhoben – seit 7 Tagen überschritten, fällig war der 29.02.2028",
			},
			"2028-03-17": {"Jana Größler: Erinnerung: 2.2 Bedarf erhoben – in 14 Tagen fällig, am 31.03.2028"},
			"2028-03-28": {"Jana Größler: Erinnerung: 2.2 Bedarf erhoben – in 3 Tagen fällig, am 31.03.2028"},
			"2028-03-31": {"Jana Größler: Erinnerung: 2.2 Bedarf erhoben – heute fällig, am 31.03.2028"},
			"2028-04-07": {
				"Jana Größler: Erinnerung: 2.2 Bedarf erhoben – seit 7 Tagen überschritten, fällig war der 31.03.2028",
				"Tom Weiß: Erinnerung: 2.2 Bedarf erhoben – seit 7 Tagen überschritten, fällig war der 31.03.2028",
			},
		}
		for day := date.Date("2027-10-01"); day <= "2028-09-30"; day = day.AddDays(1) {
			if g, w := strings.Join(got[day], "\n"), strings.Join(want[day], "\n"); g != w {
				t.Errorf("on %s the mails are\n%s\nwant\n%s", day, g, w)
			}
		}
		for _, m := range h.mails() {
			if hour := m.CreatedAt.In(h.zone).Hour(); hour != 7 {
				t.Errorf("%s went out at %d o'clock", m.Subject, hour)
			}
		}
	})
}

func TestWhatWasMissedIsSummedUpInOneMail(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		m := h.milestone("2.1", "2027-03", h.jana, nobody) // 30 days before has passed already
		h.task(m, "Zahlen sammeln", "2027-03-21", h.jana)  // rungs on 7, 18, 21 and 28 March
		h.task(m, "Bericht schreiben", "2027-03-24", h.ewa)
		h.wake("2027-03-06", 9)
		h.run()
		h.wants()
		h.wake("2027-03-22", 3) // the program was down for 15 days and is back in the night
		h.run()
		h.wants()
		h.wake("2027-03-22", 7)
		h.run()
		h.wants(
			"Ewa Łuczak: Was in der Zwischenzeit fällig wurde: 2.1 – Bericht schreiben – in 2 Tagen fällig, am 24.03.2027",
			"Jana Größler: Was in der Zwischenzeit fällig wurde: 2 Fristen",
		)
		text := h.mails()[1].Text
		for _, said := range []string{"2.1 – Zahlen sammeln\nseit 1 Tag überschritten, fällig war der 21.03.2027", "2.1 Bedarf erhoben\nin 9 Tagen fällig, am 31.03.2027"} {
			if strings.Count(text, said) != 1 {
				t.Errorf("the mail does not say %q once:\n%s", said, text)
			}
		}
		h.through("2027-03-23", "2027-03-27")
		h.wants("Ewa Łuczak: Erinnerung: 2.1 – Bericht schreiben – heute fällig, am 24.03.2027")
		h.through("2027-03-28", "2027-03-28")
		if got := h.news(); len(got) != 2 || !strings.HasPrefix(got[0], "Jana Größler: Erinnerung: 2 Fristen") || !strings.HasPrefix(got[1], "Tom Weiß: Erinnerung") {
			t.Errorf("on the next rung the mails are %q", got)
		}
	})
}

func TestAMovedDeadlineBringsBackTheRungsThatLieAhead(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		m := h.milestone("2.1", "2027-03", h.jana, nobody)
		h.through("2027-03-01", "2027-03-20")
		h.wants("Jana Größler: Erinnerung: 2.1 Bedarf erhoben – in 14 Tagen fällig, am 31.03.2027")
		m.DueOn = "2027-04" // 30 days before is 31 March, 14 are 16 April
		h.must(h.Plan.ChangeMilestone(t.Context(), h.Actor, m, "Haushalt später beschlossen"))
		h.through("2027-03-21", "2027-04-20")
		h.wants(
			"Jana Größler: Erinnerung: 2.1 Bedarf erhoben – in 30 Tagen fällig, am 30.04.2027",
			"Jana Größler: Erinnerung: 2.1 Bedarf erhoben – in 14 Tagen fällig, am 30.04.2027",
		)
		m.Version, m.DueOn = m.Version+1, "2027-03" // back again: nothing is told anew of what has passed
		h.must(h.Plan.ChangeMilestone(t.Context(), h.Actor, m, "Doch nicht"))
		h.through("2027-04-20", "2027-06-20")
		h.wants()
	})
}

// through runs every morning of the days, both included.
func (h *house) through(from, to date.Date) {
	h.t.Helper()
	for day := from; day <= to; day = day.AddDays(1) {
		h.wake(day, 7)
		h.run()
	}
}

func TestNobodyIsRemindedOfWhatIsDone(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		m := h.milestone("2.1", "2027-03", h.jana, nobody)
		task := h.task(m, "Zahlen sammeln", "2027-03-15", h.ewa)
		_, err := h.Plan.SetTask(t.Context(), h.Actor, task.ID, workplan.TaskDone)
		h.must(err)
		h.must(h.Plan.Complete(t.Context(), h.Actor, m.ID, workplan.Completion{On: "2027-03-01", Reason: "Früher fertig"}))
		h.through("2027-03-01", "2027-04-30")
		h.wants()
	})
}

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(h *house)
		want   map[int]string // names by rung
	}{
		"assignee, deputy on the last two rungs, lead when it is late": {
			change: func(*house) {},
			want:   map[int]string{30: "Jana", 14: "Jana", 3: "Jana", 0: "Ewa Jana", -7: "Ewa Jana Tom"},
		},
		"the deputy from the beginning when the assignee has left": {
			change: func(h *house) { h.exec("DELETE FROM memberships WHERE user_id = ?", h.jana.ID) },
			want:   map[int]string{30: "Ewa", 14: "Ewa", 3: "Ewa", 0: "Ewa", -7: "Ewa Tom"},
		},
		"the deputy when the assignee may no longer sign in": {
			change: func(h *house) { h.exec("UPDATE users SET disabled_at = ? WHERE id = ?", h.Clock.Now(), h.jana.ID) },
			want:   map[int]string{30: "Ewa", 14: "Ewa", 3: "Ewa", 0: "Ewa", -7: "Ewa Tom"},
		},
		"the lead when both have left": {
			change: func(h *house) { h.exec("DELETE FROM memberships WHERE user_id IN (?, ?)", h.jana.ID, h.ewa.ID) },
			want:   map[int]string{30: "Tom", 14: "Tom", 3: "Tom", 0: "Tom", -7: "Tom"},
		},
		"the administrator when nobody leads": {
			change: func(h *house) {
				h.exec("DELETE FROM memberships WHERE user_id IN (?, ?, ?)", h.jana.ID, h.ewa.ID, h.lead.ID)
			},
			want: map[int]string{30: "Jana", 14: "Jana", 3: "Jana", 0: "Jana", -7: "Jana"}, // another one of that name
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, "2027-02-20", func(t *testing.T, h *house) {
				h.run()
				h.milestone("2.1", "2027-03", h.jana, h.ewa)
				c.change(h)
				for rung, want := range c.want {
					h.heard = 0
					h.exec("DELETE FROM mail_messages")
					h.exec("UPDATE reminder_runs SET last_day = ?", date.Date("2027-03-31").AddDays(-rung-1))
					h.wake(date.Date("2027-03-31").AddDays(-rung), 7)
					h.run()
					var names []string
					for _, m := range h.mails() {
						names = append(names, strings.Fields(m.ToName)[0])
					}
					if got := strings.Join(names, " "); got != want {
						t.Errorf("on the rung %d: %s, want %s", rung, got, want)
					}
				}
			})
		})
	}
}

func TestARunThatIsKilledHalfWayIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		m := h.milestone("2.1", "2028-03", nobody, nobody)
		for i := range 5 {
			user := h.colleague(fmt.Sprintf("Person%d Nummer", i), account.Coordination)
			h.task(m, fmt.Sprintf("Gespräch %d", i), "2027-03-16", user)
		}
		h.wake("2027-03-02", 7)
		h.must(h.Reminders.RunUntil(t.Context(), h.Actor.WorkspaceID, 2))
		if n := len(h.mails()); n != 2 {
			t.Fatalf("%d mails before the run was killed, want 2", n)
		}
		h.run()
		h.run()
		names := map[string]int{}
		for _, m := range h.mails() {
			names[m.ToName]++
		}
		if len(names) != 5 || len(h.mails()) != 5 {
			t.Errorf("the mails are %v, want one for each of five people", names)
		}
	})
}

func TestTwoInstancesSendEachReminderOnce(t *testing.T) {
	t.Parallel()
	each(t, "2027-03-01", func(t *testing.T, h *house) {
		h.run()
		m := h.milestone("2.1", "2028-03", nobody, nobody)
		for i := range 20 {
			user := h.colleague(fmt.Sprintf("Person%02d Nummer", i), account.Coordination)
			h.task(m, fmt.Sprintf("Gespräch %d", i), "2027-03-16", user)
			h.task(m, fmt.Sprintf("Niederschrift %d", i), "2027-03-16", user)
		}
		h.wake("2027-03-02", 7)
		ended := make(chan error)
		for range 4 {
			go func() { ended <- h.Reminders.Run(t.Context()) }()
		}
		for range 4 {
			h.must(<-ended)
		}
		rows, err := h.DB.Read().NewSelect().Table("reminders").Where("subject_kind = 'task'").Count(t.Context())
		h.must(err)
		if n := len(h.mails()); n != 20 || rows != 40 {
			t.Errorf("%d mails about %d rungs, want 20 about 40", n, rows)
		}
	})
}
