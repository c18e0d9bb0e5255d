package bodyweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/body"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

func TestABodyIsEnteredMeetsAndInvitesItsMembers(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, given := range []string{"Jana", "Tom"} {
			_, err := s.Directory.AddPerson(t.Context(), o.Actor, directory.Person{
				Given: given, Family: "Größler", Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Liste",
			})
			must(err)
		}
		at := "/projects/" + o.Project.ID
		o.Get(at+"/bodies").Status(200).Has("main", "Noch kein Gremium")
		o.Get(at + "/bodies/new").Status(200)
		o.Submit("main form", url.Values{"name": {""}}).Status(422).Has("#f-name-error", "füllen Sie")
		made := o.Submit("main form", url.Values{"name": {"Beirat"}}).Status(303)
		board, _, _ := strings.Cut(made.Location, "?")
		o.Get(board+"/members/new").Status(200).Has(".rt-nav__link[aria-current]", "Veranstaltungen")
		o.Submit("main form", url.Values{"person": {"Niemand"}}).Status(422).Has(".rt-summary", "Niemand im Verzeichnis")
		o.Submit("main form", url.Values{"person": {"Jana Größler"}, "duty": {"chair"}, "deputy": {"Tom Größler"}, "from": {"01.01.2026"}}).Status(303)
		page := o.Follow().Has("#members tbody th", "Jana Größler").Has("#members tbody", "Vorsitz").Has("#members tbody", "ab 01.01.2026")
		o.Get(page.Find("#members tbody a").AttrOr("href", "")).Status(200)
		o.Submit("main form", url.Values{"to": {"31.12.2026"}}).Status(303)
		o.Follow().Has("#members tbody", "01.01.2026 bis 31.12.2026")

		file := o.Get(board + "?format=csv").Status(200).Body
		for _, said := range []string{"Jana Größler", "jana@example.org", "Vorsitz", "Tom Größler", "tom@example.org", "01.01.2026", "31.12.2026"} {
			if !strings.Contains(file, said) {
				t.Errorf("the members' file does not say %q: %s", said, file)
			}
		}
		o.Get(at + "/bodies/new").Status(200)
		o.Submit("main form", url.Values{"name": {"Kreistag"}}).Status(303)
		o.Get(at+"/bodies").Has("tbody", "Kreistag").Has("tbody", "Beirat")
		o.Get(at+"/bodies?active=1").Has("tbody", "Beirat").HasNot("tbody", "Kreistag")
		o.Get(at+"/bodies?q=groessler").Has("tbody", "Beirat").HasNot("tbody", "Kreistag")

		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{Kind: event.Meeting, Title: "Sitzung", Day: "10.12.2026", Begin: "9:00", End: "11:00", Venue: "Kreishaus"})
		must(err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		must(err)
		meeting := at + "/events/" + e.ID + "/meeting"
		o.Get(meeting).Status(200).Has("main", "Ist diese Veranstaltung die Sitzung")
		o.Submit("main form[action$='/meeting']", url.Values{"body": {strings.TrimPrefix(board, at+"/bodies/")}}).Status(303)
		o.Follow().Has("#meeting-members tbody th", "Jana Größler").Has("#meeting-members tbody", "Tom Größler").Has("#meeting-members tbody", "Nicht eingeladen")
		o.Submit("main form[action$='/invite']", url.Values{"deputies": {"1"}}).Status(303)
		o.Follow().Status(200).Has("main", "jana@example.org").Has("main", "tom@example.org")
		o.Submit("form[action$='/send']", nil).Status(303)
		s.Work()
		o.Get(meeting).Has("#meeting-members tbody", "Eingeladen").HasNot("main form", "einladen …")
	})
}

func TestAMeetingInvitesThoseWhoAreMembersOnItsDay(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, ctx := s.Office("Landkreis Musterland"), t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		board, err := s.Bodies.Add(ctx, o.Actor, body.Details{Name: "Beirat", Quorum: body.Half})
		must(err)
		ids := map[string]string{}
		for _, given := range []string{"Jana", "Tom", "Ewa", "Uwe", "Zoe"} {
			p, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: given, Family: "Weiß", Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Liste"})
			must(err)
			ids[given] = p.ID
		}
		for _, seat := range []body.Seat{
			{PersonID: ids["Jana"], Duty: body.Chair, To: "10.12.2026"},
			{PersonID: ids["Tom"], DeputyID: ids["Ewa"], Duty: body.Ordinary, From: "10.12.2026"},
			{PersonID: ids["Uwe"], DeputyID: ids["Ewa"], Duty: body.Ordinary, To: "09.12.2026"},
			{PersonID: ids["Zoe"], Duty: body.Ordinary, From: "11.12.2026"},
		} {
			_, err := s.Bodies.AddMember(ctx, o.Actor, board.ID, seat)
			must(err)
		}
		e, err := s.Events.Add(ctx, o.Actor, event.Details{Kind: event.Meeting, Title: "Sitzung", Day: "10.12.2026", Begin: "9:00", End: "11:00", Venue: "Kreishaus"})
		must(err)
		_, err = s.Events.Publish(ctx, o.Actor, e.ID)
		must(err)
		must(s.Bodies.Hold(ctx, o.Actor, e.ID, board.ID))
		at := "/projects/" + o.Project.ID + "/events/" + e.ID + "/meeting"
		for _, c := range []struct {
			name   string
			values url.Values
			asked  []string
			not    []string
		}{
			{"members alone", nil, []string{"jana", "tom"}, []string{"ewa", "uwe", "zoe"}},
			{"with their deputies", url.Values{"deputies": {"1"}}, []string{"jana", "tom", "ewa"}, []string{"uwe", "zoe"}},
		} {
			o.Get(at).Status(200)
			o.Submit("main form[action$='/invite']", c.values).Status(303)
			page := o.Follow().Status(200)
			for _, name := range c.asked {
				page.Has("main", name+"@example.org")
			}
			for _, name := range c.not {
				page.HasNot("main", name+"@example.org")
			}
		}
	})
}
