package publicweb_test

import (
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/document"
	"rundertisch/internal/showcase"
)

// TestWhoWithdrawsADocumentHearsWhereItStaysPublic: the page of an event hands its documents out, published or not. Who takes a document
// back because something in it must not be read has to know.
func TestWhoWithdrawsADocumentHearsWhereItStaysPublic(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		staff, _ := s.Person(account.Project{WorkspaceID: s.actor.WorkspaceID, ID: s.actor.ProjectID}, s.actor.ProjectID, account.Coordination)
		d := s.shelved("Vortrag", "Vortrag.pdf", papersPDF, document.Subject{Kind: document.Event, ID: s.event.ID})
		s.must(s.Showcase.Save(t.Context(), s.actor, s.event.ID, 0, showcase.Details{Documents: []string{d.ID}}))
		s.must(s.Documents.Publish(t.Context(), s.actor, d.ID))
		at, handed := "/projects/"+s.actor.ProjectID+"/documents/"+d.ID, "Öffentlich bleibt es auf der Seite der Veranstaltung: Fachtagung"
		staff.Get(at+"/withdraw").Status(200).HasNot("main", handed) // the event is a draft
		s.step(s.Events.Publish)
		staff.Get(at+"/withdraw").Status(200).Has("li", handed)
		staff.Submit("main form", nil).Status(303)
		staff.Follow().Has("[role=status]", "Auf der Seite einer Veranstaltung steht es noch")
		s.Browser().Get("/dokumente/" + d.ID).Status(404)
		s.Browser().Get("/v/" + s.event.Slug + "/dokumente/" + d.ID).Status(200)
		s.must(s.Showcase.Save(t.Context(), s.actor, s.event.ID, 1, showcase.Details{}))
		s.must(s.Documents.Publish(t.Context(), s.actor, d.ID))
		staff.Get(at+"/withdraw").Status(200).HasNot("main", handed)
		staff.Submit("main form", nil).Status(303)
		staff.Follow().Has("[role=status]", "nicht mehr öffentlich")
	})
}
