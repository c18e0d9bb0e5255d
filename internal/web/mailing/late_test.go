package mailingweb_test

import (
	"net/url"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

func TestATimeAfterTheEventHasBegunIsRefusedAtTheDay(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.Get(d.at)
		d.Submit("form[action$='/schedule']", url.Values{"day": {"25.03.2027"}, "clock": {"9:30"}}).Status(422).
			Has(".rt-summary", "hat die Veranstaltung schon begonnen").Has(".kern-error", "frühere")
		d.Post("/language", url.Values{"lang": {"en"}})
		d.Get(d.at)
		d.Submit("form[action$='/schedule']", url.Values{"day": {"25.03.2027"}, "clock": {"9:30"}}).Status(422).Has(".rt-summary", "event has begun")
		d.Get(d.at)
		d.Submit("form[action$='/schedule']", url.Values{"day": {"25.03.2027"}, "clock": {"9:29"}}).Status(303)
	})
}

func TestAMailingWhoseEventWasMovedBeforeItStopsAndSaysWhy(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.Get(d.at)
		d.Submit("form[action$='/schedule']", url.Values{"day": {"24.03.2027"}, "clock": {"8:00"}}).Status(303)
		d.Follow().HasNot("main", "schon begonnen")
		e, err := s.Events.Find(t.Context(), d.Actor, d.draft.SubjectID)
		d.must(err)
		_, err = s.Events.Edit(t.Context(), d.Actor, e.ID, e.Version, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "20.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		d.must(err)
		d.Get(d.at).Has("main", "Zu dieser Zeit hat die Veranstaltung schon begonnen") // before it is too late
		s.Clock.Advance(time.Date(2027, 3, 24, 7, 0, 0, 0, time.UTC).Sub(s.Clock.Now()))
		s.Work()
		link, err := s.Accounts.SignInLink(t.Context(), d.Actor.UserID)
		d.must(err)
		d.Get("/start/sign-in/" + link)
		d.Submit("main form", nil).Status(303)
		d.Get(d.at).Has("main", "Die Veranstaltung hat schon begonnen")
		n, err := s.DB.Read().NewSelect().Table("mail_messages").Where("mailing_id = ?", d.draft.ID).Count(t.Context())
		if d.must(err); n != 0 {
			t.Errorf("%d mails were written", n)
		}
		d.Submit("form[action$='/resume']", nil).Status(409)
	})
}
