package board_test

import (
	"testing"

	"rundertisch/internal/board"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/pass"
)

// holder is who holds a moderator's link of the programme item.
func (r *room) holder(itemID string) (board.Moderator, error) {
	return r.Holder(r.t.Context(), pass.Pass{
		ID: "PASS", WorkspaceID: r.lead.WorkspaceID, ProjectID: r.lead.ProjectID, EventID: r.event.ID, Kind: pass.Moderator, SubjectID: itemID, Name: "Ewa Łuczak",
	})
}

// TestAModeratorSummarisesByLink: the rules are those of staff, and the trail says how it came.
func TestAModeratorSummarisesByLink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		ewa, err := r.holder(r.workshop.ID)
		r.must(err)
		if before, err := r.Summary(ctx, ewa); err != nil || before.Version != 0 || before.Text != "" {
			t.Errorf("before: %+v %v", before, err)
		}
		r.must(r.Summarise(ctx, ewa, 0, "Erste Fassung"))
		r.must(r.results.Approve(ctx, r.lead, r.event.ID, r.workshop.ID, 1))
		r.must(r.Summarise(ctx, ewa, 1, "Zweite Fassung"))
		d, err := r.Desk(ctx, ewa)
		r.must(err)
		if s := d.Summary; s.Text != "Zweite Fassung" || s.Approved != "Erste Fassung" || !s.Waits() {
			t.Errorf("the summary is %+v", s)
		}
		for _, c := range []struct {
			name    string
			version int64
			kind    fault.Kind
		}{
			{"from an old form", 1, fault.Conflict},
			{"from no form", -1, fault.Conflict},
		} {
			if err := r.Summarise(ctx, ewa, c.version, "Dritte Fassung"); !fault.Is(err, c.kind) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if err := r.results.Approve(ctx, r.lead, r.event.ID, r.workshop.ID, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("a wording that was changed is approved: %v", err)
		}
		r.must(r.Summarise(ctx, r.moderator(), 2, "Vierte Fassung"))
		for action, want := range map[string]int{"result.link_summary_written": 2, "result.summary_written": 1} {
			if n := r.count("SELECT count(*) FROM audit_entries WHERE action = '" + action + "' AND object_id = '" + r.workshop.ID + "'"); n != want {
				t.Errorf("%s stands %d times in the trail, want %d", action, n, want)
			}
		}
		if n := r.count("SELECT count(*) FROM audit_entries WHERE action = 'result.link_summary_written' AND actor_name = 'Ewa Łuczak' AND actor_id = 'PASS'"); n != 2 {
			t.Errorf("the trail names the holder %d times", n)
		}
	})
}

func TestALinkSummarisesNoOtherWorkshop(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		other, err := r.events.AddItem(ctx, r.lead, r.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: "Wohnraum", Begin: "11:00", End: "12:00", NewSlot: "Runde 2",
		})
		r.must(err)
		if _, err := r.holder(other.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a link of a workshop without a board: %v", err)
		}
		_, err = r.Open(ctx, r.lead, r.event.ID, other.ID)
		r.must(err)
		ewa, err := r.holder(other.ID)
		r.must(err)
		r.must(r.Summarise(ctx, ewa, 0, "Über Wohnraum"))
		if s, err := r.Summary(ctx, r.moderator()); err != nil || s.Version != 0 {
			t.Errorf("the other workshop's summary is %+v, %v", s, err)
		}
		_, err = r.events.Cancel(ctx, r.lead, r.event.ID)
		r.must(err)
		if err := r.Summarise(ctx, ewa, 1, "Zu spät"); !fault.Is(err, fault.NotFound) {
			t.Errorf("of an event that was cancelled: %v", err)
		}
	})
}
