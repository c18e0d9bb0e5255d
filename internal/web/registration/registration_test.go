package registrationweb_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
)

// hall is a published event with one small workshop, and the office that runs it.
type hall struct {
	apptest.Office
	site  *apptest.Site
	event event.Event
	shop  event.ProgrammeItem
	t     *testing.T
}

func open(t *testing.T, s *apptest.Site, places, shopPlaces int) *hall {
	t.Helper()
	h := &hall{Office: s.Office("Landkreis Musterland"), site: s, t: t}
	workspace, err := s.Accounts.Workspace(t.Context(), h.Actor.WorkspaceID)
	h.must(err)
	workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	h.must(s.Accounts.UpdateWorkspace(t.Context(), h.Actor, workspace))
	h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus",
		Address: "Lindenplatz 1", Capacity: fmt.Sprint(places), Until: "20.03.2027", Contact: "planung@example.org",
	})
	h.must(err)
	h.shop, err = s.Events.AddItem(t.Context(), h.Actor, h.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:30", NewSlot: "Vormittag", Capacity: fmt.Sprint(shopPlaces),
	})
	h.must(err)
	h.event, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
	h.must(err)
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) form() string { return "/v/" + h.event.Slug + "/anmeldung" }

func (h *hall) list() string { return h.at("/registrations") }

func (h *hall) at(rest string) string {
	return "/projects/" + h.Project.ID + "/events/" + h.event.ID + rest
}

const registering = "form[action$=anmeldung]"

// register fills in the form of the event's public page and returns where it leads.
func (h *hall) register(b *apptest.Browser, name string, more url.Values) *apptest.Page {
	h.t.Helper()
	b.Get("/v/" + h.event.Slug).Status(200)
	values := url.Values{"name": {name}, "email": {"post@example.org"}}
	for field, value := range more {
		values[field] = value
	}
	return b.Submit(registering, values)
}

func (h *hall) seats(id string) attendance.Seats {
	h.t.Helper()
	all, err := attendance.Occupancy(h.t.Context(), h.site.DB.Read(), h.event.ID)
	h.must(err)
	return all[id]
}

func TestAPersonRegistersChangesTheWorkshopAndWithdraws(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		h.register(b, "Jürgen Größler", url.Values{"slot_1": {h.shop.ID}, "organisation": {"Jobcenter"}}).Status(303)
		self := b.Follow().Status(200)
		self.Has("h2", "Sie haben einen Platz").Has("label[for=f-slot_1] + .kern-hint", "Ihr Platz").Has("dd", "Jobcenter")
		if h.seats(h.shop.ID).Taken != 1 {
			t.Errorf("workshop %+v", h.seats(h.shop.ID))
		}
		b.Submit("form[action$=workshops]", url.Values{"slot_1": {""}}).Status(303)
		b.Follow().Status(200).Has("[role=status]", "gespeichert")
		if h.seats(h.shop.ID).Taken != 0 {
			t.Errorf("after leaving %+v", h.seats(h.shop.ID))
		}
		calendar := b.With(map[string]string{"Accept-Encoding": "gzip"}).Get(self.Find("a[href$='kalender.ics']").AttrOr("href", "")).Status(200)
		if !strings.Contains(calendar.Body, "SUMMARY:Fachtagung") || strings.Contains(calendar.Body, "ATTENDEE") || calendar.Header.Get("Content-Encoding") != "" {
			t.Errorf("calendar file:\n%s", calendar.Body)
		}
		if !strings.Contains(calendar.Body, "STATUS:CONFIRMED") {
			t.Errorf("with a place it says\n%s", calendar.Body)
		}
		ask := b.Get(self.Find("a[href$=abmelden]").AttrOr("href", "")).Status(200)
		ask.Has("li", "Ihr Platz wird sofort frei")
		if h.seats(h.event.ID).Taken != 1 {
			t.Error("looking at the question gave the place back")
		}
		b.Submit("main form", nil).Status(303)
		b.Follow().Status(200).Has("h2", "Sie haben abgesagt")
		if h.seats(h.event.ID).Taken != 0 {
			t.Errorf("after withdrawing %+v", h.seats(h.event.ID))
		}
		gone := b.Get(self.Find("a[href$='kalender.ics']").AttrOr("href", "")).Status(200)
		if !strings.Contains(gone.Body, "STATUS:CANCELLED") || strings.Contains(gone.Body, "STATUS:CONFIRMED") {
			t.Errorf("who has withdrawn gets the entry back:\n%s", gone.Body)
		}
	})
}

func TestOnesOwnProgrammeHasWhatIsForAllAndTheOwnWorkshops(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		own := strings.Split(h.register(b, "Anna", url.Values{"slot_1": {h.shop.ID}}).Status(303).Location, "?")[0]
		b.Get(own).Status(200).Has("main a[href$='/programm']", "ausdrucken").Has("main .rt-timetable", h.shop.Title)
		b.Get(own+"/programm").Status(200).Has("h1", "Mein Programm").Has(".rt-timetable", h.shop.Title).Has("main a[href$='/programm.ics']", "Kalender")
		file := b.Get(own + "/programm.ics").Status(200)
		for _, never := range []string{"ATTENDEE", "ORGANIZER", "METHOD", "/a/", "/teilnahme/"} {
			if strings.Contains(file.Body, never) {
				t.Errorf("%s has no place in the file:\n%s", never, file.Body)
			}
		}
		if !strings.Contains(file.Body, "SUMMARY:"+h.shop.Title) {
			t.Errorf("the workshop is missing:\n%s", file.Body)
		}
		if again := b.Get(own + "/kalender.ics"); !strings.Contains(again.Body, uid(file.Body)) {
			t.Errorf("the workshop has two UIDs:\n%s", again.Body)
		}
		whole := s.Browser().Get("/v/" + h.event.Slug + "/programm.ics").Status(200)
		if !strings.Contains(whole.Body, "UID:item-"+h.shop.ID) || !strings.Contains(whole.Body, "BEGIN:VTIMEZONE") {
			t.Errorf("the whole programme:\n%s", whole.Body)
		}
		single := s.Browser().Get("/v/" + h.event.Slug + "/programm/" + h.shop.ID + "/kalender.ics").Status(200)
		if !strings.Contains(single.Body, "UID:item-"+h.shop.ID) || strings.Contains(single.Body, "ATTENDEE") {
			t.Errorf("the item's file:\n%s", single.Body)
		}
		s.Browser().Get("/v/" + h.event.Slug + "/programm/" + h.event.ID + "/kalender.ics").Status(404)
	})
}

// TestWhoHasNoProgrammeLearnsWhy: a place is missing, or a workshop.
func TestWhoHasNoProgrammeLearnsWhy(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		first, second := s.Browser(), s.Browser()
		own := strings.Split(h.register(first, "Anna", nil).Status(303).Location, "?")[0]
		first.Get(own+"/programm").Status(200).Has("main", "noch keinen Platz in einem Workshop")
		own = strings.Split(h.register(second, "Bela", nil).Status(303).Location, "?")[0]
		second.Get(own+"/programm").Status(200).Has("main", "Sobald Sie einen Platz haben")
	})
}

// uid is the first UID in a calendar file.
func uid(file string) string {
	_, rest, _ := strings.Cut(file, "UID:")
	line, _, _ := strings.Cut(rest, "\r\n")
	return line
}

func TestWhoComesTooLateSeesTheOwnPositionAndMovesUp(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		first, second := s.Browser(), s.Browser()
		h.register(first, "Anna", nil).Status(303)
		first.Follow().Status(200)
		own := h.register(second, "Bela", url.Values{"slot_1": {h.shop.ID}}).Status(303).Location
		second.Follow().Status(200).Has("h2", "Position 1 der Warteliste")
		first.Submit("form[action$=antwort]", url.Values{"answer": {"declined"}}).Status(303)
		second.Get(strings.Split(own, "?")[0]).Status(200).Has("h2", "Sie haben einen Platz").Has(".kern-hint", "Ihr Platz")
	})
}

func TestARefusedFormKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		for name, c := range map[string]struct {
			values url.Values
			field  string
			says   string
		}{
			"no name":          {url.Values{"name": {" "}}, "name", "füllen Sie dieses Feld aus"},
			"wrong address":    {url.Values{"email": {"post(at)example.org"}}, "email", "gültige E-Mail-Adresse"},
			"an injected line": {url.Values{"email": {"a@example.org\nBcc: b@example.org"}}, "email", "gültige E-Mail-Adresse"},
			"invisible name":   {url.Values{"name": {"\u200b\u202e\u2066\x1b"}}, "name", "füllen Sie dieses Feld aus"},
			"long name":        {url.Values{"name": {strings.Repeat("ä", 201)}}, "name", "Höchstens 200 Zeichen"},
			"long remark":      {url.Values{"remark": {strings.Repeat("x", 2001)}}, "remark", "Höchstens 2000 Zeichen"},
			"foreign workshop": {url.Values{"slot_1": {"01ARZ3NDEKTSV4RRFFQ69G5FAV"}}, "slot_1", "Workshop gibt es nicht mehr"},
		} {
			values := url.Values{"organisation": {"Größler & Söhne"}}
			for field, value := range c.values {
				values[field] = value
			}
			b := s.Browser()
			refused := h.register(b, "Anna", values)
			if refused.Code != 422 {
				t.Errorf("%s: answers %d", name, refused.Code)
				continue
			}
			refused.Has("#f-"+c.field+"-error", c.says).Has("[role=alert] a[href='#f-"+c.field+"']", "").Has("title", "Fehler: ")
			if got := refused.Find("#f-organisation").AttrOr("value", ""); got != "Größler & Söhne" {
				t.Errorf("%s: organisation became %q", name, got)
			}
		}
		if got := h.seats(h.event.ID).Taken; got != 0 {
			t.Errorf("%d places taken by refused forms", got)
		}
	})
}

func TestTheSameFormTwiceIsOneRegistrationAndTheSamePersonLearnsNothing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		first := h.register(b, "Anna", url.Values{"nonce": {"same"}}).Status(303)
		again := h.register(b, "Anna", url.Values{"nonce": {"same"}}).Status(303)
		if page := func(location string) string { path, _, _ := strings.Cut(location, "?"); return path }; page(first.Location) != page(again.Location) {
			t.Errorf("twice the same form leads to %s and %s", first.Location, again.Location)
		}
		stranger := s.Browser()
		known := h.register(stranger, "ANNA", nil).Status(303)
		if strings.Contains(known.Location, "teilnahme") || known.Header.Get("Set-Cookie") != "" {
			t.Errorf("a stranger is led to %s with cookie %q", known.Location, known.Header.Get("Set-Cookie"))
		}
		stranger.Follow().Status(200).Has("h1", "Link senden wir per E-Mail").HasNot("main", "post@example.org")
		if got := h.seats(h.event.ID).Taken; got != 1 {
			t.Errorf("%d places taken", got)
		}
	})
}

func TestWhoKnowsANameGetsNoSightOfWhatThePersonSaidBefore(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		var asked attendance.Attendance
		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
			asked, _, err = s.Attendance.InviteIn(ctx, tx, h.event.ID, attendance.Guest{Name: "Anna", Email: "post@example.org", Lang: "de"})
			if err != nil {
				return err
			}
			said := attendance.Reply{Answer: attendance.Tentative, Source: attendance.ByMail, Comment: "Ich liege im Krankenhaus."}
			_, err = s.Attendance.AnswerIn(ctx, tx, asked.ID, said)
			return err
		}))
		stranger := s.Browser()
		for range 2 {
			sent := h.register(stranger, "Anna", url.Values{"nonce": {"same"}}).Status(303)
			if strings.Contains(sent.Location, asked.ID) || sent.Header.Get("Set-Cookie") != "" {
				t.Errorf("led to %s with cookie %q", sent.Location, sent.Header.Get("Set-Cookie"))
			}
			stranger.Follow().Status(200).Has("h1", "Link senden wir per E-Mail")
			stranger.Get("/teilnahme/"+asked.ID).Status(404).HasNot("main", "Krankenhaus")
		}
		if got := h.seats(h.event.ID).Taken; got != 1 {
			t.Errorf("%d places taken, the registration itself counts", got)
		}
	})
}

func TestAPersonalPageOpensForItsOwnCookieOnly(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		anna, bela := s.Browser(), s.Browser()
		own := h.register(anna, "Anna", nil).Status(303)
		path := strings.Split(own.Location, "?")[0]
		if cookie := own.Header.Get("Set-Cookie"); !strings.Contains(cookie, "path="+path) || !strings.Contains(cookie, "HttpOnly") {
			t.Errorf("cookie %q", cookie)
		}
		h.register(bela, "Bela", nil).Status(303)
		bela.Follow().Status(200)
		for _, b := range []*apptest.Browser{bela, s.Browser()} {
			b.Get("/v/" + h.event.Slug)
			b.Get(path).Status(404).Has("h1", "führt nicht")
			b.Get(path + "/kalender.ics").Status(404)
			b.Get(path+"/programm").Status(404).Has("h1", "führt nicht")
			b.Get(path + "/programm.ics").Status(404)
			b.Get("/v/" + h.event.Slug)
			b.Post(path+"/antwort", url.Values{"answer": {"declined"}}).Status(404)
			b.Get("/v/" + h.event.Slug)
			b.Post(path+"/abmelden", nil).Status(404)
			b.Get("/v/" + h.event.Slug)
			b.Post(path+"/workshops", nil).Status(404)
		}
		if got := h.seats(h.event.ID).Taken; got != 2 {
			t.Errorf("%d places taken", got)
		}
		s.Browser().Get("/a/wrong").Status(404)
	})
}

func TestAnInvitedPersonAnswersByTheLinkInTheMail(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		var row attendance.Attendance
		var token string
		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
			row, _, err = s.Attendance.InviteIn(ctx, tx, h.event.ID, attendance.Guest{Name: "Anna", Email: "anna@example.org", Lang: "de"})
			if err != nil {
				return err
			}
			token, err = attendance.NewLinkIn(ctx, tx, s.Clock.Now(), row.ID)
			return err
		}))
		answers := func() attendance.Answer {
			now, err := attendance.FindIn(t.Context(), s.DB.Read(), row.ID)
			h.must(err)
			return now.Answer
		}
		b := s.Browser()
		b.Get("/a/" + token).Status(303)
		self := b.Follow().Status(200).Has("h2", "Sie sind eingeladen").HasNot("main", "Ihre Antworten bisher")
		if answers() != attendance.NeedsAction || self.Find("form[action$=antwort] button").Length() != 3 || strings.Contains(self.Body, token) {
			t.Errorf("following the link: answer %s, page\n%s", answers(), self.Body)
		}
		say := func(answer attendance.Answer, title string) {
			b.Submit("form[action$=antwort]", url.Values{"answer": {string(answer)}}).Status(303)
			b.Follow().Status(200).Has("h2", title).Has("main summary", "Ihre Antworten bisher")
			if answers() != answer {
				t.Errorf("said %s, stored %s", answer, answers())
			}
		}
		say(attendance.Tentative, "unter Vorbehalt geantwortet")
		say(attendance.Declined, "Sie haben abgesagt")
		say(attendance.Accepted, "Sie haben einen Platz")
		b.Submit("form[action$=antwort]", url.Values{"answer": {"delegated"}}).Status(422)
	})
}

func TestAWorkshopThatFilledUpMeanwhileDoesNotCostThePlace(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 1)
		other, err := s.Events.AddItem(t.Context(), h.Actor, h.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: "Wohnen", Begin: "11:00", End: "12:30", Slot: "Vormittag", Capacity: "1",
		})
		h.must(err)
		anna, bela := s.Browser(), s.Browser()
		h.register(anna, "Anna", url.Values{"slot_1": {h.shop.ID}}).Status(303)
		anna.Follow().Status(200)
		h.register(bela, "Bela", url.Values{"slot_1": {other.ID}}).Status(303)
		refused := anna.Submit("form[action$=workshops]", url.Values{"slot_1": {other.ID}}).Status(422)
		refused.Has("[role=alert]", "„Wohnen“ ist inzwischen ausgebucht").Has(".kern-hint", "ausgebucht – Warteliste")
		if h.seats(h.shop.ID).Taken != 1 {
			t.Errorf("the place is gone: %+v", h.seats(h.shop.ID))
		}
		if kept := refused.Find("input[value='" + h.shop.ID + "'][checked]"); kept.Length() != 1 {
			t.Error("the workshop that was kept is not marked")
		}
		wait := refused.Find("input[value='wait:" + other.ID + "']")
		if wait.Length() != 1 {
			t.Fatal("the waitlist is not offered")
		}
		anna.Submit("form[action$=workshops]", url.Values{"slot_1": {"wait:" + other.ID}}).Status(303)
		anna.Follow().Status(200).Has(".kern-hint", "Position 1 der Warteliste")
	})
}

func TestAClosedRegistrationSaysWhy(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		b.Get(h.form()).Status(200)
		_, err := s.Events.Cancel(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		late := b.Submit(registering, url.Values{"name": {"Anna"}, "email": {"anna@example.org"}})
		late.Status(409).Has("main", "abgesagt")
		if late.Find("#f-name").Length() != 0 {
			t.Error("the form is still there")
		}
		if got := h.seats(h.event.ID).Taken; got != 0 {
			t.Errorf("%d places taken", got)
		}
	})
}

func TestStaffSeeFilterExportAndActOnBehalf(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		h.register(s.Browser(), "=cmd()", url.Values{"organisation": {"@evil"}, "slot_1": {h.shop.ID}}).Status(303)
		h.Get(h.at("/registrations/new")).Status(200)
		h.Submit("main form", url.Values{"name": {"Bela Groß"}, "email": {"bela@example.org"}}).Status(303)
		h.Follow().Status(200).Has("h1", "Bela Groß").Has(".rt-badge", "Position 1").Has("li", "vom Veranstaltungsteam")
		h.Get(h.list()).Status(200).Has("tbody tr", "Bela Groß").Has("tbody tr", "=cmd()")
		h.Get(h.list()+"?show=waitlisted").Status(200).Has("tbody tr", "Bela Groß").HasNot("tbody tr", "=cmd()")
		h.Get(h.list()+"?q=gross").Status(200).Has("tbody tr", "Bela Groß").HasNot("tbody tr", "=cmd()")
		file := h.Get(h.list() + "?format=csv").Status(200)
		if !strings.HasPrefix(file.Body, "\uFEFF") || !strings.Contains(file.Body, "'=cmd();post@example.org;'@evil;Platz bestätigt;;Zugesagt;Prävention;") {
			t.Errorf("file:\n%s", file.Body)
		}
		taken := h.Get(h.list()).Find("tbody tr:contains('=cmd()') a").AttrOr("href", "")
		h.Get(taken + "/withdraw").Status(200)
		h.Submit("main form", nil).Status(303)
		h.Follow().Status(200).Has(".rt-badge", "Abgemeldet")
		h.Get(h.list()+"?show=confirmed").Status(200).Has("tbody tr", "Bela Groß")
		h.Get(h.at("/registrations/new")).Status(200)
		h.Submit("main form", url.Values{"name": {"Bela Groß"}, "email": {"bela@example.org"}}).Status(422).Has("#f-name-error", "bereits angemeldet")
	})
}

func TestWhoRegistersOnAPageGetsMailsInItsLanguage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		for _, lang := range []string{"de", "en"} {
			b := s.Browser()
			b.Get("/v/" + h.event.Slug + "?lang=" + lang).Status(200)
			h.register(b, "Anna "+lang, url.Values{"email": {lang + "@example.org"}}).Status(303)
			var text string
			h.must(s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE to_email = ?", lang+"@example.org").Scan(t.Context(), &text))
			_, link, _ := strings.Cut(text, "http://tisch.example.org/a/")
			link, _, _ = strings.Cut(link, "\n")
			if !strings.HasSuffix(link, "?lang="+lang) {
				t.Fatalf("the mail in %s has the link %q\n%s", lang, link, text)
			}
			other := s.Browser()
			other.Get("/a/" + link).Status(303)
			if got := other.Follow().Status(200).Find("html").AttrOr("lang", ""); got != lang {
				t.Errorf("the link of the mail in %s leads to a page in %s", lang, got)
			}
		}
	})
}
