package registration_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

// TestWhoRegistersTogetherGetsWhatWhoRegistersAloneGets registers the same people in one transaction and one after the other.
func TestWhoRegistersTogetherGetsWhatWhoRegistersAloneGets(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		together, alone := registered(t, s, o, "Fachtagung", s.DB.Together), registered(t, s, o, "Konferenz", func(ctx context.Context, deeds []database.Deed) error {
			for _, deed := range deeds {
				if err := s.DB.RunInTx(ctx, deed); err != nil {
					return err
				}
			}
			return nil
		})
		if diff := cmp.Diff(alone, together); diff != "" {
			t.Errorf("alone and together: %s", diff)
		}
		want := outcome{
			Results: []attendance.Result{attendance.ResultNew, attendance.ResultKnown, attendance.ResultSame, attendance.ResultNew, attendance.ResultNew},
			Places:  []attendance.Place{attendance.Confirmed, attendance.Confirmed, attendance.Confirmed, attendance.Confirmed, attendance.Waitlisted},
			Mails:   []string{"Anna Weiß confirmation", "Anna Weiß confirmation", "Bernd Roth confirmation", "Bernd Roth confirmation", "Clara Blau waitlist"},
		}
		if diff := cmp.Diff(want.Results, together.Results); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(want.Places, together.Places); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(want.Mails, together.Mails); diff != "" {
			t.Error(diff)
		}
	})
}

type outcome struct {
	Results []attendance.Result
	Places  []attendance.Place
	Mails   []string // receiver and kind, sorted
	Links   int
	Answers int
	Threads int
}

func registered(t *testing.T, s *apptest.Site, o apptest.Office, title string, do func(context.Context, []database.Deed) error) outcome {
	t.Helper()
	e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
		Kind: event.Meeting, Title: title, Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Capacity: "2", Contact: "planung@example.org",
	})
	must(t, err)
	item, err := s.Events.AddItem(t.Context(), o.Actor, e.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Wohnungsnot", Begin: "11:00", End: "12:00", NewSlot: "Vormittag", Capacity: "20",
	})
	must(t, err)
	_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
	must(t, err)
	var got outcome
	var deeds []database.Deed
	for _, form := range []struct{ name, nonce string }{{"Anna Weiß", "1"}, {"Anna Weiß", "2"}, {"Anna Weiß", "1"}, {"Bernd Roth", "3"}, {"Clara Blau", "4"}} {
		r := attendance.Registration{
			EventID: e.ID, Guest: attendance.Guest{Name: form.name, Email: "post@example.org", Lang: "de"}, Nonce: form.nonce,
			Ticket: attendance.NewTicket(), Source: attendance.ByForm, Wishes: []attendance.Wish{{ItemID: item.ID, Wait: true}},
		}
		deeds = append(deeds, func(ctx context.Context, tx bun.IDB) error {
			row, result, err := s.Attendance.RegisterIn(ctx, tx, r, func(event.Event) error { return nil })
			got.Results, got.Places = append(got.Results, result), append(got.Places, row.Place)
			return err
		})
	}
	must(t, do(t.Context(), deeds))
	must(t, s.DB.Read().NewRaw("SELECT m.to_name || ' ' || m.kind FROM mail_messages AS m WHERE m.thread_key IN (SELECT id FROM attendances WHERE event_id = ?) "+
		"OR m.thread_key IN (SELECT id FROM workshop_places WHERE event_id = ?)", e.ID, e.ID).Scan(t.Context(), &got.Mails))
	slices.Sort(got.Mails)
	must(t, s.DB.Read().NewRaw("SELECT count(*) FROM attendance_links WHERE attendance_id IN (SELECT id FROM attendances WHERE event_id = ?)", e.ID).Scan(t.Context(), &got.Links))
	must(t, s.DB.Read().NewRaw("SELECT count(*) FROM attendance_answers WHERE attendance_id IN (SELECT id FROM attendances WHERE event_id = ?)", e.ID).Scan(t.Context(), &got.Answers))
	must(t, s.DB.Read().NewRaw("SELECT count(*) FROM invite_threads WHERE event_id = ?", e.ID).Scan(t.Context(), &got.Threads))
	return got
}
