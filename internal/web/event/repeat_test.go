package eventweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// TestTheNextEventAsksAndSharesAsItsModel: own questions with what they hang on, needs and shares come along, nothing that people said.
func TestTheNextEventAsksAndSharesAsItsModel(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, ctx := s.Office("Landkreis Musterland"), t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		model, err := s.Events.Add(ctx, o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "Team", Capacity: "40",
		})
		must(err)
		first, err := s.Forms.Add(ctx, o.Actor, model.ID, form.Details{Kind: form.Choice, Label: "Anreise", Purpose: "für die Parkplätze", KeepDays: "30", Options: "Auto\nBahn"})
		must(err)
		_, err = s.Forms.Add(ctx, o.Actor, model.ID, form.Details{Kind: form.Text, Label: "Kennzeichen", Purpose: "für die Schranke", KeepDays: "5", When: form.Condition(first.ID, "Auto")})
		must(err)
		gone, err := s.Forms.Add(ctx, o.Actor, model.ID, form.Details{Kind: form.Text, Label: "Alte Frage", Purpose: "früher", KeepDays: "5"})
		must(err)
		must(s.Forms.Remove(ctx, o.Actor, model.ID, gone.ID))
		must(s.Forms.AskNeeds(ctx, o.Actor, model.ID, true))
		model, err = s.Events.Find(ctx, o.Actor, model.ID)
		must(err)
		must(s.Registrations.Admit(ctx, o.Actor, model.ID, model.Version, func(field string) string {
			return map[string]string{"by_kind": "1", "most_housing": "12"}[field]
		}))

		next, err := s.Events.Repeat(ctx, o.Actor, model.ID, "Fachtagung 2028", "30.03.2028")
		must(err)
		next, err = s.Events.Find(ctx, o.Actor, next.ID)
		must(err)
		fields, err := form.FieldsIn(ctx, s.DB.Read(), next.ID)
		must(err)
		if len(fields) != 2 || fields[0].ID == first.ID || fields[0].Label != "Anreise" || fields[1].WhenField != fields[0].ID || fields[1].WhenOption == "" || fields[1].KeepDays != 5 {
			t.Errorf("it asks %+v", fields)
		}
		if !next.AsksNeeds || next.FormVersion != 1 || !next.ByKind || next.KeptUntil != "" {
			t.Errorf("it is %+v", next)
		}
		shares, err := attendance.SharesIn(ctx, s.DB.Read(), next.ID)
		if must(err); len(shares) != 1 || shares[0].Kind != directory.KindHousing || shares[0].Most != 12 || shares[0].Taken != 0 {
			t.Errorf("its shares are %+v", shares)
		}
		o.Get("/projects/"+o.Project.ID+"/events/"+next.ID+"/form").Status(200).Has("main", "Kennzeichen").HasNot("main", "Alte Frage")
		if _, err := s.Events.Repeat(ctx, o.Actor, next.ID, "Fachtagung 2029", "29.03.2029"); err != nil {
			t.Errorf("the next after the next: %v", err)
		}
	})
}

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
