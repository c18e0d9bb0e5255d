package publicweb_test

import (
	"net/url"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/bin"
	"rundertisch/internal/document"
	"rundertisch/internal/result"
	"rundertisch/internal/showcase"
)

// TestAPublicDocumentComesBackFromTheBinForTheTeamAlone also looks where the event shows it: on its page and in its programme.
func TestAPublicDocumentComesBackFromTheBinForTheTeamAlone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		d := s.shelved("Bericht", "Bericht.pdf", papersPDF, document.Subject{Kind: document.Event, ID: s.event.ID})
		s.must(s.Documents.Publish(t.Context(), s.actor, d.ID))
		s.must(s.Showcase.Save(t.Context(), s.actor, s.event.ID, 0, showcase.Details{Documents: []string{d.ID}}))
		s.must(s.Showcase.AddMaterial(t.Context(), s.actor, s.event.ID, s.workshop.ID, showcase.MaterialDetails{DocumentID: d.ID, Public: true}))
		desk, err := s.Showcase.Desk(t.Context(), s.actor, s.event.ID, s.workshop.ID)
		s.must(err)
		paper, everybody := "/dokumente/"+d.ID, s.Browser()
		atEvent := []string{"/v/" + s.event.Slug + paper, "/v/" + s.event.Slug + "/material/" + desk.Materials[0].ID}
		all := append([]string{paper, paper + "/datei", paper + "/fassungen/1"}, atEvent...)
		for _, at := range all {
			everybody.Get(at).Status(200)
		}

		p := account.Project{ID: s.actor.ProjectID, WorkspaceID: s.actor.WorkspaceID}
		staff, _ := s.Person(p, p.ID, account.Coordination)
		staff.Get("/projects/"+p.ID+"/documents/"+d.ID+"/remove").Status(200).Has("li", "Zurückgeholt sieht das Dokument zunächst nur Ihr Team")
		staff.Submit("main form", nil).Status(303)
		staff.Get("/projects/"+p.ID+"/bin").Status(200).Has("main", "Was öffentlich war, ist zurückgeholt zunächst nur intern")
		staff.Submit("form[action$='/restore']", nil).Status(303)
		staff.Follow().Status(200).Has("[role=status]", "bis Sie es veröffentlichen").Has(".rt-badge", "Intern")
		for _, at := range all {
			everybody.Get(at).Status(404)
		}
		everybody.Get("/v/"+s.event.Slug).Status(200).HasNot("main", "Bericht")
		staff.Post("/projects/"+p.ID+"/documents/"+d.ID+"/publish", url.Values{}).Status(303)
		for _, at := range []string{paper, paper + "/datei", paper + "/fassungen/1"} {
			everybody.Get(at).Status(200)
		}
		for _, at := range atEvent { // nobody has put it there again
			everybody.Get(at).Status(404)
		}
	})
}

// TestAPublicResultCardComesBackFromTheBinForTheTeamAlone deletes one of two cards, then both.
func TestAPublicResultCardComesBackFromTheBinForTheTeamAlone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		s.Clock.Advance(150 * 24 * time.Hour)
		s.step(s.Events.MarkHeld)
		write := func(text string) result.Card {
			card, err := s.Results.Add(t.Context(), s.actor, s.event.ID, s.workshop.ID, result.Details{Kind: result.Need, Text: text})
			s.must(err)
			s.must(s.Results.Follow(t.Context(), s.actor, s.event.ID, card.ID, result.InWords, "", "Folge von "+text))
			return card
		}
		one, other := write("Beratung"), write("Wohnraum")
		s.must(s.Results.Publish(t.Context(), s.actor, s.event.ID))
		page, everybody := "/v/"+s.event.Slug, s.Browser()
		everybody.Get(page+"/ergebnisse/"+one.ID).Status(200).Has("main", "Folge von Beratung")

		p := account.Project{ID: s.actor.ProjectID, WorkspaceID: s.actor.WorkspaceID}
		staff, _ := s.Person(p, p.ID, account.Coordination)
		at := "/projects/" + p.ID + "/events/" + s.event.ID + "/results"
		staff.Get(at+"/cards/"+one.ID+"/remove").Status(200).Has("li", "Zurückgeholt sieht sie zunächst nur Ihr Team")
		staff.Submit("main form", nil).Status(303)
		staff.Follow()
		staff.Submit(".rt-flash__undo", nil).Status(303)
		staff.Follow().Status(200).Has("[role=status]", "bis Sie sie öffentlich zeigen").Has("li .rt-badge", "Nur intern: zurückgeholt").Has(".rt-badge", "Öffentlich")
		everybody.Get(page + "/ergebnisse/" + one.ID).Status(404)
		everybody.Get(page+"/ergebnisse").Status(200).Has("main", "Wohnraum").HasNot("main", "Beratung")
		everybody.Get(page).Status(200).Has("#ergebnisse", "Wohnraum").HasNot("#ergebnisse", "Beratung")

		minutes, _ := s.Person(p, p.ID, account.MinuteTaker)
		minutes.Get(at).Status(200).Has("li .rt-badge", "Nur intern: zurückgeholt").HasNot("main button", "Karte öffentlich zeigen")
		minutes.Get(at+"/cards/"+one.ID).Has("main", "aus dem Papierkorb zurückgeholt").HasNot("main button", "Karte öffentlich zeigen")
		minutes.Post(at+"/cards/"+one.ID+"/show", url.Values{}).Status(403)
		staff.Get(at+"/cards/"+one.ID).Status(200).Has("main", "aus dem Papierkorb zurückgeholt").HasNot("main a", "Öffentliche Adresse")
		staff.Submit("main form[action$='/show']", nil).Status(303)
		staff.Follow().Status(200).Has("[role=status]", "Die Karte ist öffentlich").HasNot("main", "Nur intern: zurückgeholt")
		everybody.Get(page+"/ergebnisse/"+one.ID).Status(200).Has("main", "Folge von Beratung")

		var gone []bin.Entry
		for _, card := range []result.Card{one, other} {
			entry, err := s.Results.Remove(t.Context(), s.actor, s.event.ID, card.ID)
			s.must(err)
			gone = append(gone, entry)
		}
		for _, entry := range gone {
			_, err := s.Bin.BringBack(t.Context(), s.actor, entry.ID)
			s.must(err)
		}
		everybody.Get(page + "/ergebnisse").Status(404)
		staff.Get(at).Status(200).Has(".rt-badge", "Nur intern").HasNot("main", "Nur intern: zurückgeholt")
		staff.Submit("form[action$='/results/publish']", nil).Status(303)
		everybody.Get(page+"/ergebnisse").Status(200).Has("main", "Wohnraum").Has("main", "Beratung")
	})
}

// TestResultsWithNothingButAWithheldCardEnd: when the only card that everybody reads goes, the withheld one does not keep the rest up.
func TestResultsWithNothingButAWithheldCardEnd(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		s.Clock.Advance(150 * 24 * time.Hour)
		s.step(s.Events.MarkHeld)
		var cards []result.Card
		for _, text := range []string{"Beratung", "Wohnraum"} {
			card, err := s.Results.Add(t.Context(), s.actor, s.event.ID, s.workshop.ID, result.Details{Kind: result.Need, Text: text})
			s.must(err)
			cards = append(cards, card)
		}
		s.must(s.Results.Publish(t.Context(), s.actor, s.event.ID))
		entry, err := s.Results.Remove(t.Context(), s.actor, s.event.ID, cards[0].ID)
		s.must(err)
		_, err = s.Bin.BringBack(t.Context(), s.actor, entry.ID)
		s.must(err)
		_, err = s.Results.Remove(t.Context(), s.actor, s.event.ID, cards[1].ID)
		s.must(err)
		board, err := s.Results.Board(t.Context(), s.actor, s.event.ID)
		s.must(err)
		if board.Published() || board.Count != 1 {
			t.Errorf("published %v with %d cards", board.Published(), board.Count)
		}
		s.must(s.Results.Publish(t.Context(), s.actor, s.event.ID))
		s.Browser().Get("/v/"+s.event.Slug+"/ergebnisse/"+cards[0].ID).Status(200).Has("main", "Beratung")
	})
}
