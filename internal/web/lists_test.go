package web_test

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/body"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/report"
	"rundertisch/internal/sheet"
	"rundertisch/internal/workplan"
)

// TestEveryListIsFilteredSortedAndSavedAsItIsShown asks the same of all lists.
func TestEveryListIsFilteredSortedAndSavedAsItIsShown(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := &shelf{Office: s.Office("Landkreis Musterland"), site: s, t: t}
		for _, list := range o.lists() {
			o.narrowedToNothing(list)
			o.sortedByEachHead(list)
			o.saved(list)
			if page := o.Get(list + joint(list) + "sort=%00&desc=x&page=-1&q=%25").Status(200); page.Find("main [role=alert]").Length() > 0 {
				t.Errorf("%s: nonsense in the address is an error", list)
			}
		}
	})
}

func joint(list string) string {
	if strings.Contains(list, "?") {
		return "&"
	}
	return "?"
}

// narrowedToNothing looks for what is not there, and finds the way back.
func (o *shelf) narrowedToNothing(list string) {
	o.t.Helper()
	bare, _, _ := strings.Cut(list, "?")
	page := o.Get(list+joint(list)+"q=gibtesnicht").Status(200).Has("main .rt-empty a", "Filter zurücksetzen")
	if back := page.Find("main .rt-empty a").AttrOr("href", ""); back != bare {
		o.t.Errorf("%s: the filter is reset at %q", list, back)
	}
	if typed := page.Find("main form[role=search] [name=q]").AttrOr("value", ""); typed != "gibtesnicht" {
		o.t.Errorf("%s: the filter shows %q", list, typed)
	}
}

// sortedByEachHead follows the heads of the columns, twice each.
func (o *shelf) sortedByEachHead(list string) {
	o.t.Helper()
	heads := o.Get(list).Status(200).Find("main th a.rt-sort")
	if heads.Length() == 0 && o.Get(list).Find("main select[name=sort]").Length() == 0 {
		o.t.Errorf("%s: cannot be sorted", list)
	}
	heads.Each(func(_ int, head *goquery.Selection) {
		label := strings.TrimSpace(head.Text())
		first := o.Get(head.AttrOr("href", "")).Status(200)
		sorted := first.Find("main th[aria-sort]")
		if sorted.Length() != 1 || strings.TrimSpace(sorted.Text()) != label {
			o.t.Errorf("%s: sorted by %q, it says it is sorted by %q", list, label, sorted.Text())
		}
		second := o.Get(sorted.Find("a").AttrOr("href", "")).Status(200)
		if a, b := sorted.AttrOr("aria-sort", ""), second.Find("main th[aria-sort]").AttrOr("aria-sort", ""); a == b {
			o.t.Errorf("%s: by %q it stays %s", list, label, a)
		}
		if a, b := shownRows(first), shownRows(second); len(a) != len(b) || !slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))) {
			o.t.Errorf("%s: by %q the rows are %q and then %q", list, label, a, b)
		}
	})
}

func shownRows(page *apptest.Page) []string {
	return page.Find("main tbody tr").Map(func(_ int, row *goquery.Selection) string { return strings.Join(strings.Fields(row.Text()), " ") })
}

// saved compares the files with the page: as many rows, in the same order.
func (o *shelf) saved(list string) {
	o.t.Helper()
	page := o.Get(list)
	links := page.Find("main .rt-downloads a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	if len(links) != 2 {
		o.t.Errorf("%s: files at %q", list, links)
		return
	}
	shown := page.Find("main table:has(.rt-sort) tbody tr") // a page may show another table beside its list
	if shown.Length() == 0 {
		shown = page.Find("main tbody tr, main li.rt-event, main .rt-grid > .rt-card")
	}
	file := csv.NewReader(strings.NewReader(strings.TrimPrefix(o.Get(links[0]).Status(200).Body, "\uFEFF")))
	file.Comma = ';'
	lines, err := file.ReadAll()
	if err != nil || len(lines) != shown.Length()+1 {
		o.t.Errorf("%s: %d rows are shown, the file has %d lines, %v", list, shown.Length(), len(lines), err)
	}
	book, err := sheet.Read(strings.NewReader(o.Get(links[1]).Status(200).Body), 100)
	if err != nil || len(book.Rows) != shown.Length() {
		o.t.Errorf("%s: the workbook has %d rows, %v", list, len(book.Rows), err)
	}
	for i, row := range book.Rows {
		if text := shown.Eq(i).Text(); !slices.ContainsFunc(row.Cells, func(cell string) bool { return len(cell) > 3 && strings.Contains(text, cell) }) {
			o.t.Errorf("%s: row %d of the file, %q, is not the one shown, %q", list, i, row.Cells, text)
		}
	}
}

// shelf is an office with something in every list.
type shelf struct {
	apptest.Office
	site *apptest.Site
	t    *testing.T

	mailing string // that was sent
}

func (o *shelf) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// lists fills all lists and returns their addresses.
func (o *shelf) lists() []string {
	o.t.Helper()
	group := o.people()
	o.projects()
	o.tasks()
	o.documents()
	o.reports()
	o.bodies()
	at := "/projects/" + o.Project.ID
	event := at + "/events/" + o.events()
	mailing := at + "/mailings/" + o.mailing
	return []string{
		at + "/directory/organisations", at + "/directory/persons", at + "/directory/groups", at + "/directory/groups/" + group,
		at + "/directory/persons?archived=1", at + "/bodies", at + "/tasks", at + "/events", event + "/invitations", event + "/registrations?show=everybody",
		at + "/received", at + "/mail", at + "/documents", at + "/bin", at + "/reports", at + "/reminders", at + "/mailings", mailing, at + "/lists/" + o.mailingList(), "/projects", "/workspaces/" + o.Actor.WorkspaceID + "/members",
	}
}

func (o *shelf) mailingList() string {
	list, err := o.site.Lists.Add(o.t.Context(), o.Actor, mailinglist.Details{Name: "Neues zum Wohnen", Description: "Viermal im Jahr"})
	o.must(err)
	for i, name := range []string{"Ida Zoll", "Ida Ärger", "Ida Łuczak"} {
		_, err := o.site.Lists.Ask(o.t.Context(), o.Actor, list.ID, mailinglist.Wish{Name: name, Email: fmt.Sprintf("ida%d@example.org", i), Lang: "de"})
		o.must(err)
	}
	return list.ID
}

// bodies seats somebody in the second one only.
func (o *shelf) bodies() {
	ctx := o.t.Context()
	everybody, err := o.site.Directory.AllPersons(ctx, o.Actor, directory.Filter{})
	o.must(err)
	for i, name := range []string{"Beirat Wohnen", "Ämterrunde"} {
		b, err := o.site.Bodies.Add(ctx, o.Actor, body.Details{Name: name, Quorum: body.Half})
		o.must(err)
		if i > 0 {
			_, err := o.site.Bodies.AddMember(ctx, o.Actor, b.ID, body.Seat{PersonID: everybody[0].ID, Duty: body.Chair})
			o.must(err)
		}
	}
}

func (o *shelf) reports() {
	for i, kind := range report.Kinds() {
		_, err := o.site.Reports.Draft(o.t.Context(), o.Actor, report.Report{
			Kind: kind, Lang: "de", StartsOn: "2026-01-01", EndsOn: date.Date("2026-06-30").AddDays(-i),
		})
		o.must(err)
	}
}

func (o *shelf) people() (groupID string) {
	ctx := o.t.Context()
	var members []string
	for i, family := range []string{"Zoll", "Ärger", "Öztürk", "Łuczak"} {
		at, err := o.site.Directory.AddOrganisation(ctx, o.Actor, directory.Organisation{Name: "Träger " + family, Kind: directory.Kinds()[i]})
		o.must(err)
		p, err := o.site.Directory.AddPerson(ctx, o.Actor, directory.Person{
			Given: "Ida", Family: family, Email: fmt.Sprintf("ida%d@example.org", 9-i), Lang: "de", Source: "Test", OrganisationID: directory.Ref(at.ID),
		})
		o.must(err)
		members = append(members, p.ID)
	}
	for _, name := range []string{"Beirat", "Ämter"} {
		g, err := o.site.Directory.AddGroup(ctx, o.Actor, directory.Group{Name: name})
		o.must(err)
		o.must(o.site.Directory.AddMembers(ctx, o.Actor, g.ID, members))
		groupID = g.ID
	}
	gone, err := o.site.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: "Udo", Family: "Fort", Lang: "de", Source: "Test"})
	o.must(err)
	o.must(o.site.Directory.ArchivePerson(ctx, o.Actor, gone.ID))
	return groupID
}

// projects adds so many that one looks for them.
func (o *shelf) projects() {
	for i := range 7 {
		_, err := o.site.Accounts.CreateProject(o.t.Context(), account.Program(o.Actor.WorkspaceID, ""), account.Project{
			Name: fmt.Sprint("Vorhaben ", i), StartsOn: "2026-01", EndsOn: "2027-12",
		})
		o.must(err)
	}
}

func (o *shelf) tasks() {
	ctx := o.t.Context()
	goal, err := o.site.Plan.AddGoal(ctx, o.Actor, workplan.Goal{Number: "1", Title: "Ziel"})
	o.must(err)
	m, err := o.site.Plan.AddMilestone(ctx, o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Erhebung", DueOn: "2027-03"})
	o.must(err)
	for title, due := range map[string]date.Date{"Zahlen sammeln": "2026-12-06", "Ämter anschreiben": "2026-11-25"} {
		_, err := o.site.Plan.AddTask(ctx, o.Actor, workplan.Task{MilestoneID: m.ID, Title: title, DueOn: due, State: workplan.TaskOpen})
		o.must(err)
	}
	o.must(o.site.Reminders.Run(ctx)) // of both: 14 days and 3 days before
}

// documents keeps three and throws two more away.
func (o *shelf) documents() {
	for _, title := range []string{"Zählbogen", "Ämterliste", "Niederschrift", "Altes Protokoll", "Öffentliche Fassung"} {
		raw := "%PDF-1.7\n" + title
		d, err := o.site.Documents.Add(o.t.Context(), o.Actor, document.Details{Title: title, Kind: document.Kinds()[0], Language: "de"},
			files.Upload{Name: title + ".pdf", Size: int64(len(raw)), Content: strings.NewReader(raw)}, "")
		o.must(err)
		if strings.HasPrefix(title, "A") || strings.HasPrefix(title, "Ö") {
			_, err := o.site.Documents.Remove(o.t.Context(), o.Actor, d.ID)
			o.must(err)
		}
	}
}

// events publishes one to which all people are invited, and receives letters about it.
func (o *shelf) events() (eventID string) {
	ctx := o.t.Context()
	workspace, err := o.site.Accounts.Workspace(ctx, o.Actor.WorkspaceID)
	o.must(err)
	workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	o.must(o.site.Accounts.UpdateWorkspace(ctx, o.Actor, workspace))
	for _, title := range []string{"Fachtagung", "Ämterkonferenz"} {
		e, err := o.site.Events.Add(ctx, o.Actor, event.Details{
			Kind: event.Symposium, Title: title, Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		o.must(err)
		eventID = e.ID
	}
	_, err = o.site.Events.Publish(ctx, o.Actor, eventID)
	o.must(err)
	everybody, err := o.site.Directory.AllPersons(ctx, o.Actor, directory.Filter{})
	o.must(err)
	o.mailing = o.site.Invite(o.Actor, eventID, everybody...).ID
	o.site.Draft(o.Actor, eventID, everybody[0])
	for _, subject := range []string{"Zur Anfahrt", "Änderung"} {
		_, err := o.site.Invites.Receive(ctx, fmt.Appendf(nil, "From: <ayla@example.org>\r\nSubject: =?utf-8?q?%s?=\r\n\r\nGuten Tag\r\n", strings.ReplaceAll(url.QueryEscape(subject), "%", "=")))
		o.must(err)
	}
	return eventID
}
