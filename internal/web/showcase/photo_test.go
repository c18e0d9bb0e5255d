package showcaseweb_test

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

// TestPhotosStandOnThePageOfWhatRemains: from the form to the page everybody reads and its file, and away again.
func TestPhotosStandOnThePageOfWhatRemains(t *testing.T) {
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
		w.Imprint, w.PrivacyContact = "Impressum", "datenschutz@example.org"
		must(s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{Kind: event.Conference, Title: "Konferenz", Day: "20.11.2026", Begin: "09:00", End: "15:00", Venue: "Kreishaus", Contact: "Team"})
		must(err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		must(err)
		var drawn bytes.Buffer
		must(png.Encode(&drawn, image.NewRGBA(image.Rect(0, 0, 900, 600))))
		at := "/projects/" + o.Project.ID + "/events/" + e.ID + "/photos"
		o.Get(at).Status(200).Has("main", "Noch keine Fotos")
		o.Upload("main form[enctype]", "file", "Foto.png", drawn.Bytes(), url.Values{"alt": {"Eine Gruppe am Tisch"}}).Status(422).Has(".rt-summary", "einverstanden")
		o.Get(at)
		o.Upload("main form[enctype]", "file", "Foto.png", drawn.Bytes(), url.Values{"alt": {"Eine Gruppe am Tisch"}, "credit": {"Foto: Büro"}, "agreed": {"1"}}).Status(303)
		list := o.Follow().Status(200)
		if alt := list.Find(".rt-photos img").AttrOr("alt", ""); alt != "Eine Gruppe am Tisch" {
			t.Errorf("the photo says %q", alt)
		}
		everybody := s.Browser()
		everybody.Get("/v/konferenz").Status(200).Has("a[href='/v/konferenz/ergebnisse']", "1 Foto")
		page := everybody.Get("/v/konferenz/ergebnisse").Status(200).Has("#fotos figcaption", "Foto: Büro")
		picture := page.Find("#fotos img")
		if picture.AttrOr("loading", "") != "lazy" || picture.AttrOr("width", "") == "" {
			t.Error("photos are loaded at once, or have no place before they are")
		}
		everybody.Get(picture.AttrOr("src", "")).Status(200)
		name := filepath.Join(t.TempDir(), "ergebnisse.pdf")
		must(os.WriteFile(name, []byte(everybody.Get("/v/konferenz/ergebnisse?format=pdf").Status(200).Body), 0o600))
		out, err := exec.Command("pdfimages", "-list", name).Output()
		if must(err); strings.Count(string(out), " image ") != 1 {
			t.Errorf("the file has these pictures:\n%s", out)
		}
		o.Get(list.Find("a[href$='/edit']").AttrOr("href", "")).Status(200)
		o.Submit("main form", url.Values{"alt": {"Zwei Gruppen"}}).Status(303)
		list = o.Follow()
		o.Get(list.Find("a[href$='/remove']").AttrOr("href", "")).Status(200).Has("main", "nicht in den Papierkorb")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("main", "Noch keine Fotos")
		everybody.Get("/v/konferenz/ergebnisse").Status(404)
		everybody.Get(picture.AttrOr("src", "")).Status(404)
	})
}
