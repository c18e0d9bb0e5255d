package resultweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

// held makes an event that took place, with one workshop, and returns the address of its results.
func held(t *testing.T, s *apptest.Site, o apptest.Office) string {
	t.Helper()
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
	e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
		Kind: event.Conference, Title: "Konferenz", Day: "20.11.2026", Begin: "09:00", End: "15:00", Venue: "Kreishaus", Contact: "Team",
	})
	must(err)
	_, err = s.Events.AddItem(t.Context(), o.Actor, e.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Prävention", Begin: "10:00", End: "11:00", NewSlot: "Vormittag",
	})
	must(err)
	_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
	must(err)
	_, err = s.Events.MarkHeld(t.Context(), o.Actor, e.ID)
	must(err)
	return "/projects/" + o.Project.ID + "/events/" + e.ID + "/results"
}

func TestCardsAreWrittenOrderedPublishedAndTakenDown(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := held(t, s, o)
		page := o.Get(base).Status(200).Has("main h2", "Prävention").HasNot("main button", "veröffentlichen")
		add := page.Find("main a[href$='/new']").AttrOr("href", "")
		o.Get(add).Status(200)
		o.Submit("main form", url.Values{"kind": {"need"}, "text": {""}}).Status(422).Has("#f-text-error", "füllen Sie")
		next := o.Submit("main form", url.Values{"kind": {"gap"}, "text": {"Erste Lücke"}, "next": {"1"}}).Status(303)
		if !strings.HasPrefix(next.Location, add) {
			t.Errorf("the next card follows, got %q", next.Location)
		}
		form := o.Follow().Status(200)
		if got := form.Find("input[name=kind][checked]").AttrOr("value", ""); got != "gap" {
			t.Errorf("the kind stays, got %q", got)
		}
		o.Submit("main form", url.Values{"text": {"Zweite Lücke"}}).Status(303)
		o.Follow().Has(".rt-result--gap li:first-child", "Erste Lücke")
		o.Submit(".rt-result--gap form[action$='/down']", nil).Status(303)
		o.Follow().Has(".rt-result--gap li:first-child", "Zweite Lücke").Has(".rt-badge", "Nur intern")

		o.Submit("form[action$='/results/publish']", nil).Status(303)
		o.Follow().Has(".rt-badge", "Öffentlich")
		s.Browser().Get("/v/konferenz").Status(200).Has("#ergebnisse", "Zweite Lücke")
		o.Get(base)
		o.Submit("form[action$='/results/unpublish']", nil).Status(303)
		s.Browser().Get("/v/konferenz").Status(200).HasNot("main", "Zweite Lücke")

		remove := o.Get(base).Find("a[href$='/remove']").First().AttrOr("href", "")
		o.Get(remove).Status(200).Has(".rt-card--danger", "Zweite Lücke")
		o.Submit("main form", nil).Status(303)
		o.Follow().HasNot("main", "Zweite Lücke").Has("main", "Erste Lücke")
	})
}

func TestTheSecondOfTwoEditorsSeesTheOthersCard(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := held(t, s, o)
		o.Get(o.Get(base).Find("main a[href$='/new']").AttrOr("href", ""))
		o.Submit("main form", url.Values{"kind": {"need"}, "text": {"Beratung"}}).Status(303)
		edit := o.Get(base).Find(".rt-result a[href$='/edit']").First().AttrOr("href", "")
		old := o.Get(edit).Status(200).Find("input[name=basis]").AttrOr("value", "")
		o.Submit("main form", url.Values{"text": {"Fassung der Kollegin"}}).Status(303)
		o.Get(edit)
		page := o.Submit("main form", url.Values{"text": {"Meine Fassung"}, "basis": {old}}).Status(409)
		page.Has(".rt-clash__text", "Fassung der Kollegin").Has(".rt-clash__text", "Meine Fassung")
		o.Submit("main form", url.Values{"choice.text": {"mine"}}).Status(303)
		o.Follow().Has(".rt-result", "Meine Fassung")
	})
}

func TestACardKeepsItsAddressAndWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := held(t, s, o)
		o.Get(o.Get(base).Find("main a[href$='/new']").AttrOr("href", ""))
		o.Submit("main form", url.Values{"kind": {"need"}, "text": {"Beratung"}}).Status(303)
		at := o.Get(base).Find(".rt-result a[href*='/results/cards/']").First().AttrOr("href", "")
		o.Get(at).Status(200).Has("#verlauf", "Ergebniskarte angelegt").Has("#daraus-wurde", "Noch nichts festgehalten")
		follow := "main form[action$='/follow']"
		o.Submit(follow, nil).Status(422).Has(".rt-summary", "füllen Sie dieses Feld aus")
		o.Submit(follow, url.Values{"followup": {"Die Sprechstunde gibt es seit <b>Mai</b>."}}).Status(303)
		o.Follow().Status(200).Has("#daraus-wurde", "seit <b>Mai</b>").Has("#verlauf", "was aus einer Ergebniskarte wurde")
		o.Post(at+"/follow", url.Values{"subject": {"milestone:01ARZ3NDEKTSV4RRFFQ69G5FAV"}}).Status(422)

		public := "/v/konferenz/ergebnisse/" + at[strings.LastIndex(at, "/")+1:]
		s.Browser().Get(public).Status(404)
		o.Get(base)
		o.Submit("form[action$='/results/publish']", nil).Status(303)
		s.Browser().Get(public).Status(200).Has("main", "Beratung").Has("#daraus-wurde", "Die Sprechstunde gibt es")
		o.Get(at).Has("main a[href='"+public+"']", "Öffentliche Adresse")
	})
}
