package eventweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

func TestAnEventIsUsedAsAModelForTheNextOne(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Events.AddItem(t.Context(), o.Actor, e.ID, event.ItemDetails{Kind: event.Plenary, Title: "Begrüßung", Speakers: "Ewa Łuczak", Begin: "09:30", End: "10:00"}); err != nil {
			t.Fatal(err)
		}
		at := "/projects/" + o.Project.ID + "/events/" + e.ID + "/repeat"
		o.Get(at).Status(200).Has("main", "Nicht übernommen werden Mitwirkende")
		o.Submit("main form", url.Values{"title": {""}, "day": {"31.02.2028"}}).Status(422).Has(".rt-summary", "Titel").Has(".rt-summary", "Datum")
		o.Submit("main form", url.Values{"title": {"Fachtagung 2028"}, "day": {"30.03.2028"}}).Status(303)
		next := o.Follow().Status(200).Has("h1", "Fachtagung 2028").Has("[role=status]", "Der Entwurf ist angelegt").Has("main", "30. März 2028")
		next.Has("main", "Begrüßung").HasNot("main", "Ewa Łuczak")
		reader, _ := s.Person(o.Project, o.Project.ID, account.MinuteTaker)
		reader.Get(at).Status(403)
		s.Office("Nachbarkreis").Get(at).Status(404)
	})
}
