package app_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/body"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/workplan"
)

// TestTheWholeDay goes through the day of a symposium in browsers, as those meet it who run it, help, come and read about it later: people
// are let in, for a while without network; a workshop writes cards and weighs them, one phone without network; what it found is approved and public;
// the conference before it has minutes that its members agree to; people say what they thought of it and are thanked; and the work plan knows.
func TestTheWholeDay(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := dawn(t, db, browser)
		d.makeLinks()
		d.letIn()
		d.writeCards()
		d.weighAndClose()
		d.approve()
		d.keepMinutes()
		d.agree()
		d.evening()
		d.ask()
		d.thank()
		d.read()
	})
}

type day struct {
	*apptest.Site
	t       *testing.T
	browser *rod.Browser
	line    *apptest.Line
	office  apptest.Office
	lead    *browsertest.Page

	symposium, conference event.Event
	held, found           string // milestones: 2.1 with the conference, 2.2 with the symposium
	codes                 []string

	helper, moderator string // paths of their links
	room              string // path of the workshop's wall
	wall              *browsertest.Page
	phones            []*browsertest.Page
}

// dawn makes what stands when the day begins. Browsers go by the clock on the wall, and so does the program here.
func dawn(t *testing.T, db *database.DB, browser *rod.Browser) *day {
	t.Helper()
	d := &day{Site: apptest.New(t, db), t: t, browser: browser}
	today := time.Now()
	d.Clock.Advance(today.Add(-24 * time.Hour).Sub(d.Clock.Now())) // who comes has registered the day before
	d.line = d.Lay()
	d.office = d.Office("Landkreis Musterland")
	ctx, actor := t.Context(), d.office.Actor
	w, err := d.Accounts.Workspace(ctx, actor.WorkspaceID)
	must(t, err)
	w.Imprint, w.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	must(t, d.Accounts.UpdateWorkspace(ctx, actor, w))
	goal, err := d.Plan.AddGoal(ctx, actor, workplan.Goal{Number: "2", Title: "Zusammenarbeit"})
	must(t, err)
	milestone := func(number, title string, rule workplan.Rule) string {
		m, err := d.Plan.AddMilestone(ctx, actor, workplan.Milestone{GoalID: goal.ID, Number: number, Title: title, DueOn: "2029-12", Rule: rule})
		must(t, err)
		return m.ID
	}
	d.held, d.found = milestone("2.1", "Sozialplanungskonferenz", "events minutes"), milestone("2.2", "Fachtagung", "events results")
	d.symposium = d.planned(today, event.Symposium, "Fachtagung", d.found)
	_, err = d.Events.AddItem(ctx, actor, d.symposium.ID, event.ItemDetails{Kind: event.WorkshopItem, Title: "Prävention", Begin: "10:30", End: "12:00", NewSlot: "Vormittag"})
	must(t, err)
	d.conference = d.planned(today.AddDate(0, 0, -1), event.Conference, "Konferenz", d.held)
	for _, e := range []*event.Event{&d.symposium, &d.conference} {
		*e, err = d.Events.Publish(ctx, actor, e.ID)
		must(t, err)
	}
	d.seat()
	d.register("Ewa Łuczak", "Tom Öz", "Hatice Çelik", "Jan Dvořák", "Clara Weiß")
	d.Clock.Advance(24 * time.Hour)
	d.signIn()
	return d
}

// planned is an event that belongs to the milestone and takes the whole of the day.
func (d *day) planned(on time.Time, kind event.Kind, title, milestoneID string) event.Event {
	d.t.Helper()
	e, err := d.Events.Add(d.t.Context(), d.office.Actor, event.Details{
		Kind: kind, Title: title, Day: on.In(berlin(d.t)).Format("02.01.2006"), Begin: "0:00", End: "23:59", Venue: "Kreishaus", Contact: "Jana Größler",
	})
	must(d.t, err)
	must(d.t, d.Events.Tie(d.t.Context(), d.office.Actor, e.ID, milestoneID))
	return e
}

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	return zone
}

// seat makes the conference a meeting of a body of two.
func (d *day) seat() {
	d.t.Helper()
	ctx, actor := d.t.Context(), d.office.Actor
	council, err := d.Bodies.Add(ctx, actor, body.Details{Name: "Beirat", Quorum: body.Majority})
	must(d.t, err)
	for given, duty := range map[string]body.Duty{"Ada": body.Chair, "Bela": body.Ordinary} {
		p, err := d.Directory.AddPerson(ctx, actor, directory.Person{Given: given, Family: "Größler", Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Liste"})
		must(d.t, err)
		_, err = d.Bodies.AddMember(ctx, actor, council.ID, body.Seat{PersonID: p.ID, Duty: duty})
		must(d.t, err)
	}
	must(d.t, d.Bodies.Hold(ctx, actor, d.conference.ID, council.ID))
}

func (d *day) register(names ...string) {
	d.t.Helper()
	must(d.t, d.DB.RunInTx(d.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		for n, name := range names {
			row, _, err := d.Attendance.RegisterIn(ctx, tx, attendance.Registration{
				EventID: d.symposium.ID, Source: attendance.ByStaff, Ticket: attendance.NewTicket(),
				Guest: attendance.Guest{Name: name, Email: fmt.Sprintf("gast%d@example.org", n), Lang: "de"},
			}, func(event.Event) error { return nil })
			if err != nil {
				return err
			}
			codes, err := d.CheckIns.CodesIn(ctx, tx, d.symposium.ID)
			if err != nil {
				return err
			}
			d.codes = append(d.codes, codes[row.ID])
		}
		return nil
	}))
}

func (d *day) signIn() {
	d.t.Helper()
	link, err := d.Accounts.SignInLink(d.t.Context(), d.office.Actor.UserID)
	must(d.t, err)
	d.lead = d.tab("/start/sign-in/"+link, browsertest.Desk)
	d.lead.Press("main form [type=submit]")
}

// tab opens the path in a browser of its own.
func (d *day) tab(path string, as browsertest.View) *browsertest.Page {
	d.t.Helper()
	private, err := d.browser.Incognito()
	must(d.t, err)
	page := browsertest.NewPage(d.t, private)
	page.As(as)
	page.Open(d.line.Base() + path)
	return page
}

// at opens a page of an event, or of the project, for the lead.
func (d *day) at(path string, e ...event.Event) {
	d.t.Helper()
	project := d.line.Base() + "/projects/" + d.office.Project.ID
	if len(e) > 0 {
		project += "/events/" + e[0].ID
	}
	d.lead.Open(project + path)
}

// shown is the path of the address that an element of the page shows or leads to.
func (d *day) shown(page *browsertest.Page, selector string) string {
	d.t.Helper()
	address, err := url.Parse(page.Text(`s => { const e = document.querySelector(s); return e.value || e.href }`, selector))
	must(d.t, err)
	return address.Path
}

// makeLinks: those who help and moderate have no account.
func (d *day) makeLinks() {
	d.t.Helper()
	d.at("/door", d.symposium)
	d.lead.Has("main", "0 von 5 sind da")
	d.lead.Fill(map[string]string{"name": "Haupteingang"})
	d.lead.Press("main form[action$='/links'] [type=submit]")
	d.helper = d.shown(d.lead, "#helper-link")
	d.at("/boards", d.symposium)
	d.lead.Press("main form[action$='/boards'] [type=submit]")
	if !strings.Contains(d.lead.Path(), "/boards/") {
		d.lead.Press("main a[href*='/boards/']")
	}
	d.room = d.shown(d.lead, ".rt-join__address a")
	d.lead.Fill(map[string]string{"name": "Ewa Łuczak"})
	d.lead.Press("main form[action$='/passes'] [type=submit]")
	d.moderator = d.shown(d.lead, "#moderation .rt-break a")
}

// letIn: two by their codes, two and somebody nobody knew while the network is gone and the page is opened anew.
func (d *day) letIn() {
	d.t.Helper()
	helper := d.tab(d.helper, browsertest.Phone)
	helper.Check("the link of a helper", browsertest.Phone)
	helper.Press("main form [type=submit]")
	soon(d.t, helper, `() => document.getElementById("tuer")?.dataset.kept === "1"`)
	door := helper.Text(`() => location.href`)
	scan := func(code string) {
		helper.Text(`code => { const f = document.getElementById("tuer-code").form; f.elements.code.value = code; f.requestSubmit(); return "" }`, code)
	}
	waiting := func(n string) {
		soon(d.t, helper, `n => document.getElementById("tuer").dataset.ready === "1" && document.getElementById("tuer-netz").dataset.waiting === n`, n)
	}
	scan(d.codes[0])
	helper.Soon("#tuer-gesagt", "Ewa Łuczak ist da.")
	scan(d.codes[1])
	helper.Soon("#tuer-gesagt", "Tom Öz ist da.")
	waiting("0")
	helper.Soon(".rt-door__count", "2 von 5 sind da")
	d.line.Cut(true)
	scan(d.codes[2])
	helper.Soon("#tuer-gesagt", "Hatice Çelik ist da.")
	helper.Open(door)
	waiting("1")
	scan(d.codes[3])
	helper.Soon("#tuer-gesagt", "Jan Dvořák ist da.")
	helper.Fill(map[string]string{"name": "Hoa Nguyễn"})
	choose(helper, "#tuer-dazu [type=submit]")
	helper.Soon("#tuer-gesagt", "Hoa Nguyễn")
	helper.Soon("#tuer-netz", "3 Einlässe warten")
	d.line.Cut(false)
	helper.Text(`() => { window.dispatchEvent(new Event("online")); return "" }`)
	waiting("0")
	helper.Complaints() // that the network was gone
	d.at("/door", d.symposium)
	d.lead.Has("main", "5 von 6 sind da")
	d.lead.Check("the doors", browsertest.Desk, browsertest.Phone)
	d.lead.As(browsertest.Desk)
}

// writeCards: what two phones write hangs on the wall, also when one of them had no network.
func (d *day) writeCards() {
	d.t.Helper()
	d.wall = d.tab(d.room+"/wand", browsertest.Desk)
	d.wall.Soon("#wand", "Die erste Karte fehlt noch")
	for range 2 {
		phone := d.tab(d.room, browsertest.Phone)
		soon(d.t, phone, `() => document.getElementById("karten").dataset.waiting === "0"`)
		d.phones = append(d.phones, phone)
	}
	write(d.phones[0], "gap", "Beratung fehlt im Norden")
	d.phones[0].Soon("#karten-wand", "Beratung fehlt im Norden")
	d.wall.Soon("#wand", "Beratung fehlt im Norden")
	d.line.Cut(true)
	write(d.phones[1], "agreement", "Das Meldeblatt gilt ab März")
	d.phones[1].Soon("#karten-warten", "Das Meldeblatt gilt ab März")
	d.phones[1].Soon("#karten-netz", "ohne Netz")
	d.line.Cut(false)
	for _, page := range []*browsertest.Page{d.phones[1], d.wall} {
		page.Text(`() => { window.dispatchEvent(new Event("online")); return "" }`)
	}
	d.phones[1].Soon("#karten-wand", "Das Meldeblatt gilt ab März")
	d.wall.Open(d.line.Base() + d.room + "/wand")
	d.wall.Soon("#wand", "Das Meldeblatt gilt ab März")
	d.phones[1].Complaints() // that the network was gone
	d.wall.Complaints()
}

func write(phone *browsertest.Page, kind, text string) {
	phone.Text(`() => { document.getElementById("schreiben").open = true; return "" }`)
	phone.Fill(map[string]string{"text": text})
	choose(phone, "#schreiben [name=kind][value='"+kind+"']")
	choose(phone, "#schreiben .rt-actions [type=submit]")
}

// weighAndClose: a phone gives a dot, the moderator ends the writing.
func (d *day) weighAndClose() {
	d.t.Helper()
	phone := d.phones[1]
	phone.Open(d.line.Base() + d.room)
	choose(phone, "#art-gap .rt-vote")
	phone.Soon("#art-gap .rt-sticky__weight", "1 Punkt")
	phone.Soon("#punkte", "noch 4 Punkte")
	d.wall.Soon("#wand", "1 Punkt")
	phone.Check("the room", browsertest.Phone)
	d.wall.Check("the wall", browsertest.Desk)
	moderator := d.tab(d.moderator, browsertest.Phone)
	moderator.Press("main form [type=submit]")
	moderator.Has("main", "Beratung fehlt im Norden")
	moderator.Check("the moderator's page", browsertest.Phone)
	moderator.Press("main form[action$='/schluss'] [type=submit]")
	moderator.Has("main form[action$='/weiter']", "")
	d.wall.Soon(".rt-wall__kinds", "Das Meldeblatt gilt ab März")
}

// approve: the lead takes both cards over and makes them public; each has an address.
func (d *day) approve() {
	d.t.Helper()
	d.at("/boards", d.symposium)
	d.lead.Press("main a[href*='/boards/']")
	d.lead.Text(`() => { document.querySelectorAll("main form[action$='/approve'] [name=card]").forEach(e => e.click()); return "" }`)
	d.lead.Press("main form[action$='/approve'] [type=submit]")
	d.hold(d.symposium)
	d.at("/results", d.symposium)
	d.lead.Press("main form[action$='/results/publish'] [type=submit]")
	reader := d.tab("/v/fachtagung", browsertest.Phone)
	reader.Has("#ergebnisse", "Beratung fehlt im Norden")
	reader.Press("#ergebnisse a[href*='/ergebnisse/']")
	reader.Has("main", "Beratung fehlt im Norden")
	reader.Check("a card", browsertest.Desk, browsertest.Phone)
}

func (d *day) hold(e event.Event) {
	d.t.Helper()
	d.at("/steps/hold", e)
	d.lead.Press("main form [type=submit]")
}

// keepMinutes: an item, what was said about it, who was there, and a task that follows.
func (d *day) keepMinutes() {
	d.t.Helper()
	d.at("/meeting/items/new", d.conference)
	d.lead.Fill(map[string]string{"title": "Bestandsanalyse", "planned": "30"})
	choose(d.lead, "main [name=public]")
	d.lead.Press("main form.rt-form [type=submit]")
	d.at("/meeting", d.conference)
	d.lead.Press("main a[href$='/minutes/edit']")
	d.lead.Fill(map[string]string{"minutes": "Der Beirat nimmt zustimmend Kenntnis."})
	d.lead.Press("main form.rt-form [type=submit]")
	d.at("/meeting", d.conference)
	d.lead.Has("#tagesordnung", "Der Beirat nimmt zustimmend Kenntnis.")
	d.lead.Text(`() => { document.querySelectorAll("#anwesenheit [value=member]").forEach(e => e.click()); return "" }`)
	d.lead.Press("main form[action$='/presence'] [type=submit]")
	d.lead.Has("#anwesenheit", "Beschlussfähig: 2 von 2")
	d.lead.Fill(map[string]string{"until_on": d.Clock.Now().In(berlin(d.t)).AddDate(0, 0, 9).Format(time.DateOnly)})
	d.lead.Press("main form[action$='/round'] [type=submit]")
	d.lead.Has("main", "Zur Zustimmung versandt")
}

var minutesLink = regexp.MustCompile(`/protokoll/\S+`)

// agree: both members by the links in their mails.
func (d *day) agree() {
	d.t.Helper()
	var mails []string
	must(d.t, d.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'minutes_approval' ORDER BY id").Scan(d.t.Context(), &mails))
	if len(mails) != 2 {
		d.t.Fatalf("%d members are asked", len(mails))
	}
	for _, mail := range mails {
		member := d.tab(minutesLink.FindString(mail), browsertest.Phone)
		if member.Text(`() => document.querySelector("main").innerText.includes("zustimmend Kenntnis") ? "shown" : ""`) == "" {
			member.Press("main form [type=submit]")
		}
		member.Has("main", "Der Beirat nimmt zustimmend Kenntnis.")
		member.Check("the round of approval", browsertest.Phone)
		member.Press("main form:not(details form) [type=submit]")
	}
	d.at("/meeting", d.conference)
	d.lead.Has("main", "Genehmigt")
	d.lead.Press("main form[action$='/meeting/publish'] [type=submit]")
	reader := d.tab("/v/konferenz", browsertest.Phone)
	reader.Has("#protokoll", "Der Beirat nimmt zustimmend Kenntnis.")
}

// evening: both took place, and the work plan takes its milestones from that.
func (d *day) evening() {
	d.t.Helper()
	d.hold(d.conference)
	d.Clock.Advance(24 * time.Hour)
	d.signIn()
	for _, milestone := range []string{d.held, d.found} {
		d.at("/milestones/" + milestone)
		d.lead.Has(".rt-page-header .rt-badge", "Erledigt")
	}
}

// ask: five people answer, and only then there is something to read.
func (d *day) ask() {
	d.t.Helper()
	d.at("/survey/edit", d.symposium)
	d.lead.Press("main form.rt-form [type=submit]")
	d.lead.Press("main form[action$='/survey/open'] [type=submit]")
	survey := d.shown(d.lead, "main a[href*='/umfrage/']")
	for range 5 {
		guest := d.tab(survey, browsertest.Phone)
		choose(guest, "main [name=q1]")
		guest.Press("main form [type=submit]")
		guest.Has("main", "Vielen Dank")
	}
	d.at("/survey/close", d.symposium)
	d.lead.Press("main form [type=submit]")
	d.lead.Has("main", "5 Antworten")
	d.lead.Check("what people thought", browsertest.Desk, browsertest.Phone)
	d.lead.As(browsertest.Desk)
}

// thank: those who came get a mail that leads to what came of it.
func (d *day) thank() {
	d.t.Helper()
	d.at("/thanks", d.symposium)
	d.lead.Fill(map[string]string{"text": "Es war ein guter Tag."})
	d.lead.Press("main form.rt-form [type=submit]")
	d.lead.Press("#senden form[action$='/send'] [type=submit]")
	d.Work()
	var texts []string
	must(d.t, d.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'thanks'").Scan(d.t.Context(), &texts))
	for _, text := range texts {
		if !strings.Contains(text, "Es war ein guter Tag.") || !strings.Contains(text, "/v/fachtagung") {
			d.t.Errorf("thanks: %s", text)
		}
	}
	if len(texts) != 5 {
		d.t.Errorf("%d people are thanked", len(texts))
	}
}

// read: how many came, of those who registered.
func (d *day) read() {
	d.t.Helper()
	d.at("/registrations/statistics", d.symposium)
	d.lead.Has("main", "5 Personen wurden am Eingang eingelassen")
	d.lead.Check("who came", browsertest.Desk, browsertest.Phone)
}

// soon waits until the page meets the condition.
func soon(t *testing.T, page *browsertest.Page, condition string, args ...any) {
	t.Helper()
	if err := page.Timeout(time.Minute).Wait(rod.Eval(condition, args...)); err != nil {
		t.Fatalf("%s %v: %v; the page says %s", condition, args, err, page.Text(`() => document.querySelector("main").innerText`))
	}
}
