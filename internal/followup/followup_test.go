package followup_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/followup"
	"rundertisch/internal/mail"
)

// house is an office with a symposium on 27 May 2027 whose registration ends on 20 May: the usual rungs are 6 and 17 May.
type house struct {
	*apptest.Site
	apptest.Office
	t     *testing.T
	event event.Event
	heard int
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
		h.wake("2027-05-01", 9)
		h.exec("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'")
		var err error
		h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "27.05.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
			Until: "20.05.2027",
		})
		h.must(err)
		h.event, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		fn(t, h)
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) exec(sql string, args ...any) {
	h.t.Helper()
	h.must(h.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}))
}

// wake sets the clock to the hour of the day.
func (h *house) wake(day string, hour int) {
	h.t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, day, h.Config.Zone())
	h.must(err)
	h.Clock.Advance(at.Add(time.Duration(hour) * time.Hour).Sub(h.Clock.Now()))
}

// run lets the program do its work on the days, at eight.
func (h *house) run(days ...string) {
	h.t.Helper()
	for _, day := range days {
		h.wake(day, 8)
		h.must(h.Followups.Run(h.t.Context()))
	}
}

// asked invites somebody new and returns their row.
func (h *house) asked(given string) attendance.Attendance {
	h.t.Helper()
	p, err := h.Directory.AddPerson(h.t.Context(), h.Actor, directory.Person{Given: given, Family: "Weiß", Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Test"})
	h.must(err)
	h.Invite(h.Actor, h.event.ID, p)
	rows, err := attendance.ListIn(h.t.Context(), h.DB.Read(), h.event.ID)
	h.must(err)
	at := slices.IndexFunc(rows, func(row attendance.Attendance) bool { return row.PersonID == p.ID })
	return rows[at]
}

func (h *house) answer(row attendance.Attendance, answer attendance.Answer) {
	h.t.Helper()
	h.must(h.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := h.Attendance.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		return err
	}))
}

func (h *house) reminders() []mail.Message {
	h.t.Helper()
	var all []mail.Message
	h.must(h.DB.Read().NewSelect().Model(&all).Where("m.kind = 'answer_reminder'").Order("m.created_at", "m.to_name", "m.id").Scan(h.t.Context()))
	return all
}

// wants fails unless these people were reminded since it was asked last.
func (h *house) wants(want ...string) {
	h.t.Helper()
	var got []string
	for _, m := range h.reminders()[h.heard:] {
		got = append(got, strings.Fields(m.ToName)[0])
		h.heard++
	}
	if !slices.Equal(got, want) {
		h.t.Errorf("on %s reminded are %v, want %v", h.Clock.Now(), got, want)
	}
}

func TestWhoHasNotAnsweredIsRemindedOnEachRungOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ayla, tom := h.asked("Ayla"), h.asked("Tom")
		h.asked("Ewa")
		h.run("2027-05-02", "2027-05-05")
		h.wants()
		h.answer(tom, attendance.Declined)
		h.run("2027-05-06")
		h.run("2027-05-06")
		h.wants("Ayla", "Ewa")
		h.answer(ayla, attendance.Tentative)
		h.run("2027-05-07", "2027-05-16")
		h.wants()
		h.run("2027-05-17", "2027-05-18", "2027-05-20", "2027-05-21", "2027-05-26")
		h.wants("Ewa")
		m := h.reminders()[0]
		if m.Subject != "Bitte antworten Sie bis Donnerstag, 20. Mai 2027: Fachtagung" || !strings.Contains(m.Text, "/a/") || m.Unsubscribe != "" {
			t.Errorf("the mail says %q, unsubscribe %q\n%s", m.Subject, m.Unsubscribe, m.Text)
		}
		if said := strings.Join(strings.Fields(m.Text), " "); !strings.Contains(said, "unabhängig von unseren Verteilern, auch wenn Sie sich dort abgemeldet haben") {
			t.Errorf("the mail does not say that it comes independently of mailing lists:\n%s", m.Text)
		}
	})
}

func TestAReminderCarriesTheSameEntryWithALaterStamp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		before := h.asked("Ayla")
		h.run("2027-05-06")
		after, err := attendance.FindIn(t.Context(), h.DB.Read(), before.ID)
		h.must(err)
		if after.UID != before.UID || after.Sequence != before.Sequence || !after.Stamp.After(before.Stamp) || after.Answer != attendance.NeedsAction {
			t.Errorf("the entry was %+v and is %+v", before, after)
		}
		m := h.reminders()[0]
		for _, want := range []string{"METHOD:REQUEST", "UID:" + before.UID, "SEQUENCE:0", "PARTSTAT=NEEDS-ACTION", "DTSTAMP:" + after.Stamp.UTC().Format("20060102T150405Z")} {
			if !strings.Contains(strings.ReplaceAll(m.Calendar, "\r\n ", ""), want) {
				t.Errorf("the entry lacks %q:\n%s", want, m.Calendar)
			}
		}
		if m.ThreadKey != before.ID {
			t.Errorf("the mail is listed with %q, not with the person", m.ThreadKey)
		}
	})
}

func TestDaysThatWereMissedMakeOneMail(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.run("2027-05-01")
		h.asked("Ayla")
		h.run("2027-05-18") // after both rungs
		h.wants("Ayla")
		h.run("2027-05-19", "2027-05-20")
		h.wants()
		v, err := h.Followups.View(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		if len(v.Sent) != 1 || v.Sent[0].Rung != 3 || v.Sent[0].Name != "Ayla Weiß" || v.Next != "" {
			t.Errorf("listed are %+v, next %q", v.Sent, v.Next)
		}
	})
}

func TestNothingIsSentAboutThePast(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.asked("Ayla")
		h.run("2027-05-10") // the program sees the event for the first time
		h.wants()
		h.wake("2027-05-17", 6)
		h.must(h.Followups.Run(t.Context())) // before the hour
		h.wake("2027-05-17", 21)
		h.must(h.Followups.Run(t.Context())) // after it
		h.wants()
		h.asked("Tom")
		h.run("2027-05-18") // Tom was invited on the day of the rung
		h.wants("Ayla")
	})
}

func TestAPlanIsChangedAndSwitchedOff(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.asked("Ayla")
		view := func() followup.View {
			v, err := h.Followups.View(t.Context(), h.Actor, h.event.ID)
			h.must(err)
			return v
		}
		if v := view(); v.AnswerBy != "2027-05-20" || v.Next != "2027-05-06" || v.Plan.Days != "14, 3" || len(v.Awaited) != 1 {
			t.Errorf("by itself the plan is %+v", v)
		}
		set := func(days string, off bool) error {
			return h.Followups.Set(t.Context(), h.Actor, h.event.ID, view().Plan, followup.Plan{Days: days, Off: off})
		}
		if fields := fault.Fields(set("bald", false)); len(fields) != 1 || fields[0].Name != "days" {
			t.Errorf("words are refused with %+v", fields)
		}
		h.must(set("5; 10", false))
		if v := view(); v.Plan.Days != "10, 5" || v.Next != "2027-05-10" {
			t.Errorf("changed, the plan is %+v", v)
		}
		if err := h.Followups.Set(t.Context(), h.Actor, h.event.ID, followup.Plan{Days: "14, 3"}, followup.Plan{Days: "1"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an outdated form gives %v", err)
		}
		h.run("2027-05-06", "2027-05-10")
		h.wants("Ayla")
		h.must(set("5", true))
		h.run("2027-05-15")
		h.wants()
		h.must(set("5", false)) // what has passed stays past
		h.run("2027-05-16")
		h.wants()
	})
}

func TestAMovedDeadlineBringsRungsThatLieAhead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.asked("Ayla")
		h.run("2027-05-06")
		h.wants("Ayla")
		h.exec("UPDATE events SET registration_until = '2027-05-24'")
		h.run("2027-05-10") // 14 days before the new one
		h.wants("Ayla")
		h.exec("UPDATE events SET registration_until = ''")
		h.run("2027-05-13", "2027-05-24") // counted from the day of the event
		h.wants("Ayla", "Ayla")
	})
}

func TestWhoIsNotInvitedAnyMoreIsNotReminded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ayla, tom := h.asked("Ayla"), h.asked("Tom")
		h.must(h.Invites.TakeBack(t.Context(), h.Actor, h.event.ID, ayla.ID))
		h.exec("UPDATE mail_messages SET state = 'failed' WHERE thread_key = ?", tom.ID)
		h.run("2027-05-06")
		h.wants()
		h.asked("Ewa")
		_, err := h.Events.Cancel(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		h.run("2027-05-17")
		h.wants()
	})
}

func TestTwoInstancesRemindOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		want := []string{}
		for _, name := range []string{"Ada", "Bea", "Cem", "Dan", "Eva", "Fee", "Gil", "Hans"} {
			h.asked(name)
			want = append(want, name)
		}
		h.wake("2027-05-06", 8)
		var group sync.WaitGroup
		errs := make(chan error, 4)
		for range 4 {
			group.Go(func() { errs <- h.Followups.Run(t.Context()) })
		}
		group.Wait()
		close(errs)
		for err := range errs {
			h.must(err)
		}
		var got []string
		for _, m := range h.reminders() {
			got = append(got, strings.Fields(m.ToName)[0])
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("reminded are %v, want %v", got, want)
		}
	})
}

// TestAnAnswerAtTheSameMomentIsHeard lets people answer while they are reminded: who is reminded after their answer was stored would
// be a person who answers twice.
func TestAnAnswerAtTheSameMomentIsHeard(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		var rows []attendance.Attendance
		for _, name := range []string{"Ada", "Bea", "Cem", "Dan", "Eva", "Fee"} {
			rows = append(rows, h.asked(name))
		}
		h.wake("2027-05-06", 8)
		var group sync.WaitGroup
		for _, row := range rows {
			group.Go(func() { h.answer(row, attendance.Accepted) })
		}
		group.Go(func() { h.must(h.Followups.Run(t.Context())) })
		group.Wait()
		for _, row := range rows {
			var kinds []string
			h.must(h.DB.Read().NewRaw("SELECT kind FROM mail_messages WHERE thread_key = ? ORDER BY id", row.ID).Scan(t.Context(), &kinds))
			reminded, confirmed := slices.Index(kinds, "answer_reminder"), slices.Index(kinds, "confirmation")
			if confirmed < 0 {
				t.Errorf("%s: the mails are %v", row.Name, kinds)
			}
			now, err := attendance.FindIn(t.Context(), h.DB.Read(), row.ID)
			h.must(err)
			var last mail.Message
			h.must(h.DB.Read().NewSelect().Model(&last).Where("m.thread_key = ? AND m.calendar_method = 'REQUEST' AND m.state <> 'aborted'", row.ID).Order("m.id DESC").Limit(1).Scan(t.Context()))
			if reminded >= 0 && last.Kind == "answer_reminder" || now.Answer != attendance.Accepted {
				t.Errorf("%s: the last entry is of %s, the answer %s", row.Name, last.Kind, now.Answer)
			}
		}
	})
}
