package publicweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/workplan"
)

const papersPDF = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"

// shelved keeps a document of the actor's project.
func (s *stage) shelved(title, name, contents string, of ...document.Subject) document.Document {
	s.t.Helper()
	d, err := s.Documents.Add(s.t.Context(), s.actor, document.Details{
		Title: title, Description: "Kurz gefasst: " + title, Kind: document.Report, Language: "de", Licence: "dl-de-by-2.0", Subjects: of,
	}, files.Upload{Name: name, Size: int64(len(contents)), Content: strings.NewReader(contents)}, "")
	s.must(err)
	return d
}

func TestEverybodyBrowsesWhatIsPublished(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		goal, err := s.Plan.AddGoal(t.Context(), s.actor, workplan.Goal{Number: "2", Title: "Planung"})
		s.must(err)
		m, err := s.Plan.AddMilestone(t.Context(), s.actor, workplan.Milestone{GoalID: goal.ID, Number: "2.2", Title: "Fachtagung", DueOn: "2027-03"})
		s.must(err)
		ofEvent, ofMilestone := document.Subject{Kind: document.Event, ID: s.event.ID}, document.Subject{Kind: document.Milestone, ID: m.ID}
		talk := s.shelved("Vortrag zur Prävention", "Vortrag.pdf", papersPDF, ofEvent)
		plan := s.shelved("Übersicht der Bausteine", "Plan.txt", "Plan", ofMilestone)
		secret := s.shelved("Interner Vermerk", "Vermerk.pdf", papersPDF+" ", ofEvent)
		everybody := s.Browser()
		everybody.Get("/dokumente").Status(200).Has(".rt-empty", "Noch ist kein Dokument veröffentlicht")
		for _, d := range []document.Document{talk, plan} {
			s.must(s.Documents.Publish(t.Context(), s.actor, d.ID))
		}
		list := everybody.Get("/dokumente").Status(200).Has(".rt-files", "Vortrag zur Prävention").Has(".rt-files", "Übersicht der Bausteine").HasNot("main", "Interner Vermerk")
		list.HasNot("main", "Fachtagung „Wohnen“") // a draft is nobody's business
		s.step(s.Events.Publish)
		everybody.Get("/dokumente?event="+s.event.Slug).Status(200).Has(".rt-files", "Vortrag zur Prävention").HasNot(".rt-files", "Übersicht")
		everybody.Get("/dokumente?milestone="+m.ID).Status(200).Has(".rt-files", "Übersicht").HasNot(".rt-files", "Vortrag")
		everybody.Get("/dokumente?event=gibt-es-nicht").Status(200).Has(".rt-empty", "Kein passendes Dokument")
		everybody.Get("/dokumente?q=praevention").Status(200).Has(".rt-files", "Vortrag").HasNot(".rt-files", "Übersicht")
		everybody.Get("/dokumente?kind=minutes").Status(200).Has(".rt-empty", "Kein passendes Dokument")
		everybody.Get("/v/"+s.event.Slug).Has("main a[href*='/dokumente?event=']", "1 Dokument dieser Veranstaltung")
		page := everybody.Get("/dokumente/" + talk.ID).Status(200)
		page.Has("h1", "Vortrag zur Prävention").Has("dd a[rel~=license]", "Datenlizenz Deutschland").Has("dd a[href^='/v/']", "Fachtagung").Has("main", "öffnet sich mit „Ansehen“ im Browser")
		everybody.Get("/dokumente/"+plan.ID).Status(200).Has("main", "wird heruntergeladen").HasNot("main a", "Ansehen")
		for _, at := range []string{"", "/datei", "/fassungen/1", "/fassungen/1/ansehen"} {
			everybody.Get("/dokumente/" + secret.ID + at).Status(404)
		}
		everybody.Get("/dokumente/" + plan.ID + "/fassungen/1/ansehen").Status(404) // browsers do not show it safely
	})
}

func TestAnAddressLeadsToTheNewestVersionForEver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		d := s.shelved("Bericht", "Bericht.pdf", papersPDF)
		s.must(s.Documents.Publish(t.Context(), s.actor, d.ID))
		everybody, at := s.Browser(), "/dokumente/"+d.ID
		first := everybody.Get(at + "/datei").Status(200)
		newer := papersPDF + "\nneuer"
		_, err := s.Documents.Replace(t.Context(), s.actor, d.ID, files.Upload{Name: "Bericht 2.pdf", Size: int64(len(newer)), Content: strings.NewReader(newer)})
		s.must(err)
		if got := everybody.Get(at + "/datei").Status(200).Body; got != newer || got == first.Body {
			t.Errorf("the address leads to %q", got)
		}
		if got := everybody.Get(at + "/fassungen/1").Status(200).Body; got != papersPDF {
			t.Errorf("version 1 is %q", got)
		}
		seen := everybody.Get(at + "/fassungen/2/ansehen").Status(200)
		if p, kind := seen.Header.Get("Content-Security-Policy"), seen.Header.Get("Content-Disposition"); !strings.Contains(p, "sandbox") || !strings.HasPrefix(kind, "inline") {
			t.Errorf("it is shown with %q, %q", p, kind)
		}
		everybody.Get(at + "/fassungen/3").Status(404)
		everybody.Get(at + "/fassungen/x").Status(404)
		feed := everybody.Get("/dokumente/feed.atom").Status(200).Body
		for _, want := range []string{"<title>Bericht</title>", s.Config.BaseURL + at, "application/atom+xml", "Kurz gefasst"} {
			if !strings.Contains(feed, want) {
				t.Errorf("the feed lacks %q:\n%s", want, feed)
			}
		}
		s.must(s.Documents.Withdraw(t.Context(), s.actor, d.ID))
		everybody.Get(at).Status(404)
		everybody.Get(at + "/datei").Status(404)
		if strings.Contains(everybody.Get("/dokumente/feed.atom").Status(200).Body, d.ID) {
			t.Error("the feed still tells of it")
		}
	})
}

func TestStaffPublishADocumentKnowingWhatIsShown(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		o := site.Office("Landkreis Musterland")
		e, err := site.Events.Add(t.Context(), o.Actor, event.Details{Kind: event.Workshop, Title: "Werkstatt", Day: "20.11.2027", Begin: "9:30", End: "16:00"})
		if err != nil {
			t.Fatal(err)
		}
		d, err := site.Documents.Add(t.Context(), o.Actor, document.Details{Title: "Bericht", Kind: document.Report, Language: "de", Subjects: []document.Subject{{Kind: document.Event, ID: e.ID}}},
			files.Upload{Name: "Bericht.pdf", Size: int64(len(papersPDF)), Content: strings.NewReader(papersPDF)}, "")
		if err != nil {
			t.Fatal(err)
		}
		at := "/projects/" + o.Project.ID + "/documents/" + d.ID
		o.Get(at).Status(200).Has(".rt-badge", "Intern")
		o.Get(at+"/publish").Status(200).Has("li", "Fassung 1 (Bericht.pdf)").Has("li", "Lizenz: Keine Angabe").Has("li", "Gehört zu: Werkstatt")
		o.Submit("main form", nil).Status(303)
		o.Follow().Status(200).Has("[role=status]", "veröffentlicht").Has(".rt-badge", "Öffentlich").Has("a[href$='/dokumente/"+d.ID+"']", "")
		o.Get("/projects/"+o.Project.ID+"/documents?sight=public").Has("caption", "1 Dokument")
		o.Get("/projects/"+o.Project.ID+"/documents?sight=internal").Has(".rt-empty", "Kein passendes Dokument")
		o.Get(at + "/edit").Status(200)
		o.Submit("main form", url.Values{"licence": {"cc-by-4.0"}}).Status(303)
		o.Follow().Has("dd", "Namensnennung 4.0")
		o.Get(at+"/withdraw").Status(200).Has("p", "lässt sich nicht zurückholen")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has(".rt-badge", "Intern")
	})
}
