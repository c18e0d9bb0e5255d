package web_test

import (
	"bytes"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/go-rod/rod"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/id"
	"rundertisch/internal/registration"
	"rundertisch/internal/result"
	"rundertisch/internal/workplan"
)

// TestPagesAreWellWithNothingMuchAndLongWords looks at the main pages with three sets of data that nobody has in mind
// while building a page. How data look does not depend on the database: one will do.
func TestPagesAreWellWithNothingMuchAndLongWords(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	for _, state := range []stock{
		{name: "empty"},
		{name: "full", rows: 300, events: 100, of: func(i int) string { return fmt.Sprintf("%s %d", families[i%len(families)], i) }},
		{name: "long", rows: 4, events: 2, of: func(i int) string { return stretched(families[i%len(families)], 120) }, long: true},
	} {
		t.Run(state.name, func(t *testing.T) {
			t.Parallel()
			s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
			o := &shelf{Office: s.Office("Landkreis Musterland"), site: s, t: t}
			pages := state.fill(o)
			page := o.inChromium(browser)
			base := strings.TrimSuffix(page.Text(`() => location.origin`), "/")
			for _, path := range pages {
				page.As(browsertest.Desk)
				page.Open(base + path)
				if status := page.Text(`() => String(performance.getEntriesByType("navigation")[0].responseStatus)`); status != "200" {
					t.Errorf("%s answers %s", path, status)
				}
				page.CheckRoom(state.name + ": " + path)
			}
		})
	}
}

var families = []string{"Größler-Weiß", "Łuczak", "Yılmaz", "Nguyễn"}

// stretched repeats the text without blanks until it has so many characters.
func stretched(text string, characters int) string {
	return string([]rune(strings.Repeat(text, characters))[:characters])
}

// stock is how much there is of everything, and what it is called.
type stock struct {
	name         string
	rows, events int
	of           func(i int) string
	long         bool
}

// title is a title of at most so many characters.
func (k stock) title(i, most int) string {
	if !k.long {
		return fmt.Sprintf("Wege aus der Wohnungslosigkeit, Teil %d", i)
	}
	return stretched("Wohnungslosenhilfekooperationsvereinbarungen und Verantwortlichkeiten im Landkreis ", most-1) + "."
}

func (k stock) text() string {
	if !k.long {
		return "Näheres steht in der Einladung."
	}
	return "Näheres: https://www.example.org/" + stretched("unterlagen-und-anlagen/", 300) + " " + stretched("Zweckverband", 200)
}

// fill puts everything into the office and returns the addresses of its main pages.
func (k stock) fill(o *shelf) []string {
	o.t.Helper()
	at, workspace := "/projects/"+o.Project.ID, "/workspaces/"+o.Actor.WorkspaceID
	pages := []string{
		"/projects", at, at + "/plan", at + "/tasks", at + "/directory/organisations", at + "/directory/persons", at + "/directory/groups",
		at + "/directory/import", at + "/events", at + "/documents", at + "/mail", at + "/received", at + "/bin", at + "/search?q=gr",
		workspace + "/members", workspace + "/settings", "/account", "/", at + "/events/new", at + "/milestones/new",
	}
	if k.rows == 0 {
		return pages
	}
	groupID, personID := k.people(o)
	pages = append(pages, at+"/directory/groups/"+groupID, at+"/directory/persons/"+personID, at+"/milestones/"+k.plan(o))
	e := k.meetings(o)
	k.invited(o, e)
	k.papers(o, e)
	meeting := at + "/events/" + e.ID
	return append(pages, meeting, meeting+"/invitations", meeting+"/invitations/new", meeting+"/invitations/save-the-date", meeting+"/registrations", meeting+"/results", "/v/"+e.Slug)
}

func (k stock) people(o *shelf) (groupID, personID string) {
	ctx := o.t.Context()
	var members []string
	for i := range k.rows {
		at, err := o.site.Directory.AddOrganisation(ctx, o.Actor, directory.Organisation{
			Name: k.of(i), Kind: directory.Kinds()[i%len(directory.Kinds())], Town: k.of(i), Website: "https://example.org/" + stretched("anlaufstelle", 20+k.rows),
		})
		o.must(err)
		p, err := o.site.Directory.AddPerson(ctx, o.Actor, directory.Person{
			Given: "Thị Hương", Family: k.of(i), Function: k.of(i), Email: fmt.Sprintf("%s%d@%s.example.org", stretched("hilfe", 50), i, stretched("wohnen", 60)),
			Lang: "de", Source: k.title(i, 400), OrganisationID: directory.Ref(at.ID),
		})
		o.must(err)
		members, personID = append(members, p.ID), p.ID
	}
	g, err := o.site.Directory.AddGroup(ctx, o.Actor, directory.Group{Name: k.of(0), Description: k.text()})
	o.must(err)
	o.must(o.site.Directory.AddMembers(ctx, o.Actor, g.ID, members))
	return g.ID, personID
}

func (k stock) plan(o *shelf) (milestoneID string) {
	ctx := o.t.Context()
	goal, err := o.site.Plan.AddGoal(ctx, o.Actor, workplan.Goal{Number: "1", Title: k.title(1, 400)})
	o.must(err)
	m, err := o.site.Plan.AddMilestone(ctx, o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: k.title(1, 400), StartsOn: "2026-03", DueOn: "2026-12"})
	o.must(err)
	for i := range k.rows {
		_, err := o.site.Plan.AddTask(ctx, o.Actor, workplan.Task{
			MilestoneID: m.ID, Title: k.title(i, 400), State: workplan.TaskOpen, DueOn: "2026-11-20", AssigneeID: o.Actor.UserID,
		})
		o.must(err)
	}
	return m.ID
}

// meetings adds events, one of them public and with workshops.
func (k stock) meetings(o *shelf) event.Event {
	ctx := o.t.Context()
	workspace, err := o.site.Accounts.Workspace(ctx, o.Actor.WorkspaceID)
	o.must(err)
	workspace.Imprint, workspace.PrivacyContact = k.text(), k.text()
	o.must(o.site.Accounts.UpdateWorkspace(ctx, o.Actor, workspace))
	var e event.Event
	for i := range k.events {
		e, err = o.site.Events.Add(ctx, o.Actor, event.Details{
			Kind: event.Symposium, Title: k.title(i, 200), Summary: k.title(i, 400), Description: k.text(), Day: fmt.Sprintf("%02d.03.2027", 1+i%28),
			Begin: "09:30", End: "16:00", Venue: k.of(i), Address: k.title(i, 400), Access: k.text(), Capacity: "100", Contact: "planung@example.org",
		})
		o.must(err)
	}
	for i := range 2 {
		_, err := o.site.Events.AddItem(ctx, o.Actor, e.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: k.title(i, 200), Description: k.text(), Room: k.of(i), Speakers: k.of(i), Moderator: k.of(i),
			Begin: "10:00", End: "12:00", NewSlot: k.of(0), Capacity: "500",
		})
		o.must(err)
	}
	e, err = o.site.Events.Publish(ctx, o.Actor, e.ID)
	o.must(err)
	return e
}

// invited asks all people to the event, registers as many others and receives as many letters.
func (k stock) invited(o *shelf, e event.Event) {
	ctx := o.t.Context()
	everybody, err := o.site.Directory.AllPersons(ctx, o.Actor, directory.Filter{})
	o.must(err)
	o.site.Invite(o.Actor, e.ID, everybody...)
	for i := range k.rows {
		_, err := o.site.Registrations.RegisterFor(ctx, o.Actor, e.ID, registration.Form{
			Name: k.of(i), Email: fmt.Sprintf("gast%d@example.org", i), Organisation: k.of(i + 1), Lang: "de", Nonce: id.New(), Remark: k.text(), Chosen: []string{""},
		})
		o.must(err)
		_, err = o.site.Invites.Receive(ctx, fmt.Appendf(nil, "From: <gast%d@example.org>\r\nSubject: %s\r\n\r\nGuten Tag\r\n", i, stretched("Anfahrt", 20+100/k.rows)))
		o.must(err)
	}
}

// papers writes result cards and keeps documents.
func (k stock) papers(o *shelf, e event.Event) {
	ctx := o.t.Context()
	_, items, err := o.site.Events.Programme(ctx, o.Actor, e.ID)
	o.must(err)
	for i := range 8 {
		_, err := o.site.Results.Add(ctx, o.Actor, e.ID, items[0].ID, result.Details{Kind: result.Kinds()[i%len(result.Kinds())], Text: k.text(), Organisation: ""})
		o.must(err)
		text := []byte("Näheres folgt.\n")
		_, err = o.site.Documents.Add(ctx, o.Actor, document.Details{Title: k.title(i, 200), Description: k.text(), Kind: document.Kinds()[0], Language: "de"},
			files.Upload{Name: k.of(i) + ".txt", Size: int64(len(text)), Content: bytes.NewReader(text)}, id.New())
		o.must(err)
	}
}

// inChromium is the administrator's signed-in tab.
func (o *shelf) inChromium(browser *rod.Browser) *browsertest.Page {
	o.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	o.must(err)
	go func() { _ = o.site.Web().Listener(listener) }()
	o.t.Cleanup(func() { _ = o.site.Web().Shutdown() })
	private, err := browser.Incognito()
	o.must(err)
	link, err := o.site.Accounts.SignInLink(o.t.Context(), o.Actor.UserID)
	o.must(err)
	page := browsertest.NewPage(o.t, private)
	page.As(browsertest.Desk)
	page.Open("http://" + listener.Addr().String() + "/start/sign-in/" + link)
	page.Press("main form [type=submit]")
	return page
}
