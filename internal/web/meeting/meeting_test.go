package meetingweb_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/body"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

var link = regexp.MustCompile(`/protokoll/[a-z0-9]+`)

func TestMinutesGoFromTheAgendaToApprovalAndPublication(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, ctx := s.Office("Landkreis Musterland"), t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		w, err := s.Accounts.Workspace(ctx, o.Actor.WorkspaceID)
		must(err)
		w.Imprint, w.PrivacyContact = "Impressum", "datenschutz@example.org"
		must(s.Accounts.UpdateWorkspace(ctx, o.Actor, w))
		jana, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: "Jana", Family: "Größler", Email: "jana@example.org", Lang: "de", Source: "Liste"})
		must(err)
		board, err := s.Bodies.Add(ctx, o.Actor, body.Details{Name: "Beirat", Quorum: body.Majority})
		must(err)
		member, err := s.Bodies.AddMember(ctx, o.Actor, board.ID, body.Seat{PersonID: jana.ID, Duty: body.Chair})
		must(err)
		e, err := s.Events.Add(ctx, o.Actor, event.Details{
			Kind: event.Conference, Title: "Konferenz", Day: "20.11.2026", Begin: "9:00", End: "15:00", Venue: "Kreishaus", Contact: "Team",
		})
		must(err)
		_, err = s.Events.Publish(ctx, o.Actor, e.ID)
		must(err)
		must(s.Bodies.Hold(ctx, o.Actor, e.ID, board.ID))

		at := "/projects/" + o.Project.ID + "/events/" + e.ID + "/meeting"
		o.Get(at).Status(200).Has("main", "Noch keine Tagesordnung")
		o.Get(at + "/items/new").Status(200)
		o.Submit("main form", url.Values{"title": {""}, "planned": {"viel"}}).Status(422).Has(".rt-summary", "Minuten als Zahl")
		o.Submit("main form", url.Values{"title": {"Bestandsanalyse"}, "presenter": {"Frau Weiß"}, "planned": {"30"}, "public": {"1"}}).Status(303)
		o.Follow().Has("h3", "TOP 1: Bestandsanalyse").Has("main", "Frau Weiß · 30 Minuten")
		o.Submit("form[action$='/agenda/show']", nil).Status(303)
		s.Browser().Get("/v/konferenz").Status(200).Has("#tagesordnung", "Bestandsanalyse").HasNot("main", "Protokoll")
		o.Get(at).Has("#tagesordnung", "Zurzeit sind alle Punkte öffentlich")
		o.Get(at + "/items/new")
		o.Submit("main form", url.Values{"title": {"Personalie"}, "presenter": {"Frau Öztürk"}, "description": {"Vertraulich"}}).Status(303)
		o.Follow().Has("#tagesordnung", "1 Punkt erscheint dort nur als „Nichtöffentlicher Punkt“")
		s.Browser().Get("/v/konferenz").Has("#tagesordnung", "Nichtöffentlicher Punkt").HasNot("main", "Personalie").HasNot("main", "Öztürk").HasNot("main", "Vertraulich")
		o.Get(o.Get(at).Find("a[href$='/remove']").Last().AttrOr("href", "")).Status(200)
		o.Submit("main form", nil).Status(303)
		page := o.Get(at)
		o.Get(page.Find("a[href$='/minutes/edit']").AttrOr("href", "")).Status(200)
		o.Submit("main form", url.Values{"minutes": {"Zur Kenntnis genommen."}}).Status(303)
		o.Get(at).Has("main", "Zur Kenntnis genommen.").Has(".rt-badge", "Entwurf").Has("#anwesenheit", "Noch nicht festgehalten. Beschlussfähig ist die Sitzung mit 1 von 1")
		o.Submit("form[action$='/presence']", url.Values{"present_" + member.ID: {"member"}}).Status(303)
		o.Follow().Has("#anwesenheit", "Beschlussfähig: 1 von 1")
		minutes := page.Find("a[href$='/minutes/edit']").AttrOr("href", "")
		o.Get(minutes)
		vote := url.Values{"motion": {"Die Konferenz empfiehlt die Bestandsanalyse."}, "yes": {"2"}, "no": {"keine"}}
		o.Submit("main form", vote).Status(422).Has("#f-no-error", "ganze Zahl").Has("#f-motion", "Die Konferenz empfiehlt").Has("details[open]", "Abstimmung")
		o.Get(minutes)
		refused := o.Submit("main form", url.Values{"minutes": {"Nach Aussprache zur Kenntnis genommen."}, "motion": vote["motion"], "yes": {"1"}, "no": {"1"}}).Status(422)
		refused.Has("#f-no-error", "mehr Stimmen, als Stimmberechtigte anwesend waren (1)").Has("#f-minutes", "Nach Aussprache")
		if yes, no := refused.Find("#f-yes").AttrOr("value", ""), refused.Find("#f-no").AttrOr("value", ""); yes != "1" || no != "1" {
			t.Errorf("the refused form has %q votes for and %q against", yes, no)
		}
		o.Submit("main form", url.Values{"no": {""}}).Status(303)
		o.Follow().Has("#tagesordnung", "Nach Aussprache zur Kenntnis").Has("#tagesordnung strong", "Angenommen (Ja: 1, Nein: 0, Enthaltungen: 0)")
		o.Submit("form[action$='/guests']", url.Values{"name": {""}}).Status(422).Has("#gast-name-error", "füllen Sie")
		o.Submit("form[action$='/guests']", url.Values{"name": {"Mehmet Yılmaz"}, "organisation": {"Presse"}}).Status(303)
		o.Follow().Has("#gaeste li", "Mehmet Yılmaz, Presse").Has("#anwesenheit", "1 von 1")
		o.Get(at)
		o.Submit("form[action$='/followups']", url.Values{"title": {"Zahlen nachtragen"}}).Status(303)
		o.Follow().Has("main", "Zahlen nachtragen")
		o.Submit("form[action$='/task']", nil).Status(422).Has("main", "zuerst mit einem Arbeitsbaustein")
		o.Get(at)
		o.Submit("form[action$='/round']", url.Values{"until_on": {"01.01.2026"}}).Status(422).Has(".rt-summary", "nach heute")
		o.Get(at)
		o.Submit("form[action$='/round']", url.Values{"until_on": {"06.12.2026"}}).Status(303)
		o.Follow().Has(".rt-badge", "Zur Zustimmung versandt").HasNot("main a", "Protokoll schreiben")
		o.Post(at, url.Values{"body": {""}}).Status(422).Has("main", "Die Mitglieder wurden zum Protokoll befragt")

		var text string
		must(s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'minutes_approval'").Scan(ctx, &text))
		visitor := s.Browser()
		opened := visitor.Get(link.FindString(text)).Status(303)
		if strings.Contains(opened.Location, strings.TrimPrefix(link.FindString(text), "/protokoll/")) {
			t.Errorf("the token is still in the address %q", opened.Location)
		}
		s.Browser().Get(opened.Location).Status(404).Has("main", "Öffnen Sie bitte den Link in Ihrer E-Mail noch einmal")
		visitor.Follow().Status(200).Has("main", "zur Kenntnis genommen.").Has("main", "Jana Größler").Has("main", "Angenommen (Ja: 1")
		visitor.Submit("main details form", url.Values{"comment": {""}}).Status(422).Has(".rt-summary", "Einwände")
		visitor.Submit("main details form", url.Values{"comment": {"Zu TOP 1"}}).Status(303)
		visitor.Follow().Has("main", "Ihre Einwände sind notiert")
		o.Get(at).Has("main", "Einwand von Jana Größler").Has("main", "Zu TOP 1")
		visitor.Get(link.FindString(text)).Status(303)
		visitor.Follow()
		visitor.Submit("main form:not(details form)", nil).Status(303)
		visitor.Follow().Has("main", "Das Protokoll ist genehmigt")

		o.Get(at).Has(".rt-badge", "Genehmigt")
		s.Browser().Get("/v/konferenz").HasNot("main", "zur Kenntnis genommen.").HasNot("main", "Angenommen")
		o.Submit("form[action$='/meeting/publish']", nil).Status(303)
		s.Browser().Get("/v/konferenz").Has("#protokoll", "zur Kenntnis genommen.").Has("#protokoll", "Beschlussvorschlag: Die Konferenz empfiehlt die Bestandsanalyse.").Has("#protokoll", "Angenommen (Ja: 1")
		s.Browser().Get("/v/konferenz?lang=en").Has("#protokoll", "Adopted (for: 1, against: 0, abstentions: 0)")
		o.Get(at+"/print").Status(200).Has("main", "Angenommen (Ja: 1").Has("h1", "Protokoll: Konferenz").Has("main", "Jana Größler").Has("main", "Zahlen nachtragen")
		if versions := o.Get(at).Find("a[href$='/versions']").AttrOr("href", ""); !strings.HasPrefix(versions, at) {
			t.Errorf("versions are at %q", versions)
		} else {
			o.Get(versions).Status(200).Has("main", "Fassung 1").Has("main ins", "Angenommen (Ja: 1")
		}
		s.Browser().Get("/protokoll/falsch").Status(404).Has("h1", "Dieser Link öffnet nichts mehr")
		for _, address := range []string{at + "/print?format=pdf", opened.Location + "?format=pdf", "/v/konferenz/protokoll.pdf"} {
			who := map[bool]*apptest.Browser{true: o.Browser, false: visitor}[strings.HasPrefix(address, at)]
			if page := who.Get(address).Status(200); !strings.HasPrefix(page.Body, "%PDF-") {
				t.Errorf("%s answers with %.40q", address, page.Body)
			}
		}
		o.Get(at)
		o.Submit("form[action$='/meeting/unpublish']", nil).Status(303)
		s.Browser().Get("/v/konferenz/protokoll.pdf").Status(404)
		s.Clock.Advance(120 * 24 * time.Hour)
		s.Browser().Get(link.FindString(text)).Status(410).Has("main", "Die Zeit dieses Links ist vorbei")
	})
}
