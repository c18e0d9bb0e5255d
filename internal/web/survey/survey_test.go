package surveyweb_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

// hall is an office with a published conference.
type hall struct {
	apptest.Office
	site *apptest.Site
	at   string // address of the survey
	t    *testing.T
}

func each(t *testing.T, fn func(t *testing.T, h *hall)) {
	t.Helper()
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := &hall{Office: s.Office("Landkreis Musterland"), site: s, t: t}
		workspace, err := s.Accounts.Workspace(t.Context(), h.Actor.WorkspaceID)
		h.must(err)
		workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
		h.must(s.Accounts.UpdateWorkspace(t.Context(), h.Actor, workspace))
		e, err := s.Events.Add(t.Context(), h.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		h.must(err)
		h.at = "/projects/" + h.Project.ID + "/events/" + e.ID + "/survey"
		h.Get(h.at + "/edit").Status(409)
		_, err = s.Events.Publish(t.Context(), h.Actor, e.ID)
		h.must(err)
		fn(t, h)
	})
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// opened writes a survey and opens it; it returns the public address.
func (h *hall) opened() string {
	h.t.Helper()
	h.Get(h.at + "/edit").Status(200)
	h.Submit("main form", nil).Status(303)
	h.Follow().Status(200).Has(".rt-badge", "Entwurf").Has("ol li", "genau richtig")
	h.Submit("main form[action$='/open']", nil).Status(303)
	page := h.Follow().Status(200).Has(".rt-badge", "Offen").Has("img[src^='data:image/png']", "")
	address, err := url.Parse(page.Find("main a[href*='/umfrage/']").AttrOr("href", ""))
	h.must(err)
	return address.Path
}

func TestAnEventIsFollowedByASurvey(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.Get(h.at).Status(200).Has(".rt-empty", "Noch keine Umfrage")
		h.Get(h.at+"/edit").Status(200).Has("textarea", "zu kurz")
		h.Submit("main form", url.Values{"q1_text": {""}, "q2_text": {""}, "q3_text": {""}, "q4_text": {""}, "q5_text": {""}}).Status(422).Has(".rt-summary", "mindestens eine Frage")
		h.Get(h.at + "/edit")
		h.Submit("main form", url.Values{"q3_options": {"nur eine"}, "closes_on": {"31.12.2040"}}).Status(422).Has(".rt-summary", "Auswahl zu Frage 3").Has(".rt-summary", "Letzter Tag")
		public := h.opened()
		h.Get(h.at+"/edit").Status(200).HasNot("main", "Frage 1").Has("main", "lassen sich nicht mehr ändern")
		h.Submit("main form", url.Values{"title": {"Ihre Meinung"}}).Status(303)
		for n := range 6 {
			b := h.site.Browser()
			b.Get(public).Status(200).Has("h1", "Ihre Meinung").Has("main", "anonym")
			b.Submit("main form", nil).Status(422).Has(".rt-summary", "mindestens eine Frage")
			said := url.Values{"q1": {strconv.Itoa(3 + n%3)}, "q3": {"2"}, "q5": {"Wort <b>" + strconv.Itoa(9-n)}}
			if n == 0 {
				said["q3"] = []string{"1"}
			}
			b.Submit("main form", said).Status(303)
			b.Follow().Has("main", "Vielen Dank")
		}
		h.Get(h.at).Status(200).HasNot("main", "Wort").HasNot("main", "6 Menschen")
		h.Get(h.at+"?format=csv").Status(200).Has("h1", "Ihre Meinung") // no file of what is not shown
		h.Get(h.at+"/close").Status(200).Has("main", "kann nicht wieder geöffnet werden")
		h.Submit("main form", nil).Status(303)
		page := h.Follow().Status(200).Has(".rt-badge", "Geschlossen").Has("main", "6 Menschen haben geantwortet").Has("main", "Im Mittel 4,0 von 5").Has(".rt-words li", "Wort <b>4")
		page.Has("main", "Zurückgehalten").Has("main", "zu kurz · genau richtig").Has("main", "Weniger als 5 Menschen haben diese Frage beantwortet")
		file := h.Get(h.at + "?format=csv").Status(200).Body
		if !strings.Contains(file, "zu kurz;zurückgehalten") || strings.Contains(file, "Wort") {
			t.Errorf("the file says\n%s", file)
		}
		h.Get(h.at + "?format=xlsx").Status(200)
		h.site.Browser().Get(public).Status(200).Has("main", "geschlossen").HasNot("main form", "")
		h.Get(h.at + "/edit").Status(409)
	})
}

func TestOfFewAnswersNothingIsShown(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		public := h.opened()
		for range 4 {
			b := h.site.Browser()
			b.Get(public)
			b.Submit("main form", url.Values{"q5": {"Geheimes"}}).Status(303)
		}
		h.Get(h.at + "/close")
		h.Submit("main form", nil).Status(303)
		h.Follow().Status(200).Has(".rt-empty", "Zu wenige Antworten").HasNot("main", "Geheimes").HasNot("main", "4 Menschen")
	})
}

func TestASurveyIsForThoseWhoRunEvents(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		reader, _ := h.site.Person(h.Project, h.Project.ID, account.MinuteTaker)
		reader.Get(h.at).Status(200).HasNot("main a[href$='/edit']", "")
		reader.Get(h.at + "/edit").Status(403)
		h.site.Office("Nachbarkreis").Get(h.at).Status(404)
		h.site.Browser().Get("/umfrage/gibt-es-nicht").Status(404)
		h.Get(h.at + "/edit")
		h.Submit("main form", nil).Status(303)
		h.Get(h.at)
	})
}

// TestAFullTallyCountsChoicesAndSaysSo: somebody filled what there is for texts; everybody else's choices count on.
func TestAFullTallyCountsChoicesAndSaysSo(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		public := h.opened()
		h.must(h.site.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			full := `[{},{},{},{},{"answered":1,"texts":["` + strings.Repeat("a", 1<<20) + `"]}]`
			_, err := tx.NewRaw("UPDATE survey_tallies SET answers = 1, content = ?", full).Exec(ctx)
			return err
		}))
		for range 5 {
			b := h.site.Browser()
			b.Get(public)
			b.Submit("main form", url.Values{"q5": {"Geheimes"}}).Status(422).Has(".rt-summary", "kein Platz").Has("textarea", "Geheimes")
			b.Submit("main form", url.Values{"q1": {"4"}, "q5": {"Geheimes"}}).Status(200).Has("main", "Ihr Text wurde nicht gespeichert").Has("main", "Auswahl ist gezählt").HasNot("main form", "")
			b.Get(public).Status(200).Has("main", "Vielen Dank").HasNot("main", "nicht gespeichert")
		}
		h.Get(h.at + "/close")
		h.Submit("main form", nil).Status(303)
		h.Follow().Status(200).Has("main", "6 Menschen haben geantwortet").Has("main", "Im Mittel 4,0 von 5").HasNot("main", "Geheimes")
	})
}
