package checkin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/checkin"
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
