package invite_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
)

// inTwoWorkshops invites Anna, who comes and takes part in two workshops; everything so far has left.
func (h *house) inTwoWorkshops() attendance.Attendance {
	h.t.Helper()
	morning := h.workshop("Prävention", 5)
	afternoon, err := h.events.AddItem(h.t.Context(), h.actor, h.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Obdach", Begin: "13:00", End: "14:30", NewSlot: "Nachmittag", Capacity: "5",
	})
	h.must(err)
	row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
	h.posted()
	h.answer(row, attendance.Accepted)
	h.clock.Advance(time.Minute)
	h.in(func(ctx context.Context, tx bun.IDB) error {
		wishes := []attendance.Wish{{ItemID: morning.ID}, {ItemID: afternoon.ID}}
		_, err := h.attendances.ChooseIn(ctx, tx, row.ID, attendance.NewTicket(), wishes, attendance.ByWeb)
		return err
	})
	h.posted()
	h.clock.Advance(time.Minute)
	return h.rows()[row.Email]
}

// hears fails unless exactly these mails about an end went to the person after the first n, each saying the words; of them one tells everything.
func (h *house) hears(after int, email string, want map[string]string) {
	h.t.Helper()
	ended := 0
	for _, m := range h.mails()[after:] {
		if m.ToEmail != email || m.Method != "CANCEL" {
			continue
		}
		ended++
		kind := h.kind(m)
		words, expected := want[kind]
		text := strings.Join(strings.Fields(m.Text), " ")
		if !expected || !strings.Contains(text, words) || kind != "withdrawn" && kind != "withdrawn*" && strings.Contains(text, "Abmeldung") {
			h.t.Errorf("%s, want %q:\n%s", kind, words, m.Text)
		}
		if whole := !strings.HasSuffix(kind, "*"); whole && (!strings.Contains(text, "„Prävention“") || !strings.Contains(text, "„Obdach“")) {
			h.t.Errorf("the one mail does not name both workshops:\n%s", m.Text)
		}
	}
	if ended != 3 {
		h.t.Errorf("%d entries ended, want three: %v", ended, h.sent(after))
	}
}

func TestTheMailsAboutWorkshopPlacesSayWhyTheyEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.inTwoWorkshops()
		uwe := attendance.Guest{Name: "Uwe Schreiber", Email: "uwe@example.org", Lang: "de"}
		var handed attendance.Handover
		before := len(h.mails())
		h.in(func(ctx context.Context, tx bun.IDB) (err error) {
			handed, err = h.attendances.HandOverIn(ctx, tx, row.ID, uwe, attendance.Reply{Answer: attendance.Accepted, Source: attendance.ByWeb})
			return err
		})
		h.hears(before, row.Email, map[string]string{"represented": "Uwe Schreiber kommt an Ihrer Stelle", "workshop_ended*": "Sie werden vertreten"})
		h.posted()
		h.clock.Advance(time.Minute)
		before = len(h.mails())
		h.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := h.attendances.ReturnIn(ctx, tx, row.ID, handed.To.ID, handed.Found)
			return err
		})
		h.hears(before, uwe.Email, map[string]string{"uninvitation": "zurücknehmen", "workshop_ended*": "Die Vertretung ist beendet"})
		h.posted()
		h.clock.Advance(time.Minute)
		before = len(h.mails())
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, row.ID))
		h.hears(before, row.Email, map[string]string{"uninvitation": "zurücknehmen", "workshop_ended*": "Die Einladung zur Veranstaltung wurde zurückgenommen"})
	})
}

func TestWhoGivesThePlaceBackOrIsCalledOffReadsOneMailThatTellsAll(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(*house, attendance.Attendance)
		want map[string]string
	}{
		"the person": {func(h *house, row attendance.Attendance) { h.answer(row, attendance.Declined) }, map[string]string{
			"withdrawn": "Abmeldung", "withdrawn*": "Ihr Platz ist wieder frei",
		}},
		"the house": {func(h *house, _ attendance.Attendance) { h.cancel() }, map[string]string{
			"cancellation": "nicht stattfindet", "cancellation*": "Damit entfällt auch der Programmpunkt",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				h := published(t, db)
				row := h.inTwoWorkshops()
				before := len(h.mails())
				c.end(h, row)
				h.hears(before, row.Email, c.want)
				for _, m := range h.mails()[before:] {
					if m.State != mail.Queued {
						t.Errorf("%s is %s", m.Kind, m.State)
					}
				}
			})
		})
	}
}
