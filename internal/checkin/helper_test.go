package checkin_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
	"rundertisch/internal/pass"
)

// TestHelpersAreForgottenEverywhere: who helps at a door has no account, and gave the name for one day.
func TestHelpersAreForgottenEverywhere(t *testing.T) {
	t.Parallel()
	each(t, "10", func(t *testing.T, h *hall) {
		const name = "Łukasz Yılmaz"
		made, token, err := h.Passes.Make(t.Context(), h.Actor, pass.Order{Kind: pass.CheckIn, EventID: h.event.ID, Name: name})
		h.must(err)
		_, code := h.guest("Ewa Łuczak")
		helper, _, _, err := h.CheckIns.ForPass(t.Context(), token, h.event.ID)
		h.must(err)
		walked := checkin.Deed{ID: id.New(), What: checkin.WalkIn, Name: "Anna Schmidt", Door: name}
		let := in(code, name)
		for _, o := range []checkin.Deed{walked, let, {ID: id.New(), What: checkin.Undo, Target: let.ID, Door: name}} {
			if _, err := h.CheckIns.Do(t.Context(), helper, o); err != nil {
				t.Fatal(err)
			}
		}
		if found := h.named(name); len(found) < 3 {
			t.Errorf("at the event the name is only in %v: the test looks in the wrong places", found)
		}
		h.Clock.Advance(made.ExpiresAt.AddDate(0, 0, 31).Sub(h.Clock.Now()))
		for range 2 {
			h.Clock.Advance(25 * time.Hour)
			h.must(h.Jobs.Tick(t.Context()))
			h.Work()
		}
		if found := h.named(name); len(found) > 0 {
			t.Errorf("a month later the name is in %v", found)
		}
	})
}

// TestNobodyIsFoundByAnAddress: a helper sees no address, and must not learn whose one is by typing it, or a piece of it.
func TestNobodyIsFoundByAnAddress(t *testing.T) {
	t.Parallel()
	each(t, "500", func(t *testing.T, h *hall) {
		h.must(h.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			for n := range 130 { // more than are looked at in one go
				guest := attendance.Guest{Name: fmt.Sprintf("Gast %03d", n), Email: fmt.Sprintf("groessler%d@kanzlei.example.org", n), Organisation: "Wohnhilfe e.V.", Lang: "de"}
				if n == 129 {
					guest.Name = "Zoë Größler"
				}
				r := attendance.Registration{EventID: h.event.ID, Source: attendance.ByStaff, Ticket: attendance.NewTicket(), Guest: guest}
				if _, _, err := h.Attendance.RegisterIn(ctx, tx, r, func(event.Event) error { return nil }); err != nil {
					return err
				}
			}
			return nil
		}))
		for typed, want := range map[string]int{
			"groessler7@kanzlei.example.org": 0, "gast example.org": 0, "kanzlei": 0, "@": 0, "org": 0,
			"groessler": 1, "grossler": 1, "zoe größler wohnhilfe": 1, "gast 007": 1, "e.v.": 25, "gast": 25,
		} {
			found, err := h.CheckIns.Search(t.Context(), h.keeper, typed)
			if err != nil || len(found) != want {
				t.Errorf("%q finds %d, %v, want %d", typed, len(found), err, want)
			}
		}
	})
}

// named are the tables in which the words stand.
func (h *hall) named(words string) []string {
	h.t.Helper()
	tables, err := h.DB.Tables(h.t.Context(), h.DB.Read())
	h.must(err)
	var found []string
	for _, table := range tables {
		var rows []map[string]any
		h.must(h.DB.Read().NewRaw("SELECT * FROM ?", bun.Ident(table.Name)).Scan(h.t.Context(), &rows))
		if strings.Contains(fmt.Sprint(rows), words) {
			found = append(found, table.Name)
		}
	}
	return found
}
