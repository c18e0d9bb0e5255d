package boardweb_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
)

const summing = "main form#fazit"

// holding is a browser that has used a moderator's link of the n-th board and stands before the desk.
func (w *wall) holding(n int) *apptest.Browser {
	w.t.Helper()
	b := w.Site.Browser()
	b.Get(w.link(n)).Status(200)
	b.Submit("main form", nil).Status(303)
	b.Follow().Status(200)
	return b
}

// TestAModeratorsLinkWritesTheSummaryOfItsWorkshop: without a script, from the first word to what the public reads.
func TestAModeratorsLinkWritesTheSummaryOfItsWorkshop(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		ewa, desk := w.holding(0), w.at(0)+"/leitung"
		ewa.Get(desk).Has("#zusammenfassung summary", "Zusammenfassung des Workshops").HasNot("#zusammenfassung[open]", "")
		ewa.Submit(summing, url.Values{"summary": {strings.Repeat("ä", 6001)}}).Status(422).
			Has(".rt-summary", "Text der Zusammenfassung: Höchstens 6000 Zeichen").Has("title", "Fehler").Has("#zusammenfassung[open] textarea", "ää")
		ewa.Submit(summing, url.Values{"summary": {"Es ging um Beratung.\n\nSie fehlt im Norden."}}).Status(303)
		ewa.Follow().Status(200).Has("[role=status]", "wartet jetzt auf die Freigabe").Has("#zusammenfassung", "Wartet auf Freigabe").Has("#fazit textarea", "Sie fehlt im Norden.")

		results := "/projects/" + w.Project.ID + "/events/" + w.event.ID + "/results"
		w.Get(results).Status(200).Has(".rt-summary-of", "Sie fehlt im Norden.").Has(".rt-summary-of", "Wartet auf Freigabe")
		w.Submit("main form[action$='/summary/approve']", nil).Status(303)
		ewa.Get(desk).Has("#zusammenfassung", "Freigegeben")
		ewa.Submit(summing, url.Values{"summary": {"Es ging um Wohnraum."}}).Status(303)
		ewa.Follow().Has("#zusammenfassung", "Seit der Freigabe geändert").Has("#zusammenfassung details", "Sie fehlt im Norden.")
		w.Get(results).Has(".rt-summary-of", "Seit der Freigabe geändert").Has("form[action$='/summary/approve']", "freigeben")

		basis := ewa.Get(desk).Find("#fazit input[name=basis]").AttrOr("value", "")
		ewa.Post(w.at(1)+"/leitung-zusammenfassung", url.Values{"summary": {"Fremd"}, "basis": {basis}}).Status(404)
		phone := w.Site.Browser()
		phone.Get(w.at(0))
		phone.Post(w.at(0)+"/leitung-zusammenfassung", url.Values{"summary": {"Fremd"}, "basis": {basis}}).Status(404)
		if n := w.count("SELECT count(*) FROM result_summaries WHERE text LIKE '%Fremd%'"); n != 0 {
			t.Error("somebody else's summary was written")
		}
		w.Get("/workspaces/"+w.Actor.WorkspaceID+"/audit").Status(200).Has("main", "Zusammenfassung über den Link der Moderation geschrieben").Has("main", "Ewa Łuczak")
	})
}

// TestOfTwoWhoSummariseAWorkshopTheSecondDecides: by link, by staff on the desk, and by staff with the results.
func TestOfTwoWhoSummariseAWorkshopTheSecondDecides(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		ewa, desk := w.holding(0), w.at(0)+"/leitung"
		old := ewa.Get(desk).Forms()[desk+"-zusammenfassung"]
		w.Get("/projects/" + w.Project.ID + "/events/" + w.event.ID + "/results/items/" + w.boards[0].ItemID + "/summary/edit").Status(200)
		w.Submit("main form", url.Values{"summary": {"Fassung des Büros"}}).Status(303)
		old.Set("summary", "Fassung von Ewa")
		page := ewa.Post(desk+"-zusammenfassung", old).Status(409)
		page.Has(".rt-clash__text", "Fassung von Ewa").Has(".rt-clash__text", "Fassung des Büros").Has(".rt-lead", w.Actor.Name)
		ewa.Submit("main form", nil).Status(409).Has(".rt-summary a", "Bitte wählen Sie")
		ewa.Submit("main form", url.Values{"choice.summary": {"mine"}}).Status(303)
		ewa.Follow().Has("#fazit textarea", "Fassung von Ewa")

		before := w.Get(desk).Status(200).Forms()[desk+"-zusammenfassung"]
		ewa.Get(desk)
		ewa.Submit(summing, url.Values{"summary": {"Noch eine von Ewa"}}).Status(303)
		before.Set("summary", "Noch eine vom Büro")
		w.Post(desk+"-zusammenfassung", before).Status(409).Has(".rt-lead", "Ewa Łuczak")
		w.Submit("main form", url.Values{"choice.summary": {"theirs"}}).Status(303)
		w.Follow().Has("#fazit textarea", "Noch eine von Ewa")
	})
}

// TestADeviceIsToldWhatBecameOfTheSummary: what a device kept is answered briefly, and is settled on the page of the conflict.
func TestADeviceIsToldWhatBecameOfTheSummary(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		ewa, desk, deed := w.holding(0), w.at(0)+"/leitung", id.New()
		basis := ewa.Get(desk).Find("#fazit input[name=basis]").AttrOr("value", "")
		typed := func(text string) url.Values { return url.Values{"summary": {text}, "basis": {basis}, "deed": {deed}} }
		for _, c := range []struct{ name, text, state, why string }{
			{"too much", strings.Repeat("ä", 6001), "refused", "Text der Zusammenfassung: Höchstens 6000 Zeichen"},
			{"a summary", "Erste Fassung", "done", ""},
			{"the same again", "Erste Fassung", "done", ""},
			{"another from the same form", "Zweite Fassung", "clash", "Inzwischen hat jemand anderes die Zusammenfassung"},
		} {
			got := w.send(ewa, desk, desk+"-zusammenfassung", typed(c.text))
			if got.State != c.state || !strings.Contains(got.Why, c.why) || c.state == "clash" && got.Theirs != "Erste Fassung" {
				t.Errorf("%s: %+v", c.name, got)
			}
		}
		ewa.Get(desk)
		ewa.Post(desk+"-zusammenfassung", typed("Zweite Fassung")).Status(409)
		if to := ewa.Submit("main form", url.Values{"choice.summary": {"mine"}}).Status(303).Location; !strings.Contains(to, "deed="+deed) {
			t.Errorf("it leads to %s", to)
		}
		if got := w.send(w.Site.Browser(), w.at(0), desk+"-zusammenfassung", typed("Fremd")); got.State != "gone" {
			t.Errorf("whoever does not moderate is told %+v", got)
		}
	})
}

// TestTheLanguageSwitchKeepsAHalfTypedSummary: without a script, the switch sends the form along.
func TestTheLanguageSwitchKeepsAHalfTypedSummary(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		ewa, desk := w.holding(0), w.at(0)+"/leitung"
		ewa.Get(desk).Has("header button[form=fazit][formaction='"+desk+"-zusammenfassung'][value=en]", "English")
		page := ewa.Submit(summing, url.Values{"summary": {"Es ging um"}, "in_language": {"en"}}).Status(200)
		page.Has("#zusammenfassung[open] button", "Save the summary").Has("#fazit textarea", "Es ging um").HasNot(".rt-summary", "")
		if n := w.count("SELECT count(*) FROM result_summaries"); n != 0 {
			t.Error("the switch stored something")
		}
		ewa.Submit(summing, url.Values{"summary": {""}, "in_language": {"de"}}).Status(303)
		ewa.Follow().Has("#zusammenfassung", "Zusammenfassung speichern")
	})
}

// TestASummaryOnADeviceIsNotLost: by the keys alone; half typed it outlives a reload, without network it waits, what somebody else wrote
// meanwhile is asked about, and when it is stored the form goes on from there.
func TestASummaryOnADeviceIsNotLost(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		w := tomorrow(t, s)
		l := s.Lay()
		ewa := w.leader(browser, l, "Ewa Łuczak")
		ewa.TabTo("#zusammenfassung > summary")
		ewa.Strike(input.Enter)
		ewa.TabTo("#fazit textarea")
		ewa.Type("Es ging um Beratung")
		ewa.check("a summary that is being written")
		ewa.Open(ewa.url)
		ewa.soon(`() => document.querySelector("#zusammenfassung[open] textarea")?.value === "Es ging um Beratung"`)
		ewa.TabTo("#fazit [type=submit]")
		ewa.Strike(input.Enter)
		ewa.Soon("[role=status]", "Die Zusammenfassung ist gespeichert.")
		w.summary("Es ging um Beratung", 1)
		ewa.waits(0)

		l.Cut(true)
		ewa.summarise("Ohne Netz 1", 1)
		ewa.Soon("#karten-warten", "Ohne Netz 1")
		ewa.summarise("Ohne Netz 2", 1)
		ewa.check("a summary that waits for the network")
		if at := ewa.Text(`() => document.activeElement.parentElement.id`); at != "zusammenfassung" {
			t.Errorf("the focus is in %q", at)
		}
		l.Cut(false)
		ewa.online()
		w.summary("Ohne Netz 2", 2)
		ewa.shows("Ohne Netz 2")

		l.Cut(true)
		ewa.summarise("Fassung von Ewa", 1)
		w.must(s.Results.Summarise(t.Context(), w.Actor, w.event.ID, w.boards[0].ItemID, 2, "Fassung des Büros"))
		l.Cut(false)
		ewa.online()
		ewa.Soon("#karten-warten", "So ist die Zusammenfassung jetzt gespeichert:")
		ewa.Has("#karten-warten", "Fassung des Büros")
		ewa.Has("#karten-warten", "Fassung von Ewa")
		ewa.check("two summaries")
		ewa.run(`() => { [...document.querySelectorAll("#karten-warten button")].find(b => b.innerText.startsWith("Vergleichen")).click(); }`)
		ewa.Soon(".rt-clash__text", "Fassung von Ewa")
		ewa.run(`() => { document.querySelector("main input[type=radio][value=mine]").click(); document.querySelector("main form").requestSubmit(); }`)
		ewa.shows("Fassung von Ewa")
		ewa.soon(`() => document.getElementById("karten").dataset.listed === "0"`)
		w.summary("Fassung von Ewa", 4)
	})
}

// summary fails the test unless the workshop's summary says that, in that version.
func (w *wall) summary(text string, version int) {
	w.t.Helper()
	var stored struct {
		Text    string
		Version int
	}
	w.must(w.DB.Read().NewRaw("SELECT text, version FROM result_summaries").Scan(w.t.Context(), &stored))
	if stored.Text != text || stored.Version != version {
		w.t.Errorf("the summary is %+v, want %q, %d", stored, text, version)
	}
}

// shows waits until the form of the summary has the text.
func (p *phone) shows(text string) {
	p.t.Helper()
	p.soon(`text => document.querySelector("#fazit textarea")?.value === text`, text)
}

// summarise sends the form of the summary, and waits until so many deeds lie in the store.
func (p *phone) summarise(text string, waiting int) {
	p.t.Helper()
	p.run(`text => {
		const form = document.getElementById("fazit");
		form.closest("details").open = true;
		form.elements.summary.value = text;
		form.requestSubmit(form.querySelector("[type=submit]"));
	}`, text)
	p.soon(`text => document.getElementById("karten-warten").innerText.includes(text)`, text)
	p.waits(waiting)
}
