package inviteweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
)

// invited invites the persons and returns the addresses of their pages by name.
func (d *desk) invited(persons ...string) map[string]string {
	d.t.Helper()
	var all []directory.Person
	for _, id := range persons {
		all = append(all, directory.Person{ID: id})
	}
	d.site.Invite(d.Actor, d.base[strings.Index(d.base, "/events/")+len("/events/"):strings.LastIndex(d.base, "/")], all...)
	pages := map[string]string{}
	links := d.Get(d.base).Find("#invited tbody th a")
	for i := range links.Length() {
		pages[strings.TrimSpace(links.Eq(i).Text())] = links.Eq(i).AttrOr("href", "")
	}
	return pages
}

func TestWhatWasSaidOnTheTelephoneIsEnteredOnThePersonsPageAndUndone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		person := d.invited(d.person("Anna", "Weiß"))["Anna Weiß"]
		d.Get(person).Status(200)
		const form = "main form[action$='/answers']"
		d.Submit(form, url.Values{"clock": {"99:99"}}).Status(422).Has(".rt-summary", "Zusage, Vorbehalt oder Absage").Has(".rt-summary", "Uhrzeit")
		d.Get(person)
		d.Submit(form, url.Values{"answer": {"accepted"}, "comment": {"Kommt <b>später</b>"}, "source": {"in_person"}}).Status(303)
		page := d.Follow().Status(200)
		page.Has("[role=status]", "eingetragen").Has("#answers", "Zugesagt").Has("#answers", "Persönlich").
			Has("#answers", "eingetragen von "+d.Actor.Name).Has("#answers", "Kommt <b>später</b>")
		d.Get(d.base).Has("#invited", "Kommt <b>später</b>")

		undo := page.Find("#answers a[href$='/undo']").AttrOr("href", "")
		d.Get(undo).Status(200).Has(".rt-card--danger", "Keine Antwort").Has(".rt-card--danger", "Der Platz wird frei")
		d.Submit(".rt-card--danger form", nil).Status(303)
		d.Follow().Status(200).Has("#answers", "rückgängig gemacht").Has("#answers", "Zugesagt").Has("main dl", "Keine Antwort")
		d.Get(undo).Status(409)
		d.Post(undo, nil).Status(409)
		d.Get(strings.Replace(undo, "/undo", "x/undo", 1)).Status(404)
	})
}

func TestManyPeopleOnTheTelephoneAreEnteredInARow(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.invited(d.person("Anna", "Größler-Weiß"), d.person("Otto", "Weiß"), d.person("Bela", "Horn"))
		d.Get(d.base + "/spoken").Status(200)
		const form = "main form[action$='/spoken']"
		d.Submit(form, url.Values{"who": {""}, "answer": {"accepted"}}).Status(422).Has(".rt-summary", "Wer hat geantwortet")
		d.Submit(form, url.Values{"who": {"Krause"}, "answer": {"accepted"}}).Status(422).Has(".rt-summary", "Niemand unter den Eingeladenen")
		several := d.Submit(form, url.Values{"who": {"weiss"}, "answer": {"declined"}, "source": {"in_person"}}).Status(422)
		several.Has(".rt-summary", "mehreren Personen").Has("main form", "Otto Weiß").Has("main form", "Größler-Weiß").HasNot("main fieldset", "Bela")
		otto := several.Find("input[name=person]").Eq(1).AttrOr("value", "")
		d.Submit(form, url.Values{"person": {otto}}).Status(303)
		d.Follow().Status(200).Has("#heard", "Otto Weiß").Has("#heard", "Abgesagt")
		if d.Get(d.base+"/spoken?source=in_person").Find("input[name=source][value=in_person][checked]").Length() != 1 {
			t.Error("the way of the last answer is not proposed for the next")
		}
		d.Get(d.base + "/spoken")
		d.Submit(form, url.Values{"who": {"bela"}, "answer": {"accepted"}, "confirm": nil}).Status(303)
		if !strings.Contains(d.Follow().Has("#heard", "Bela Horn").Find("#heard").Text(), "Rückgängig machen") {
			t.Error("the newest entry cannot be undone")
		}
		s.Office("Nachbarkreis").Get(d.base + "/spoken").Status(404)
	})
}
