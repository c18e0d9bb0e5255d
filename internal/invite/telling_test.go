package invite_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
)

// try edits the event with what somebody has seen of the mails, on the version that is stored unless another is given.
func (h *house) try(c invite.Confirmation, version int64, change func(*event.Details)) error {
	h.t.Helper()
	now, err := h.events.Find(h.t.Context(), h.actor, h.event.ID)
	h.must(err)
	if version == 0 {
		version = now.Version
	}
	d := event.DetailsOf(now)
	change(&d)
	_, err = h.events.Edit(h.Confirmed(h.t.Context(), c), h.actor, h.event.ID, version, d)
	return err
}

// telling is what a change tells before it is confirmed.
func (h *house) telling(err error) invite.Telling {
	h.t.Helper()
	var u *invite.Unconfirmed
	if !errors.As(err, &u) {
		h.t.Fatalf("not asked: %v", err)
	}
	return u.Telling
}

func names(t invite.Telling) (told, silent []string) {
	for _, m := range t.Told {
		told = append(told, m.Message.ToName+" "+m.Message.Kind+" "+m.Message.Method)
	}
	for _, s := range t.Silent {
		silent = append(silent, s.Name+" "+string(s.Reason))
	}
	return told, silent
}

func elsewhere(d *event.Details) { d.Venue = "Stadthalle" }

func retitled(d *event.Details) { d.Title = "Fachtagung 2027" }

func TestAChangeIsMadeOnlyWhenItsMailsAreConfirmed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"), h.person("Ben", "Öz"))
		h.posted()
		h.clock.Advance(time.Hour)
		before := h.event
		seen := h.telling(h.try(invite.Confirmation{}, 0, elsewhere))
		now, err := h.events.Find(t.Context(), h.actor, h.event.ID)
		h.must(err)
		if now.Version != before.Version || now.Venue != before.Venue || len(h.mails()) != 2 || h.rows()["anna.weiss@example.org"].Sequence != 0 {
			t.Fatalf("asking changed something: %+v, %d mails", now, len(h.mails()))
		}
		if told, _ := names(seen); !slices.Equal(told, []string{"Anna Weiß update REQUEST", "Ben Öz update REQUEST"}) || seen.Again || seen.Quiet {
			t.Errorf("told %v, again %v, quiet %v", told, seen.Again, seen.Quiet)
		}
		if said := seen.Told[0].Changes; !strings.Contains(said, "jetzt Stadthalle") || !strings.Contains(seen.Told[0].Message.Text, said) {
			t.Errorf("the sentence %q is not in the mail", said)
		}
		if again := h.telling(h.try(invite.Confirmation{Mark: "another"}, 0, elsewhere)); !again.Again || again.Mark != seen.Mark {
			t.Errorf("again %v, mark %s after %s", again.Again, again.Mark, seen.Mark)
		}
		h.must(h.try(invite.Confirmation{Mark: seen.Mark}, before.Version, elsewhere))
		wantSent(t, h, 2, "update REQUEST 1 anna.weiss", "update REQUEST 1 ben.oez")
		if err := h.try(invite.Confirmation{Mark: seen.Mark}, before.Version, elsewhere); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirmed twice: %v", err)
		}
		h.must(h.try(invite.Confirmation{Mark: seen.Mark}, 0, elsewhere)) // on top of itself nothing changes
		if n := len(h.mails()); n != 4 {
			t.Errorf("%d mails after confirming twice, want 4", n)
		}
	})
}

func TestSomebodyWhoComesInBetweenIsShownFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"))
		h.posted()
		seen := h.telling(h.try(invite.Confirmation{}, 0, elsewhere))
		h.register("zwei")
		again := h.telling(h.try(invite.Confirmation{Mark: seen.Mark}, 0, elsewhere))
		if !again.Again || len(again.Told) != 2 {
			t.Errorf("again %v, %d mails", again.Again, len(again.Told))
		}
		h.must(h.try(invite.Confirmation{Mark: again.Mark}, 0, elsewhere))
	})
}

func TestWhoGetsNoMailIsNamedWithTheReason(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"), h.person("Ben", "Öz"), h.person("Cem", "Ay"))
		h.posted()
		h.answer(h.rows()["ben.oez@example.org"], attendance.Declined)
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, h.rows()["cem.ay@example.org"].ID))
		h.register("vier")
		h.answer(h.rows()["vier@example.org"], attendance.Declined)
		for what, c := range map[string]struct {
			change       func(*event.Details)
			told, silent []string
			quiet        bool
		}{
			"title": {retitled, []string{"Anna Weiß update REQUEST"}, []string{"Ben Öz said_no", "Cem Ay taken_back", "vier gave_back"}, true},
			"place": {elsewhere, []string{"Anna Weiß update REQUEST", "Ben Öz update REQUEST"}, []string{"Cem Ay taken_back", "vier gave_back"}, false},
		} {
			seen := h.telling(h.try(invite.Confirmation{}, 0, c.change))
			told, silent := names(seen)
			if !slices.Equal(told, c.told) || !slices.Equal(silent, c.silent) || seen.Quiet != c.quiet {
				t.Errorf("%s: told %v, silent %v, quiet %v", what, told, silent, seen.Quiet)
			}
		}
	})
}

func TestATitleCanBeSavedQuietlyAndAPlaceCannot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"))
		h.posted()
		h.telling(h.try(invite.Confirmation{Quiet: true}, 0, elsewhere))
		h.must(h.try(invite.Confirmation{Quiet: true}, 0, retitled))
		if n := len(h.mails()); n != 1 {
			t.Errorf("%d mails, want the invitation alone", n)
		}
		seen := h.telling(h.try(invite.Confirmation{}, 0, elsewhere))
		if said := seen.Told[0].Changes; !strings.Contains(said, "Titel: bisher „Fachtagung „Wohnen“; Größler, 2027“, jetzt „Fachtagung 2027“") || !strings.Contains(said, "Stadthalle") {
			t.Errorf("the next mail says %q: the title of the calendar is an older one", said)
		}
	})
}

func TestTheSentenceComparesWithWhatWasSentNotWithWhatNeverLeft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"))
		h.posted()
		h.clock.Advance(time.Hour)
		h.edit(func(d *event.Details) { d.Begin = "10:30" })
		h.clock.Advance(time.Minute)
		h.edit(func(d *event.Details) { d.Begin, d.Venue = "11:00", "Stadthalle" })
		mails := h.mails()
		if mails[1].State != "aborted" || mails[2].Kind != "update" {
			t.Fatalf("%s, then %s", mails[1].State, mails[2].Kind)
		}
		text := strings.Join(strings.Fields(mails[2].Text), " ")
		want := "Termin: bisher Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr, jetzt Donnerstag, 25. März 2027, 11:00 bis 16:00 Uhr"
		if !strings.Contains(text, want) || !strings.Contains(text, "Ort: bisher Kreishaus") || strings.Contains(text, "10:30") {
			t.Errorf("want %q in\n%s", want, mails[2].Text)
		}
		h.clock.Advance(time.Minute)
		h.edit(func(*event.Details) {})
		if last := h.mails()[3]; last.Sequence != 3 || !strings.Contains(last.Text, "sind wieder so wie in unserer vorigen Nachricht") {
			t.Errorf("SEQUENCE %d:\n%s", last.Sequence, last.Text)
		}
	})
}

func TestAnInvitationThatHasNotLeftIsWrittenAnew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.send(invite.Order{Choice: choose(h.person("Anna", "Weiß")), Text: "Bitte kommen Sie."})
		h.edit(elsewhere)
		wantSent(t, h, 0, "invitation REQUEST 0 anna.weiss", "invitation REQUEST 1 anna.weiss")
		if m := h.mails()[1]; h.mails()[0].State != "aborted" || !strings.Contains(m.Text, "Bitte kommen Sie.") || strings.Contains(m.Text, "bisher") {
			t.Errorf("first %s, then\n%s", h.mails()[0].State, m.Text)
		}
	})
}

func TestWorkshopsPlacesAndTheWholeEventAreToldOfBeforehand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		item := h.workshop("Prävention", 1)
		for _, name := range []string{"eins", "zwei"} {
			h.clock.Advance(time.Second)
			h.register(name, attendance.Wish{ItemID: item.ID})
		}
		h.posted()
		h.clock.Advance(time.Hour)
		tryItem := func(mark string, change func(*event.ItemDetails)) error {
			d := event.ItemDetailsOf(item)
			change(&d)
			_, err := h.events.EditItem(h.Confirmed(t.Context(), invite.Confirmation{Mark: mark}), h.actor, h.event.ID, item.ID, item.Version, d)
			return err
		}
		room := func(d *event.ItemDetails) { d.Room = "Saal 3" }
		seen := h.telling(tryItem("", room))
		if told, silent := names(seen); !slices.Equal(told, []string{"eins update REQUEST"}) || !slices.Equal(silent, []string{"zwei waits"}) || seen.Told[0].Item != "Prävention" {
			t.Errorf("room: told %v, silent %v, of %q", told, silent, seen.Told[0].Item)
		}
		more := h.telling(tryItem("", func(d *event.ItemDetails) { d.Capacity = "2" }))
		if told, _ := names(more); !slices.Equal(told, []string{"zwei promotion REQUEST"}) || more.Quiet {
			t.Errorf("capacity: told %v, quiet %v", told, more.Quiet)
		}
		h.must(tryItem("", func(d *event.ItemDetails) { d.Speakers = "Dr. Muster" })) // concerns nobody's calendar
		moved := h.telling(h.try(invite.Confirmation{}, 0, func(d *event.Details) { d.Day, d.Venue = "26.03.2027", "Stadthalle" }))
		if told, _ := names(moved); !slices.Equal(told, []string{"eins update REQUEST", "eins update REQUEST", "zwei update REQUEST"}) {
			t.Errorf("moved: told %v; of two versions of a workshop in one change the last alone", told)
		}
		_, err := h.events.Cancel(h.Confirmed(t.Context(), invite.Confirmation{}), h.actor, h.event.ID)
		off := h.telling(err)
		if told, _ := names(off); !slices.Equal(told, []string{"eins cancellation CANCEL", "eins cancellation CANCEL", "zwei cancellation CANCEL"}) || off.Quiet {
			t.Errorf("called off: told %v", told)
		}
		_, err = h.events.Cancel(h.Confirmed(t.Context(), invite.Confirmation{Mark: off.Mark}), h.actor, h.event.ID)
		h.must(err)
		if _, err = h.events.Cancel(h.Confirmed(t.Context(), invite.Confirmation{Mark: off.Mark}), h.actor, h.event.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("called off twice: %v", err)
		}
	})
}

func TestWhatConcernsNobodyIsSavedStraightAway(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		draft := open(t, db)
		draft.must(draft.try(invite.Confirmation{}, 0, elsewhere))
		h := published(t, db)
		h.must(h.try(invite.Confirmation{}, 0, elsewhere)) // nobody is asked yet
		h.invite(h.person("Anna", "Weiß"))
		h.must(h.try(invite.Confirmation{}, 0, func(d *event.Details) { d.Summary = "Ein Tag für alle" }))
		looked := h.telling(h.try(invite.Confirmation{Look: true}, 0, func(d *event.Details) { d.Summary = "Noch ein Tag" }))
		if len(looked.Told) != 0 || len(looked.Silent) != 1 {
			t.Errorf("looking at a change for nobody: %+v", looked)
		}
	})
}

func TestTakingOneInvitationBackCancelsTheirsAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"), h.person("Ben", "Öz"))
		h.posted()
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, h.rows()["ben.oez@example.org"].ID))
		wantSent(t, h, 2, "uninvitation CANCEL 1 ben.oez")
		if calendar := h.mails()[2].Calendar; strings.Contains(calendar, "STATUS") {
			t.Errorf("the CANCEL for one person has a STATUS:\n%s", calendar)
		}
		if row := h.rows()["anna.weiss@example.org"]; row.Sequence != 0 {
			t.Errorf("the other's SEQUENCE is %d", row.Sequence)
		}
	})
}

func TestFiveHundredReceiversAreWorkedOutQuickly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		const people = 500
		h.crowd(people)
		h.send(invite.Order{Choice: directory.Choice{GroupIDs: []string{h.everybody()}}})
		h.posted()
		begin := time.Now()
		seen := h.telling(h.try(invite.Confirmation{}, 0, elsewhere))
		asked := time.Since(begin)
		begin = time.Now()
		h.must(h.try(invite.Confirmation{Mark: seen.Mark}, 0, elsewhere))
		t.Logf("%d receivers shown after %s, saved after %s", len(seen.Told), asked.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
		if len(seen.Told) != people || len(h.mails()) != 2*people {
			t.Errorf("%d shown, %d mails", len(seen.Told), len(h.mails()))
		}
	})
}
