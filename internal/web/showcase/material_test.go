package showcaseweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

const slides = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"

// TestMaterialIsUploadedWhereItBelongs: a file becomes a document of the event and material of its item in one step, with the checks
// that every file goes through.
func TestMaterialIsUploadedWhereItBelongs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Capacity: "20", Contact: "Team",
		})
		if err != nil {
			t.Fatal(err)
		}
		item, err := s.Events.AddItem(t.Context(), o.Actor, e.ID, event.ItemDetails{Kind: event.Talk, Title: "Vortrag", Begin: "10:00", End: "10:45"})
		if err != nil {
			t.Fatal(err)
		}
		base := "/projects/" + o.Project.ID + "/events/" + e.ID
		at := base + "/programme/" + item.ID + "/materials"
		o.Get(base+"/programme/"+item.ID+"/edit").Status(200).Has("main a[href$=materials]", "Material")
		o.Get(at).Status(200)
		o.Upload("main form[enctype]", "file", "Folien.pdf", []byte("<html>keine Folien</html>")).Status(422).Has("#f-file-error", "")
		o.Upload("main form[enctype]", "file", "Folien.exe", []byte("MZ")).Status(422).Has("#f-file-error", "")
		o.Upload("main form[enctype]", "file", "Folien.pdf", []byte(slides), url.Values{"url": {"https://www.example.org/folien"}}).Status(422).Has("#f-file-error", "nur eines")
		o.Get(at)
		o.Upload("main form[enctype]", "file", "Folien.pdf", []byte(slides), url.Values{"title": {"Folien zum Vortrag"}}).Status(303)
		o.Follow().Status(200).Has(".rt-materials li", "Folien zum Vortrag").Has("#f-document option", "Folien zum Vortrag")
		o.Get(base).Has("#documents", "Folien zum Vortrag")
		o.Get(at)
		o.Upload("main form[enctype]", "file", "Mitschrift.pdf", []byte(slides+"\n"), url.Values{"public": {}}).Status(303)
		o.Follow().Has(".rt-materials li", "Mitschrift").Has(".rt-materials li", "nur für das Team")
		o.Get(at)
		o.Submit("main form[enctype]", url.Values{"title": {""}}).Status(422).Has("[role=alert]", "eine Datei oder ein Dokument")

		other := s.Office("Landkreis Anderswo")
		other.Get("/projects").Status(200)
		other.Post("/projects/"+other.Project.ID+"/events/"+e.ID+"/programme/"+item.ID+"/materials", url.Values{"title": {"Fremdes"}}).Status(404)
	})
}
