package pass_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/audit"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/pass"
)

// house is an office with a published symposium on 27 November 2026, five days after the tests' clock.
type house struct {
	*apptest.Site
	apptest.Office
	t        *testing.T
	event    event.Event
	workshop event.ProgrammeItem
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
		h.exec("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'")
		var err error
		h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "27.11.2026", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
		})
		h.must(err)
		h.workshop, err = s.Events.AddItem(t.Context(), h.Actor, h.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: "Übergänge", Day: "27.11.2026", Begin: "10:30", End: "12:00", Slot: "A",
		})
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

func (h *house) publish() {
	h.t.Helper()
	var err error
	h.event, err = h.Events.Publish(h.t.Context(), h.Actor, h.event.ID)
	h.must(err)
}

func (h *house) order() pass.Order {
	return pass.Order{Kind: pass.CheckIn, EventID: h.event.ID, Name: " Łukasz  Yılmaz "}
}

func (h *house) made(o pass.Order) (pass.Pass, string) {
	h.t.Helper()
	made, token, err := h.Passes.Make(h.t.Context(), h.Actor, o)
	h.must(err)
	return made, token
}

func TestAPassOpensItsKindUntilADayAfterTheEvent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.publish()
		made, token := h.made(h.order())
		if made.Name != "Łukasz Yılmaz" || made.SubjectID != h.event.ID || !made.ExpiresAt.Equal(h.event.EndsAt.Add(24*time.Hour)) {
			t.Errorf("made %+v", made)
		}
		used, err := h.Passes.Use(t.Context(), pass.CheckIn, strings.ToUpper(token))
		if err != nil || used.ID != made.ID {
			t.Errorf("used: %v, %v", used.ID, err)
		}
		for name, try := range map[string]func() error{
			"as another kind": func() error { _, err := h.Passes.Use(t.Context(), pass.Moderator, token); return err },
			"misspelt":        func() error { _, err := h.Passes.Use(t.Context(), pass.CheckIn, token+"x"); return err },
			"without a token": func() error { _, err := h.Passes.Use(t.Context(), pass.CheckIn, ""); return err },
		} {
			if err := try(); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.Clock.Advance(made.ExpiresAt.Sub(h.Clock.Now()) - time.Second)
		if _, err := h.Passes.Use(t.Context(), pass.CheckIn, token); err != nil {
			t.Errorf("a second before its end: %v", err)
		}
		h.Clock.Advance(time.Second)
		if _, err := h.Passes.Use(t.Context(), pass.CheckIn, token); !fault.Is(err, fault.NotFound) {
			t.Errorf("at its end: %v", err)
		}
		if found, err := h.Passes.Find(t.Context(), pass.CheckIn, token); err != nil || !found.Over(h.Clock.Now()) {
			t.Errorf("whoever has it cannot be told that it is over: %v, %v", found, err)
		}
	})
}

// TestAPassWorksOnTheDayOfTheEventWhenThatMoves: the link was handed out weeks before, and nobody makes another one at the door.
func TestAPassWorksOnTheDayOfTheEventWhenThatMoves(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.publish()
		_, token := h.made(h.order())
		revoked, gone := h.made(h.order())
		h.must(h.Passes.Revoke(t.Context(), h.Actor, h.event.ID, revoked.ID))
		moved, err := h.Events.Edit(t.Context(), h.Actor, h.event.ID, h.event.Version, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "11.12.2026", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
		})
		h.must(err)
		h.Clock.Advance(moved.StartsAt.Sub(h.Clock.Now()))
		if _, err := h.Passes.Use(t.Context(), pass.CheckIn, token); err != nil {
			t.Errorf("on the day: %v", err)
		}
		if _, err := h.Passes.Use(t.Context(), pass.CheckIn, gone); !fault.Is(err, fault.NotFound) {
			t.Errorf("one that was taken back: %v", err)
		}
		h.Clock.Advance(moved.EndsAt.Add(24 * time.Hour).Sub(h.Clock.Now()))
		if _, err := h.Passes.Use(t.Context(), pass.CheckIn, token); !fault.Is(err, fault.NotFound) {
			t.Errorf("a day after: %v", err)
		}
	})
}

func TestAPassThatIsTakenBackOpensNothingFromThenOn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.publish()
		made, token := h.made(h.order())
		_, other := h.made(h.order())
		for range 2 {
			h.must(h.Passes.Revoke(t.Context(), h.Actor, h.event.ID, made.ID))
		}
		if _, err := h.Passes.Use(t.Context(), pass.CheckIn, token); !fault.Is(err, fault.NotFound) {
			t.Errorf("taken back: %v", err)
		}
		if _, err := h.Passes.Use(t.Context(), pass.CheckIn, other); err != nil {
			t.Errorf("the other one: %v", err)
		}
		if n := h.count("SELECT count(*) FROM audit_entries WHERE action = 'event.pass_revoked'"); n != 1 {
			t.Errorf("the trail has %d entries, want 1", n)
		}
	})
}

func TestNoPassIsMadeForADraftOrForWhatIsOver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		for _, step := range []struct {
			name string
			do   func()
			key  string
		}{
			{"a draft", func() {}, "pass.draft"},
			{"an event that is called off", func() {
				h.publish()
				_, err := h.Events.Cancel(t.Context(), h.Actor, h.event.ID)
				h.must(err)
			}, "pass.cancelled"},
			{"an event that is over", func() {
				h.exec("UPDATE events SET state = 'held' WHERE id = ?", h.event.ID)
				h.Clock.Advance(7 * 24 * time.Hour)
			}, "pass.over"},
		} {
			step.do()
			if _, _, err := h.Passes.Make(t.Context(), h.Actor, h.order()); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), step.key) {
				t.Errorf("%s: %v", step.name, err)
			}
		}
	})
}

func TestWhoMayMakePasses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.publish()
		stranger := h.Site.Office("Landkreis Nebenan")
		helper := h.order()
		blank := helper
		blank.Name = "  "
		for _, c := range []struct {
			name  string
			actor account.Actor
			order pass.Order
			want  fault.Kind
		}{
			{"coordination", with(h.Actor, account.Coordination), helper, 0},
			{"whoever takes minutes", with(h.Actor, account.MinuteTaker), helper, fault.Forbidden},
			{"somebody of another house", stranger.Actor, helper, fault.NotFound},
			{"for nobody", h.Actor, blank, fault.Invalid},
			{"the moderator of a workshop", h.Actor, pass.Order{Kind: pass.Moderator, EventID: h.event.ID, SubjectID: h.workshop.ID, Name: "Ewa"}, 0},
			{"the moderator of none", h.Actor, pass.Order{Kind: pass.Moderator, EventID: h.event.ID, SubjectID: h.event.ID, Name: "Ewa"}, fault.NotFound},
		} {
			_, _, err := h.Passes.Make(t.Context(), c.actor, c.order)
			if c.want == 0 && err != nil || c.want != 0 && !fault.Is(err, c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if all, err := h.Passes.List(t.Context(), h.Actor, h.event.ID, pass.CheckIn); err != nil || len(all) != 1 {
			t.Errorf("listed are %d, %v", len(all), err)
		}
		if all, _ := h.Passes.List(t.Context(), stranger.Actor, h.event.ID, pass.CheckIn); len(all) != 0 {
			t.Errorf("a stranger lists %d", len(all))
		}
	})
}

func TestWhoHelpedIsForgottenAMonthAfterwards(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.publish()
		made, _ := h.made(h.order())
		h.must(h.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			return audit.Record(ctx, tx, made.Entered().Entry(h.Clock.Now(), "checkin.undone", "event", h.event.ID, nil))
		}))
		h.Clock.Advance(made.ExpiresAt.Add(30 * 24 * time.Hour).Sub(h.Clock.Now()))
		if n, err := h.Passes.Forget(t.Context()); n != 0 || err != nil {
			t.Errorf("too early: %d, %v", n, err)
		}
		h.Clock.Advance(time.Second)
		if n, err := h.Passes.Forget(t.Context()); n != 1 || err != nil {
			t.Errorf("forgotten are %d, %v", n, err)
		}
		if n := h.count("SELECT count(*) FROM audit_entries WHERE actor_name = '" + made.Name + "'"); n != 0 {
			t.Errorf("the trail still names the helper %d times", n)
		}
		if n := h.count("SELECT count(*) FROM audit_entries WHERE actor_id = '" + made.ID + "'"); n != 1 {
			t.Errorf("the trail keeps %d deeds of the pass, want 1", n)
		}
	})
}

func with(a account.Actor, role account.Role) account.Actor {
	a.Roles = []account.Role{role}
	return a
}

func (h *house) count(query string) (n int) {
	h.t.Helper()
	h.must(h.DB.Read().NewRaw(query).Scan(h.t.Context(), &n))
	return n
}
