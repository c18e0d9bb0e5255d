package app_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

// TestFromTheInvitationToThePlaceThatComesFree goes the whole way of a symposium in a browser, with a mail server that takes what is
// sent: somebody is invited and says yes, others register, all wish for workshops, places are allotted and published, one
// changes by link, one gives the place back, and the next one is promoted and told.
func TestFromTheInvitationToThePlaceThatComesFree(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		y := begin(t, db, browser)
		y.invite()
		y.accept()
		y.register("Bela Bunt", "bela@example.org", y.housing.ID, y.courts.ID)
		y.register("Clara Celik", "clara@example.org", y.housing.ID)
		y.register("Dora Dörfler", "dora@example.org")
		y.allot()
		y.change()
		y.promote()
	})
}

type symposium struct {
	*apptest.Site
	t        *testing.T
	browser  *rod.Browser
	base     string
	server   *mailtest.Server
	sender   *mail.Sender
	office   apptest.Office
	lead     *browsertest.Page
	event    event.Event
	anna     directory.Person
	housing  event.ProgrammeItem // one place in the morning
	courts   event.ProgrammeItem // one place in the morning
	evenings event.ProgrammeItem // as many as come, in the afternoon
	pages    map[string]*browsertest.Page
}

func begin(t *testing.T, db *database.DB, browser *rod.Browser) *symposium {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	y := &symposium{t: t, browser: browser, base: "http://" + listener.Addr().String(), server: mailtest.Start(t), pages: map[string]*browsertest.Page{}}
	y.Site = apptest.NewWith(t, db, map[string]string{"RUNDERTISCH_BASE_URL": y.base, "RUNDERTISCH_SMTP_URL": y.server.URL()})
	ended := make(chan error, 1)
	go func() { ended <- y.Web().Listener(listener) }()
	t.Cleanup(func() {
		err := y.Web().ShutdownWithTimeout(5 * time.Second)
		if errors.Is(err, context.DeadlineExceeded) {
			err = nil // a live part hears of the end from the program's own stop, which is not run here, or at its next ping
		}
		if err = errors.Join(err, <-ended); err != nil {
			t.Error(err)
		}
	})
	server, err := mail.ParseServer(y.server.URL())
	must(t, err)
	y.sender, err = mail.NewSender(y.Mail, server, 0, slog.New(slog.DiscardHandler))
	must(t, err)
	y.prepare()
	y.signIn()
	return y
}

// prepare makes what stands before the story begins.
func (y *symposium) prepare() {
	y.t.Helper()
	ctx := y.t.Context()
	y.office = y.Office("Landkreis Musterland")
	w, err := y.Accounts.Workspace(ctx, y.office.Actor.WorkspaceID)
	must(y.t, err)
	w.Imprint, w.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	must(y.t, y.Accounts.UpdateWorkspace(ctx, y.office.Actor, w))
	y.anna, err = y.Directory.AddPerson(ctx, y.office.Actor, directory.Person{Given: "Anna", Family: "Abel", Email: "anna@example.org", Lang: "de", Source: "Netzwerk"})
	must(y.t, err)
	y.event, err = y.Events.Add(ctx, y.office.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
	})
	must(y.t, err)
	add := func(title, begin, end, slot, capacity string) event.ProgrammeItem {
		item, err := y.Events.AddItem(ctx, y.office.Actor, y.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: title, Begin: begin, End: end, NewSlot: slot, Capacity: capacity,
		})
		must(y.t, err)
		return item
	}
	y.housing = add("Wohnungsnot", "11:00", "12:30", "Vormittag", "1")
	y.courts = add("Räumung und Gericht", "11:00", "12:30", "Vormittag", "1")
	y.evenings = add("Straße und Abend", "13:30", "15:00", "Nachmittag", "0")
	_, err = y.Events.Publish(ctx, y.office.Actor, y.event.ID)
	must(y.t, err)
	y.event, _, err = y.Events.Public(ctx, "fachtagung")
	must(y.t, err)
}

// signIn gives the project lead a browser; sessions end when the clock is moved far.
func (y *symposium) signIn() {
	y.t.Helper()
	link, err := y.Accounts.SignInLink(y.t.Context(), y.office.Actor.UserID)
	must(y.t, err)
	y.lead = y.tab("/start/sign-in/"+link, browsertest.Desk)
	y.lead.Press("main form [type=submit]")
}

// tab opens the path in a browser of its own.
func (y *symposium) tab(path string, as browsertest.View) *browsertest.Page {
	y.t.Helper()
	private, err := y.browser.Incognito()
	must(y.t, err)
	page := browsertest.NewPage(y.t, private)
	page.As(as)
	page.Open(y.base + path)
	return page
}

func (y *symposium) at(path string) string {
	return y.base + "/projects/" + y.office.Project.ID + "/events/" + y.event.ID + path
}

// post sends what waits and returns the newest mail to the receiver whose subject has the words.
func (y *symposium) post(receiver, words string) mailtest.Mail {
	y.t.Helper()
	y.Work()
	_, err := y.sender.SendDue(y.t.Context())
	must(y.t, err)
	var found mailtest.Mail
	subjects := []string{}
	for _, m := range y.server.Mails() {
		subject := m.Header(y.t, "Subject")
		if strings.Contains(m.Header(y.t, "To"), receiver) {
			subjects = append(subjects, subject)
			if strings.Contains(subject, words) {
				found = m
			}
		}
	}
	if found.Raw == nil {
		y.t.Fatalf("%s got no mail with %q, only %q", receiver, words, subjects)
	}
	return found
}

var personalLink = regexp.MustCompile(`http://127\.0\.0\.1:\d+(/a/\S+)`)

// follow opens the personal link of a mail on a phone.
func (y *symposium) follow(m mailtest.Mail) *browsertest.Page {
	y.t.Helper()
	link := personalLink.FindStringSubmatch(m.Part(y.t, "text/plain", 0))
	if link == nil {
		y.t.Fatalf("the mail %q has no link", m.Header(y.t, "Subject"))
	}
	return y.tab(link[1], browsertest.Phone)
}

func choose(page *browsertest.Page, selector string) {
	page.Text(`s => { document.querySelector(s).click(); return "" }`, selector)
}

// invite lets workshops go by wishes and invites Anna.
func (y *symposium) invite() {
	y.t.Helper()
	y.lead.Open(y.at("/wishes"))
	y.lead.Fill(map[string]string{"wishes_until": "2027-01-31"})
	y.lead.Press("main form[action$='/wishes'] [type=submit]")
	y.lead.Has("main", "bis zum 31.01.2027 gesammelt")
	y.lead.Open(y.at("/invitations/new"))
	choose(y.lead, "main [name=persons][value='"+y.anna.ID+"']")
	y.lead.Press("main form [type=submit]")
	y.lead.Has("main", "1 Person bekommt diese E-Mail")
	y.lead.Press("main form[action$='/send'] [type=submit]")
}

// accept says yes by the link of the invitation, and wishes.
func (y *symposium) accept() {
	y.t.Helper()
	page := y.follow(y.post("anna@example.org", "Fachtagung"))
	page.Check("asked by link", browsertest.Desk, browsertest.Phone)
	page.As(browsertest.Phone)
	page.Press("main [name=answer][value=accepted]")
	page.Has("main", "Sie haben einen Platz")
	page.Fill(map[string]string{"wish_1_1": y.housing.ID, "wish_1_2": y.courts.ID})
	page.Press("main form[action$='/wuensche'] [type=submit]")
	page.Has("[role=status]", "Ihre Wünsche sind gespeichert")
	page.Check("wishes by link", browsertest.Desk, browsertest.Phone)
	y.pages["Anna Abel"] = page
}

func (y *symposium) register(name, email string, wishes ...string) {
	y.t.Helper()
	page := y.tab("/v/fachtagung/anmeldung", browsertest.Phone)
	typed := map[string]string{"name": name, "email": email}
	for n, id := range wishes {
		typed["wish_1_"+string(rune('1'+n))] = id
	}
	page.Fill(typed)
	page.Press("main form[action$='/anmeldung'] [type=submit]")
	page.Has("main", name)
	page.Has("main", "Sie haben einen Platz")
	y.pages[name] = page
	y.post(email, "Fachtagung")
}

// allot draws, looks and publishes once the last day is over.
func (y *symposium) allot() {
	y.t.Helper()
	y.Clock.Advance(time.Date(2027, 2, 1, 8, 0, 0, 0, time.UTC).Sub(y.Clock.Now()))
	y.signIn()
	y.lead.Open(y.at("/wishes"))
	y.lead.Has("main", "3 von 4 Personen")
	y.lead.Press("main form[action$='/draw'] [type=submit]")
	y.lead.Check("preview of the places", browsertest.Desk, browsertest.Phone)
	y.lead.As(browsertest.Desk)
	if given := y.holding(y.housing, attendance.Confirmed); len(given) > 0 {
		y.t.Errorf("a preview gave %v a place", given)
	}
	y.lead.Press("main form[action$='/publish'] [type=submit]")
	y.lead.Has("main", "bekannt gegeben")
	for _, name := range []string{"Anna Abel", "Bela Bunt", "Clara Celik"} {
		page := y.pages[name]
		page.Open(page.Text(`() => location.href`))
		page.Has("h2", "So wurden die Workshops vergeben")
		page.Has("main", "als Erstwunsch")
		y.post(strings.ToLower(strings.Fields(name)[0])+"@example.org", "Workshop")
	}
	y.pages["Bela Bunt"].Check("why this place", browsertest.Desk, browsertest.Phone)
}

// change takes another workshop by link.
func (y *symposium) change() {
	y.t.Helper()
	page := y.follow(y.post("dora@example.org", "Fachtagung"))
	choose(page, "main form[action$='/workshops'] [type=radio][value='"+y.evenings.ID+"']")
	page.Press("main form[action$='/workshops'] [type=submit]")
	if got := y.holding(y.evenings, attendance.Confirmed); strings.Join(got, ", ") != "Dora Dörfler" {
		y.t.Errorf("%v are in the afternoon's workshop", got)
	}
	y.post("dora@example.org", y.evenings.Title)
}

// promote lets somebody give a place back that another waits for.
func (y *symposium) promote() {
	y.t.Helper()
	wanted := y.housing
	waiting := y.holding(wanted, attendance.Waitlisted)
	if len(waiting) == 0 {
		wanted = y.courts
		waiting = y.holding(wanted, attendance.Waitlisted)
	}
	holder := y.holding(wanted, attendance.Confirmed)
	if len(waiting) != 1 || len(holder) != 1 {
		y.t.Fatalf("%v wait for the place of %v", waiting, holder)
	}
	page := y.pages[holder[0]]
	page.As(browsertest.Phone)
	page.Press("main a[href$='/abmelden']")
	page.Press("main form[action$='/abmelden'] [type=submit]")
	page.Has("main", "abgemeldet")
	if got := y.holding(wanted, attendance.Confirmed); strings.Join(got, ", ") != waiting[0] {
		y.t.Errorf("after %s gave it back %v have the place, want %s", holder[0], got, waiting[0])
	}
	told := y.post(strings.ToLower(strings.Fields(waiting[0])[0])+"@example.org", wanted.Title)
	if part := told.Part(y.t, "text/calendar", 0); !strings.Contains(part, "METHOD:REQUEST") || !strings.Contains(part, wanted.Title) {
		y.t.Errorf("the calendar learns %q", part)
	}
	after := y.follow(told)
	after.Has("main", wanted.Title)
	after.Check("promoted", browsertest.Desk, browsertest.Phone)
}

// holding lists by name who has a place of the workshop, or waits for one.
func (y *symposium) holding(item event.ProgrammeItem, place attendance.Place) []string {
	y.t.Helper()
	var names []string
	must(y.t, y.DB.Read().NewRaw("SELECT t.name FROM attendances AS t JOIN workshop_places AS wp ON wp.attendance_id = t.id WHERE wp.item_id = ? AND wp.state = ? ORDER BY t.name",
		item.ID, place).Scan(y.t.Context(), &names))
	return names
}
