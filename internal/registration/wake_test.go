package registration_test

import (
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/registration"
)

// woken counts how often the sender is woken.
type woken struct {
	registration.Outbox

	times int
}

func (w *woken) Wake() { w.times++ }

func TestEveryChangeThatIsKeptWakesTheSenderOfMail(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		box := &woken{Outbox: s.Mail}
		service, err := registration.New(s.DB, s.Clock, s.Attendance, box, files.New(t.TempDir()))
		must(t, err)
		o := s.Office("Landkreis Musterland")
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{Kind: event.Meeting, Title: "Runde", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus"})
		must(t, err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		must(t, err)
		form := registration.Form{Name: "Anna Weiß", Email: "anna@example.org", Lang: "de", Nonce: "n1"}
		receipt, err := service.RegisterFor(t.Context(), o.Actor, e.ID, form)
		must(t, err)
		if _, err := service.RegisterFor(t.Context(), o.Actor, e.ID, registration.Form{}); !fault.Is(err, fault.Invalid) || box.times != 1 {
			t.Errorf("after one registration and a refused one woken %d times, %v", box.times, err)
		}
		for email, key := range map[string]string{s.Mail.From().Address: "mail.address.own", "jörg@example.org": "mail.address.invalid"} {
			_, err := service.RegisterFor(t.Context(), o.Actor, e.ID, registration.Form{Name: "Jörg Weiß", Email: email, Lang: "de", Nonce: "n2"})
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != "email" || fields[0].Key != key {
				t.Errorf("registered as %s: %v", email, err)
			}
		}
		_, err = service.AnswerFor(t.Context(), o.Actor, e.ID, receipt.Attendance.ID, attendance.Declined)
		must(t, err)
		if box.times != 2 {
			t.Errorf("after the answer woken %d times", box.times)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
