package registrationweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/app/apptest"
)

// TestPlacesAreKeptForAKindOfOrganisation walks the office's page and the public form.
func TestPlacesAreKeptForAKindOfOrganisation(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 2, 5)
		office := h.Browser
		office.Get(h.list()).Status(200).Has("a[href$='/admission']", "Regeln der Anmeldung")
		office.Get(h.at("/admission")).Status(200)
		office.Submit("form[action$=admission]", url.Values{"kept_municipality": {"3"}, "kept_until": {"2027-03-01"}}).Status(422).
			Has(".kern-error", "höchstens 2")
		office.Submit("form[action$=admission]", url.Values{"kept_municipality": {"1"}, "kept_until": {"2027-03-01"}}).Status(303)
		office.Follow().Status(200).Has("[role=status]", "gespeichert").Has("legend", "Gemeinde oder Ordnungsbehörde (0 Plätze vergeben)")

		b := s.Browser()
		b.Get("/v/"+h.event.Slug).Status(200).Has("#shares-title", "Plätze nach Art").Has("li", "1 vorgehalten, davon 1 frei")
		b.Submit(registering, url.Values{"name": {"Anna"}, "email": {"anna@example.org"}}).Status(422).Has(".kern-error", "Art der Organisation")
		h.register(b, "Anna", url.Values{"kind": {"provider"}}).Status(303)
		b.Follow().Status(200).Has("h2", "Sie haben einen Platz").Has("dd", "Freier Träger")

		second := s.Browser()
		h.register(second, "Bela", url.Values{"kind": {"none"}}).Status(303)
		second.Follow().Status(200).Has("h2", "Position 1").Has("p", "bis zum 01.03.2027 vorgehalten für: Gemeinde oder Ordnungsbehörde")

		town := s.Browser()
		h.register(town, "Clara", url.Values{"kind": {"municipality"}}).Status(303)
		town.Follow().Status(200).Has("h2", "Sie haben einen Platz")

		auditor := s.Browser()
		auditor.Get(h.at("/admission")).Status(303) // to the sign-in
	})
}

// TestFewerPlacesThanAreTakenIsSaidAtTheField also looks that nothing of the form is kept.
func TestFewerPlacesThanAreTakenIsSaidAtTheField(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 3, 2)
		for _, name := range []string{"Anna", "Bela"} {
			h.register(s.Browser(), name, url.Values{"slot_1": {h.shop.ID}}).Status(303)
		}
		office := h.Browser
		office.Get(h.at("/edit")).Status(200)
		page := office.Submit("form[action$='"+h.event.ID+"']", url.Values{"capacity": {"1"}, "title": {"Anderer Titel"}}).Status(422)
		page.Has("#f-capacity-error", "bereits 2 Plätze vergeben").Has("input#f-title[value='Anderer Titel']", "")
		office.Get(h.at("/programme/" + h.shop.ID + "/edit")).Status(200)
		office.Submit("form[action$='"+h.shop.ID+"']", url.Values{"capacity": {"1"}}).Status(422).Has("#f-capacity-error", "bereits 2 Plätze vergeben")
		e, items, err := s.Events.Programme(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		if e.Title != "Fachtagung" || e.Capacity != 3 || h.seats(h.event.ID).Capacity != 3 || items[0].Capacity != 2 || h.seats(h.shop.ID).Capacity != 2 {
			t.Errorf("the refused forms left %q with %d places, the workshop with %d", e.Title, e.Capacity, items[0].Capacity)
		}
	})
}
