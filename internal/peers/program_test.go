package peers_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
)

// office is our program as it runs for real, and the administrator at its pages.
type office struct {
	*apptest.Browser
	t       *testing.T
	project string // address of the project
	event   string // address of the event
}

// mailbox is the office's: sender, ORGANIZER, and where the answers go.
const mailbox = "planung"

// startOffice starts the program, which the script has built, on an empty database and sets it up by the link that it prints.
func startOffice(t *testing.T, p *post) *office {
	t.Helper()
	home := within(t, folder(t), "office")
	binary := filepath.Join(folder(t), "rundertisch")
	listen := port(t)
	base := "http://" + loopback(listen)
	program := start(t, "Program", asNobody, []string{
		"RUNDERTISCH_LISTEN=" + loopback(listen), "RUNDERTISCH_BASE_URL=" + base,
		"RUNDERTISCH_DATABASE_URL=sqlite:" + filepath.Join(home, "data.db"), "RUNDERTISCH_FILES_DIR=" + filepath.Join(home, "files"),
		"RUNDERTISCH_SMTP_URL=smtp://" + loopback(p.smtp), "RUNDERTISCH_MAIL_FROM=Landkreis Musterland <" + mailbox + "@" + domain + ">",
		"RUNDERTISCH_MAILBOX_URL=imap://" + mailbox + ":" + password + "@" + loopback(p.imap), "HOME=" + home,
	}, binary, "serve")
	program.listens(t, listen)
	o := &office{Browser: apptest.Remote(t, base), t: t}
	o.setUp(program.prints(t, regexp.MustCompile(`/start/setup/\S+`)))
	return o
}

// prints waits for the first of a process's words that fit.
func (p *process) prints(t *testing.T, form *regexp.Regexp) string {
	t.Helper()
	var found string
	until(t, p.name+" prints "+form.String(), func() bool {
		said, err := os.ReadFile(p.said)
		found = form.FindString(string(said))
		return err == nil && found != ""
	})
	return found
}

func (o *office) setUp(link string) {
	o.t.Helper()
	o.Get(link).Status(200)
	o.Submit("main form", url.Values{
		"workspace_name": {"Landkreis Musterland"}, "name": {"Jana Größler"}, "email": {"jana@" + domain}, "password": {apptest.Password},
	}).Status(303)
	form := o.Follow().Status(200).Find("main form").AttrOr("action", "")
	workspace := strings.TrimSuffix(form, "/projects")
	home := o.Submit("main form", url.Values{"name": {"Planungskoordination"}}).Status(303)
	o.project, _, _ = strings.Cut(home.Location, "?")
	o.Get(workspace + "/settings").Status(200)
	o.Submit("main form", url.Values{
		"imprint": {"Landratsamt, Lindenplatz 1"}, "privacy_contact": {"datenschutz@" + domain}, "funding_notice": {"Gefördert aus Mitteln des Landes."},
	}).Status(303)
}

// day is when the event takes place: a Thursday in summer time, far enough ahead.
func day() time.Time {
	d := time.Date(time.Now().Year()+1, time.June, 10, 0, 0, 0, 0, time.UTC)
	for d.Weekday() != time.Thursday {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

// publish makes and publishes an event, which is the one all else is about from now on.
func (o *office) publish(title string, places int) {
	o.t.Helper()
	o.Get(o.project + "/events/new").Status(200)
	made := o.Submit("main form", url.Values{
		"kind": {"symposium"}, "title": {title}, "day": {day().Format("02.01.2006")}, "begin": {"9:30"}, "end": {"16:00"},
		"venue": {"Kreishaus, Großer Saal"}, "capacity": {strconv.Itoa(places)}, "contact": {"Team, planung@" + domain},
	}).Status(303)
	o.event, _, _ = strings.Cut(made.Location, "?")
	o.step("publish")
}

// step takes the event a step further: publish, cancel.
func (o *office) step(name string) {
	o.t.Helper()
	o.Get(o.event + "/steps/" + name).Status(200)
	o.Submit("main form", nil).Status(303)
}

// person adds somebody to the directory and returns the identifier.
func (o *office) person(given, family, email string) {
	o.t.Helper()
	o.Get(o.project + "/directory/persons/new").Status(200)
	o.Submit("main form", url.Values{"given": {given}, "family": {family}, "email": {email}, "lang": {"de"}, "source": {"Tagung 2026"}}).Status(303)
}

// invite invites everybody with one of the family names.
func (o *office) invite(names ...string) {
	o.t.Helper()
	form := o.Get(o.event + "/invitations/new").Status(200)
	var chosen []string
	for _, name := range names {
		label := form.Find("label").FilterFunction(contains(name))
		person, found := form.Find("#" + label.AttrOr("for", "-")).Attr("value")
		if !found {
			o.t.Fatalf("nobody called %s can be invited:\n%s", name, squeeze(form.Find("main").Text()))
		}
		chosen = append(chosen, person)
	}
	o.Submit("main form", url.Values{"persons": chosen, "text": {"Wir freuen uns auf Sie."}}).Status(303)
	o.Follow().Status(200)
	o.Submit("#senden form[action$='/send']", nil).Status(303)
}

// change changes the event, after a look at who is told.
func (o *office) change(fields url.Values) {
	o.t.Helper()
	o.Get(o.event + "/edit").Status(200)
	o.Submit("main form", fields).Status(200).Has("#aenderung", "bisher")
	o.Submit("main form", nil).Status(303)
}

// shows waits until the list of invited people says something of somebody.
func (o *office) shows(name, said string) {
	o.t.Helper()
	o.lists("/invitations", name, said)
}

// seats waits until the list of registrations says something of somebody.
func (o *office) seats(name, said string) {
	o.t.Helper()
	o.lists("/registrations", name, said)
}

func (o *office) lists(page, name, said string) {
	o.t.Helper()
	var row string
	until(o.t, fmt.Sprintf("%s says %q of %s", page, said, name), func() bool {
		found := o.Get(o.event + page).Status(200).Find("tbody tr").FilterFunction(contains(name))
		row = squeeze(found.First().Text())
		return strings.Contains(row, said)
	}, &row)
}

// received waits until the list of received mail has n with the state.
func (o *office) received(state string, n int) {
	o.t.Helper()
	var list string
	until(o.t, fmt.Sprintf("%d received mails are %s", n, state), func() bool {
		rows := o.Get(o.project + "/received").Status(200).Find("#received tbody tr")
		list = squeeze(rows.Text())
		return rows.FilterFunction(contains(state)).Length() == n
	}, &list)
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
