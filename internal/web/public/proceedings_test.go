package publicweb_test

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/result"
)

// TestWhatAnEventFoundIsPublishedAsAPageAndATaggedFile goes from the team's form over the lead's approval to what everybody reads.
func TestWhatAnEventFoundIsPublishedAsAPageAndATaggedFile(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
		must(err)
		w.Imprint, w.PrivacyContact, w.FundingNotice = "Impressum", "datenschutz@example.org", "Gefördert aus Mitteln des Freistaats"
		must(s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{Kind: event.Conference, Title: "Konferenz", Day: "20.11.2026", Begin: "09:00", End: "15:00", Venue: "Kreishaus", Contact: "Team"})
		must(err)
		talk, err := s.Events.AddItem(t.Context(), o.Actor, e.ID, event.ItemDetails{Kind: event.Talk, Title: "Armut <b>heute</b>", Speakers: "Dr. Anna Größler", Begin: "09:00", End: "10:00"})
		must(err)
		room, err := s.Events.AddItem(t.Context(), o.Actor, e.ID, event.ItemDetails{Kind: event.WorkshopItem, Title: "Prävention", Begin: "10:00", End: "11:00", NewSlot: "Vormittag"})
		must(err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		must(err)
		_, err = s.Events.MarkHeld(t.Context(), o.Actor, e.ID)
		must(err)
		card, err := s.Results.Add(t.Context(), o.Actor, e.ID, room.ID, result.Details{Kind: result.Agreement, Text: "Ein Meldeblatt", Organisation: "Jobcenter", DueOn: "30.06.2027"})
		must(err)
		must(s.Results.Follow(t.Context(), o.Actor, e.ID, card.ID, result.InWords, "", "Das Blatt gibt es."))

		board := "/projects/" + o.Project.ID + "/events/" + e.ID + "/results"
		everybody := s.Browser()
		everybody.Get("/v/konferenz/ergebnisse").Status(404)
		o.Get(board+"/items/"+talk.ID+"/summary/edit").Status(200).Has("main .rt-lead", "Öffentlichkeit")
		o.Submit("main form", url.Values{"summary": {"Wer wenig Geld hat, hat wenig Zeit.\n\nZweiter <i>Absatz</i>."}}).Status(303)
		o.Follow().Has("#item-"+talk.ID+" .rt-badge", "Wartet auf Freigabe")
		o.Submit("form[action$='/summary/approve']", nil).Status(303)
		o.Follow().Has("#item-"+talk.ID+" .rt-badge", "Freigegeben")
		everybody.Get("/v/konferenz/ergebnisse").Status(404)
		o.Get(board)
		o.Submit("form[action$='/results/publish']", nil).Status(303)
		o.Follow().Has("a[href='/v/konferenz/ergebnisse']", "öffentlichen Seite")

		everybody.Get("/v/konferenz").Status(200).Has("a[href='/v/konferenz/ergebnisse']", "Dokumentation")
		page := everybody.Get("/v/konferenz/ergebnisse").Status(200)
		page.Has("#talk h3", "Armut <b>heute</b>").Has("#talk", "Dr. Anna Größler").Has("#talk p", "Zweiter <i>Absatz</i>.")
		page.Has("#workshop .rt-result--agreement", "Ein Meldeblatt").Has("#workshop", "Das Blatt gibt es.").Has("#workshop a[href$='/ergebnisse/"+card.ID+"']", "Eigene Seite")
		o.Get(board)
		o.Submit("form[action$='/summary/revoke']", nil).Status(303)
		everybody.Get("/v/konferenz/ergebnisse").Status(200).HasNot("main", "Wer wenig Geld")
		o.Get(board)
		o.Submit("form[action$='/summary/approve']", nil).Status(303)

		file := everybody.Get("/v/konferenz/ergebnisse?format=pdf").Status(200)
		if kind := file.Header.Get("Content-Type"); kind != "application/pdf" {
			t.Errorf("it is sent as %q", kind)
		}
		name := filepath.Join(t.TempDir(), "ergebnisse.pdf")
		must(os.WriteFile(name, []byte(file.Body), 0o600))
		info, structure := poppler(t, "pdfinfo", name), poppler(t, "pdfinfo", "-struct-text", name)
		if !strings.Contains(info, "Tagged:          yes") || !strings.Contains(info, "Title:           Dokumentation: Konferenz") {
			t.Errorf("pdfinfo says\n%s", info)
		}
		for _, want := range []string{"H1", "H2", "H3", "LBody", "Link", "Wer wenig Geld hat", "Vereinbarung: Ein Meldeblatt", "Das Blatt gibt es."} {
			if !strings.Contains(structure, want) {
				t.Errorf("the structure lacks %q:\n%s", want, structure)
			}
		}
		if urls := poppler(t, "pdfinfo", "-url", name); !strings.Contains(urls, s.Config.BaseURL+"/v/konferenz/ergebnisse/"+card.ID) {
			t.Errorf("the links lead to\n%s", urls)
		}
		if text := poppler(t, "pdftotext", name, "-"); !strings.Contains(text, "Gefördert aus Mitteln") || !strings.Contains(text, "Zweiter <i>Absatz</i>") {
			t.Errorf("it reads\n%s", text)
		}
	})
}

// poppler asks a program that is not ours about the file.
func poppler(t *testing.T, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal("PDF files are read back by " + program + ": install poppler-utils")
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", program, err, out)
	}
	return string(out)
}
