package registrationweb_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
	"rundertisch/internal/registration"
)

// change lets somebody who registered say everything anew. It returns the personal page and the staff's.
func (h *hall) change(b *apptest.Browser, way form.Field) (self, person string) {
	h.t.Helper()
	second, err := h.site.Events.AddItem(h.t.Context(), h.Actor, h.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Wohnraum", Begin: "11:00", End: "12:30", Slot: "Vormittag", Capacity: "5",
	})
	h.must(err)
	to := h.register(b, "Anna Weis", url.Values{"organisation": {"Tafel"}, "slot_1": {h.shop.ID}, way.Name(): {form.Code("Bahn")}, "needs_food": {"vegan"}, "needs_consent": {"1"}}).Status(303).Location
	self, _, _ = strings.Cut(to, "?")
	b.Get(self + "/person").Status(200)
	b.Submit("main form", url.Values{"name": {"Anna Weiß"}, "organisation": {""}, "remark": {"Ich komme später."}}).Status(303)
	b.Get(self + "/angaben").Status(200)
	b.Submit("form[action$=angaben]", url.Values{way.Name(): {form.Code("Auto")}, "f_" + mustFind(h.t, h, "Freie Plätze").ID: {"3"}}).Status(303)
	h.must(h.site.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := h.site.Attendance.ChooseIn(ctx, tx, strings.TrimPrefix(self, "/teilnahme/"), attendance.NewTicket(), []attendance.Wish{{ItemID: second.ID}}, attendance.ByWeb)
		return err
	}))
	return self, h.list() + "/" + strings.TrimPrefix(self, "/teilnahme/")
}

// told is what the history says was and is.
func (h *hall) told(self string) string {
	h.t.Helper()
	visit, err := h.site.Registrations.VisitFor(h.t.Context(), h.Actor, h.event.ID, strings.TrimPrefix(self, "/teilnahme/"))
	h.must(err)
	moments, err := h.site.Registrations.History(h.t.Context(), h.Actor, visit)
	h.must(err)
	var all strings.Builder
	for _, m := range moments {
		for _, e := range m.Edits {
			all.WriteString(e.Question.Label + e.Workshop + ": " + e.Was + " to " + e.Is + "\n")
		}
	}
	return all.String()
}

func TestAHistorySaysWhatWasAndWhatIs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		b := s.Browser()
		self, person := h.change(b, way)
		page := h.Get(person).Status(200)
		for _, want := range []string{
			"Name: „Anna Weis“ → „Anna Weiß“", "Organisation: „Tafel“ entfernt", "Bemerkung: neu „Ich komme später.“",
			"Anreise: „Bahn“ → „Auto“", "Freie Plätze: neu „3“", "Workshop „Prävention“: Platz zurückgegeben", "Workshop „Wohnraum“: Platz erhalten",
		} {
			page.Has("#history .rt-edits li", want)
		}
		if strings.Contains(page.Find("#history").Text(), "egan") {
			t.Error("the history tells of a need")
		}
		var record registration.Record
		if err := json.Unmarshal([]byte(b.Get(self+"/daten.json").Status(200).Body), &record); err != nil {
			t.Fatal(err)
		}
		if len(record.Changes) != 7 {
			t.Errorf("the person takes along %+v", record.Changes)
		}
	})
}

// TestWhatWasGoesWithWhatIs: neither the day a question's answers go nor an erasure leaves behind what was said before.
func TestWhatWasGoesWithWhatIs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask() // kept for 30 days; the seats until the event is over
		self, _ := h.change(s.Browser(), way)
		s.Clock.Advance(h.event.EndsAt.Sub(s.Clock.Now()) + 1)
		_, err := s.Forms.Expire(t.Context())
		h.must(err)
		if told := h.told(self); !strings.Contains(told, "Anreise") || strings.Contains(told, "Freie Plätze") {
			t.Errorf("once the event is over: %s", told)
		}
		s.Clock.Advance(h.event.EndsAt.AddDate(0, 0, 30).Sub(s.Clock.Now()))
		_, err = s.Forms.Expire(t.Context())
		h.must(err)
		if told := h.told(self); strings.Contains(told, "Anreise") || !strings.Contains(told, "Anna Weis ") {
			t.Errorf("30 days later: %s", told)
		}
		if n := h.rows("form_edits"); n != 0 {
			t.Errorf("%d answers of before are kept", n)
		}
		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			if _, err := tx.NewUpdate().Table("attendances").Set("person_id = 'P'").Where("id = ?", strings.TrimPrefix(self, "/teilnahme/")).Exec(ctx); err != nil {
				return err
			}
			return s.Invites.EraseIn(ctx, tx, directory.Erasure{Person: directory.Person{ID: "P", WorkspaceID: h.Actor.WorkspaceID}})
		}))
		if told := h.told(self); strings.Contains(told, "Anna Weis") || !strings.Contains(told, "Prävention") {
			t.Errorf("of somebody erased: %s", told)
		}
		if n := h.rows("attendance_edits"); n != 2 { // of workshops
			t.Errorf("%d lines are kept", n)
		}
	})
}

func TestWhoIsErasedLeavesNoAnswerOfBefore(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		self, _ := h.change(s.Browser(), way)
		if n := h.rows("form_edits"); n != 2 {
			t.Fatalf("%d answers of before", n)
		}
		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			if _, err := tx.NewUpdate().Table("attendances").Set("person_id = 'P'").Where("id = ?", strings.TrimPrefix(self, "/teilnahme/")).Exec(ctx); err != nil {
				return err
			}
			return s.Forms.EraseIn(ctx, tx, directory.Erasure{Person: directory.Person{ID: "P", WorkspaceID: h.Actor.WorkspaceID}})
		}))
		if n := h.rows("form_edits"); n != 0 {
			t.Errorf("%d answers of before are kept", n)
		}
	})
}
