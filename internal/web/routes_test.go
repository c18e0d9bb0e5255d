package web_test

import (
	"context"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
	"rundertisch/internal/form"
	"rundertisch/internal/id"
	"rundertisch/internal/pass"
	"rundertisch/internal/registration"
	"rundertisch/internal/web"
)

// TestARequestWithoutTokenChangesNothing walks the URL table: whatever is more than a look needs the token of a page.
func TestARequestWithoutTokenChangesNothing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		signedIn, anonymous := s.Office("Landkreis Musterland").Browser, s.Browser()
		anonymous.Get("/sign-in").Status(200)
		tried := 0
		for _, route := range table(s) {
			if route.Method == fiber.MethodGet {
				continue
			}
			if tried++; tried%10 == 0 {
				s.Clock.Advance(time.Minute) // whoever sends so many without a token is throttled
			}
			path := parameter.ReplaceAllString(route.Path, "x")
			for _, b := range []*apptest.Browser{signedIn, anonymous, s.Browser()} {
				for _, body := range []string{"", "csrf=", "csrf=AAAA"} {
					if page := b.Do(route.Method, path, "application/x-www-form-urlencoded", strings.NewReader(body)); page.Code != 403 {
						t.Errorf("%s %s with %q answers %d, want 403", route.Method, route.Path, body, page.Code)
					}
				}
			}
		}
		if tried < 20 {
			t.Errorf("only %d routes tried", tried)
		}
	})
}

// TestWhatBelongsToOthersIsNotThere walks the URL table with identifiers of a county's rows. For the administrator of
// another workspace none of them exists, neither below the county's project nor mixed with the administrator's own
// project and event; and the county itself does not find them below its other project.
func TestWhatBelongsToOthersIsNotThere(t *testing.T) {
	t.Parallel()
	eachCounty(t, func(t *testing.T, s *apptest.Site) {
		county := seeded(t, s)
		stranger := s.Office("Landkreis Nebenan")
		ownProject := map[string]string{"project": stranger.Project.ID}
		var ownEvents []map[string]string
		for _, state := range []event.State{event.Draft, event.Published, event.Held} {
			ownEvents = append(ownEvents, ownEvent(t, s, stranger, state))
		}
		for _, route := range table(s) {
			if !parameterIn(route.Path, "project", "workspace") {
				continue
			}
			ids := county.fill(t, route.Path)
			try := func(name string, b *apptest.Browser, changes ...map[string]string) {
				if codes := county.send(b, route, ids, changes); !isMissing(codes) {
					t.Errorf("%s %s, %s: answers %v, want 404", route.Method, route.Path, name, codes)
				}
			}
			try("a stranger where it belongs", stranger.Browser, nil)
			if hasRow(ids) {
				try("a stranger below the own project", stranger.Browser, ownProject)
			}
			if ids["event"] != "" && hasRow(ids, "event") {
				try("a stranger below the own events", stranger.Browser, ownEvents...)
			}
			if isOfProject(ids) {
				try("the county below its other project", county.Browser, map[string]string{"project": county.otherProject})
			}
		}
		stillIn(stranger.Browser)
		stillIn(county.Browser)
	})
}

// isMissing reports whether the answers are 404. Where an event's state decides before the row is looked for, one of
// the own events may answer 409, which says nothing of the others' row.
func isMissing(codes []int) bool {
	return slices.Contains(codes, 404) && !slices.ContainsFunc(codes, func(code int) bool { return code != 404 && code != 409 })
}

// rows says where a route's parameter is found in the county: the first identifier below its workspace and project.
// Event, item and attendance are those of a result card, so that they fit together.
var rows = map[string]string{
	"baseline":   "SELECT id FROM baselines WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"dependency": "SELECT id FROM plan_dependencies WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"list":       "SELECT id FROM mailing_lists WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"subscriber": "SELECT id FROM mailing_list_members WHERE workspace_id = ? AND project_id = ? ORDER BY list_id, id",
	"handout":    "SELECT id FROM handouts WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"goal":       "SELECT id FROM goals WHERE workspace_id = ? AND project_id = ? ORDER BY number",
	"milestone":  "SELECT id FROM milestones WHERE workspace_id = ? AND project_id = ? ORDER BY number",
	"task": `SELECT id FROM tasks WHERE workspace_id = ? AND project_id = ? ORDER BY id IN (SELECT task_id FROM task_items)
		AND id IN (SELECT task_id FROM task_comments) DESC, id`,
	"line":    "SELECT i.id FROM task_items AS i WHERE i.workspace_id = ? AND i.project_id = ? AND i.task_id IN (SELECT task_id FROM task_comments) ORDER BY i.task_id, i.position",
	"comment": "SELECT id FROM task_comments WHERE workspace_id = ? AND project_id = ? AND removed_at IS NULL ORDER BY id DESC",
	"event":   "SELECT event_id FROM result_cards WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"item":    "SELECT item_id FROM result_cards WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"room": `SELECT r.id FROM event_rooms AS r JOIN events AS e ON e.id = r.event_id WHERE e.workspace_id = ? AND e.project_id = ?
		ORDER BY r.event_id = (SELECT event_id FROM result_cards ORDER BY id LIMIT 1) DESC, r.id`,
	"material": `SELECT m.id FROM programme_materials AS m JOIN events AS e ON e.id = m.event_id WHERE e.workspace_id = ? AND e.project_id = ?
		ORDER BY m.item_id = (SELECT item_id FROM result_cards ORDER BY id LIMIT 1) DESC, m.id`,
	"photo": `SELECT p.id FROM event_photos AS p JOIN events AS e ON e.id = p.event_id WHERE e.workspace_id = ? AND e.project_id = ?
		AND p.event_id = (SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY p.id`,
	"speaker": `SELECT s.id FROM event_speakers AS s JOIN events AS e ON e.id = s.event_id WHERE e.workspace_id = ? AND e.project_id = ?
		ORDER BY s.event_id = (SELECT event_id FROM result_cards ORDER BY id LIMIT 1) DESC, s.id`,
	"board":     "SELECT id FROM boards WHERE workspace_id = ? AND project_id = ? ORDER BY event_id = (SELECT event_id FROM result_cards ORDER BY id LIMIT 1) DESC, id",
	"moderator": "SELECT id FROM passes WHERE workspace_id = ? AND project_id = ? AND kind = 'moderator' ORDER BY id",
	"card":      "SELECT id FROM result_cards WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"attendance": `SELECT id FROM attendances WHERE workspace_id = ? AND project_id = ? AND event_id IN
		(SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY id IN (SELECT attendance_id FROM form_answers WHERE file <> '') DESC, id`,
	"bulk": `SELECT id FROM audit_entries WHERE workspace_id = ? AND project_id = ? AND action = 'event.registrations_changed' AND object_id IN
		(SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY id`,
	"answer": `SELECT a.id FROM attendance_answers AS a JOIN attendances AS t ON t.id = a.attendance_id WHERE t.workspace_id = ? AND t.project_id = ?
		AND t.event_id IN (SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY t.id, a.id`,
	"field": `SELECT id FROM form_fields WHERE workspace_id = ? AND project_id = ? AND removed_at IS NULL AND event_id IN
		(SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY position`,
	"upload": `SELECT field_id FROM form_answers AS fa JOIN events AS e ON e.id = fa.event_id WHERE e.workspace_id = ? AND e.project_id = ? AND file <> ''
		AND fa.event_id IN (SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY fa.attendance_id`,
	"doorpass": `SELECT id FROM passes WHERE workspace_id = ? AND project_id = ? AND event_id IN
		(SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY id`,
	"proposal": "SELECT id FROM invite_proposals WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"body":     "SELECT id FROM bodies WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"point": `SELECT id FROM agenda_items WHERE workspace_id = ? AND project_id = ? AND event_id IN
		(SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY position`,
	"followup": `SELECT f.id FROM meeting_followups AS f JOIN agenda_items AS i ON i.id = f.item_id WHERE i.workspace_id = ? AND i.project_id = ? AND i.event_id IN
		(SELECT event_id FROM result_cards ORDER BY id LIMIT 1) ORDER BY f.id`,
	"guest": `SELECT id FROM meeting_guests WHERE event_id IN (SELECT e.id FROM events AS e WHERE e.workspace_id = ? AND e.project_id = ?)
		ORDER BY event_id = (SELECT event_id FROM result_cards ORDER BY id LIMIT 1) DESC, id`,
	"seat":         "SELECT id FROM body_members WHERE workspace_id = ? AND project_id = ? ORDER BY body_id, id",
	"mailing":      "SELECT id FROM mailings WHERE workspace_id = ? AND project_id = ? ORDER BY state = 'draft' DESC, id",
	"mail":         "SELECT id FROM invite_incoming WHERE workspace_id = ? AND project_id = ? ORDER BY received_at DESC",
	"organisation": "SELECT id FROM organisations WHERE workspace_id = ? ORDER BY id",
	"person":       "SELECT id FROM persons WHERE workspace_id = ? ORDER BY id IN (SELECT person_id FROM group_members) DESC, id",
	"group":        "SELECT id FROM person_groups WHERE workspace_id = ? ORDER BY id",
	"member":       "SELECT user_id FROM memberships WHERE workspace_id = ? ORDER BY role DESC",
	"entry":        "SELECT id FROM bin_entries WHERE workspace_id = ? AND project_id = ? AND kind = 'task' ORDER BY id",
	"report":       "SELECT id FROM reports WHERE workspace_id = ? AND project_id = ? ORDER BY number",
	"document":     "SELECT id FROM documents WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"survey":       "SELECT code FROM surveys WHERE workspace_id = ? AND project_id = ? ORDER BY id",
	"one":          "SELECT id FROM persons WHERE workspace_id = ? ORDER BY id DESC",
	"other":        "SELECT id FROM persons WHERE workspace_id = ? ORDER BY id",
	"merge":        "SELECT id FROM directory_merges WHERE workspace_id = ? ORDER BY id",
	"import":       "SELECT id FROM directory_imports WHERE workspace_id = ? ORDER BY id",
}

// words are parameters that name no row.
var words = map[string]string{"step": string(event.ToClose), "kind": "persons", "deed": "ask_again", "number": "1", "eventkind": string(event.Symposium), "lang": "de", "text": "invitation", "sheet": "signing"}

// county is a workspace with rows of every kind, and its administrator's browser.
type county struct {
	*apptest.Browser
	site                             *apptest.Site
	workspace, project, otherProject string
	forms                            map[string]url.Values // by the address they are sent to
	tokens                           map[string]string     // of forms, by the cookies that they are bound to
}

// seeded signs in at the sample county (see eachCounty), adds what it lacks, and looks at all its pages.
func seeded(t *testing.T, s *apptest.Site) *county {
	t.Helper()
	administrator, err := s.Accounts.FindUser(t.Context(), countyAdministrator)
	if err != nil {
		t.Fatal(err)
	}
	link, err := s.Accounts.SignInLink(t.Context(), administrator.ID)
	if err != nil {
		t.Fatal(err)
	}
	c := &county{Browser: s.Browser(), site: s, forms: map[string]url.Values{}, tokens: map[string]string{}}
	c.Get("/start/sign-in/" + link).Status(200)
	c.Submit("main form", nil).Status(303)
	c.project = c.find(t, "SELECT project_id FROM result_cards ORDER BY id")
	c.workspace = c.find(t, "SELECT workspace_id FROM projects WHERE id = ?", c.project)
	c.otherProject = c.find(t, "SELECT id FROM projects WHERE workspace_id = ? AND id <> ?", c.workspace, c.project)
	c.upload(t, administrator)
	c.merge(t, administrator)
	c.invite(t)
	c.note(t, administrator)
	c.pass(t)
	c.moderate(t)
	c.receive(t)
	c.look(t)
	return c
}

// ownEvent adds an event in the state and returns the parameters that lead to it.
func ownEvent(t *testing.T, s *apptest.Site, o apptest.Office, state event.State) map[string]string {
	t.Helper()
	added, err := s.Events.Add(t.Context(), o.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung nebenan", Day: "20.11.2027", Begin: "9:30", End: "16:00",
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("UPDATE events SET state = ? WHERE id = ?", state, added.ID).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"project": o.Project.ID, "event": added.ID}
}

// upload leaves an import waiting for its confirmation.
func (c *county) upload(t *testing.T, administrator account.User) {
	t.Helper()
	actor, _, err := c.site.Accounts.Enter(t.Context(), administrator, c.project)
	if err != nil {
		t.Fatal(err)
	}
	file := strings.NewReader("Name;Art\nWohnhilfe Neu;housing\n")
	if _, err := c.site.Directory.Upload(t.Context(), actor, directory.ImportOrganisations, "akteure.csv", "Netzwerktreffen", file); err != nil {
		t.Fatal(err)
	}
}

// merge makes two persons one.
func (c *county) merge(t *testing.T, administrator account.User) {
	t.Helper()
	actor, _, err := c.site.Accounts.Enter(t.Context(), administrator, c.project)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, family := range []string{"Groessler", "Größler"} {
		added, err := c.site.Directory.AddPerson(t.Context(), actor, directory.Person{Given: "Jana", Family: family, Lang: "de", Source: "Liste"})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, added.ID)
	}
	if _, err := c.site.Directory.Merge(t.Context(), actor, directory.ImportPersons, ids[0], ids[1], nil, [2]int64{1, 1}); err != nil {
		t.Fatal(err)
	}
}

// invite asks somebody to the event that has result cards, and takes an answer.
func (c *county) invite(t *testing.T) {
	t.Helper()
	err := c.site.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		row, _, err := c.site.Attendance.InviteIn(ctx, tx, c.find(t, rows["event"], c.workspace, c.project), attendance.Guest{
			Name: "Ewa Łuczak", Email: "ewa@example.org", Lang: "de",
		})
		if err == nil { // comes too late, and is kept all the same
			_, err = c.site.Attendance.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: attendance.Accepted, Source: attendance.ByWeb})
		}
		if err != nil {
			return err
		}
		return c.file(ctx, tx, row)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pass lets somebody help at the door of the event that has result cards.
func (c *county) pass(t *testing.T) {
	t.Helper()
	at := c.find(t, rows["event"], c.workspace, c.project)
	err := c.site.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		now := c.site.Clock.Now()
		_, err := tx.NewInsert().Model(&pass.Pass{
			ID: id.New(), WorkspaceID: c.workspace, ProjectID: c.project, EventID: at, Kind: pass.CheckIn, SubjectID: at, Name: "Łukasz",
			TokenHash: id.Hash(id.Token()), CreatedAt: now, ExpiresAt: now.Add(24 * time.Hour),
		}).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// note writes the same about all people of the event that has result cards.
func (c *county) note(t *testing.T, administrator account.User) {
	t.Helper()
	actor, _, err := c.site.Accounts.Enter(t.Context(), administrator, c.project)
	if err != nil {
		t.Fatal(err)
	}
	at := c.find(t, rows["event"], c.workspace, c.project)
	bulk := registration.Bulk{Deed: registration.ToNote, Text: "ruft an", Filter: registration.Filter{Show: registration.Everybody}}
	plan, err := c.site.Registrations.Plan(t.Context(), actor, at, bulk)
	if err == nil {
		_, err = c.site.Registrations.Carry(t.Context(), actor, at, bulk, plan.Mark)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// moderate has somebody who steers the board of the event that has result cards.
func (c *county) moderate(t *testing.T) {
	t.Helper()
	at := c.find(t, rows["event"], c.workspace, c.project)
	now := c.site.Clock.Now()
	err := c.site.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewInsert().Model(&pass.Pass{
			ID: id.New(), WorkspaceID: c.workspace, ProjectID: c.project, EventID: at, Kind: pass.Moderator,
			SubjectID: c.find(t, "SELECT item_id FROM boards WHERE event_id = ?", at), Name: "Ewa Łuczak", TokenHash: id.Hash(id.Token()),
			CreatedAt: now, ExpiresAt: now.Add(1000 * time.Hour),
		}).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// file lets somebody answer a question of the event with a file.
func (c *county) file(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	fields, err := form.FieldsIn(ctx, tx, row.EventID)
	if err != nil {
		return err
	}
	content := "Ein Beitrag"
	kept, err := form.Put(files.New(c.site.Config.FilesDir), form.Uploads{
		fields[len(fields)-1].ID: {Name: "Beitrag.txt", Size: int64(len(content)), Content: strings.NewReader(content)},
	})
	if err != nil {
		return err
	}
	whose := form.Whose{WorkspaceID: row.WorkspaceID, EventID: row.EventID, AttendanceID: row.ID}
	return form.KeepFilesIn(ctx, tx, c.site.Clock.Now(), whose, kept)
}

// receive lets an invited person answer by mail.
func (c *county) receive(t *testing.T) {
	t.Helper()
	uid := c.find(t, "SELECT uid FROM invite_threads WHERE workspace_id = ? AND project_id = ? AND place_id = '' ORDER BY uid", c.workspace, c.project)
	email := c.find(t, "SELECT email FROM attendances WHERE id = (SELECT attendance_id FROM invite_threads WHERE uid = ?)", uid)
	answer := strings.NewReplacer("UID:", "UID:"+uid, "EMAIL", email, "\n", "\r\n").Replace(reply)
	if _, err := c.site.Invites.Receive(t.Context(), []byte(answer)); err != nil {
		t.Fatal(err)
	}
}

const reply = `From: <EMAIL>
To: Planung <planung@example.org>
Subject: Zugesagt
Date: Sun, 22 Nov 2026 12:00:00 +0000
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: text/calendar; method=REPLY; charset=utf-8

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
METHOD:REPLY
BEGIN:VEVENT
UID:
DTSTAMP:20261122T120000Z
ORGANIZER:mailto:planung@example.org
ATTENDEE;PARTSTAT=ACCEPTED:mailto:EMAIL
SEQUENCE:0
END:VEVENT
END:VCALENDAR
`

// look opens every page, which proves that the rows exist, and keeps the forms with what stands in them.
func (c *county) look(t *testing.T) {
	t.Helper()
	for _, route := range table(c.site) {
		if route.Method != fiber.MethodGet || !parameterIn(route.Path, "project", "workspace") {
			continue
		}
		page := c.Get(address(route.Path, c.fill(t, route.Path)))
		if page.Code != 200 && page.Code != 303 && page.Code != 409 {
			t.Errorf("GET %s answers %d to the county itself", route.Path, page.Code)
		}
		maps.Copy(c.forms, page.Forms())
	}
}

func (c *county) find(t *testing.T, query string, args ...any) string {
	t.Helper()
	var found string
	if err := c.site.DB.Read().NewRaw(query+" LIMIT 1", args...).Scan(t.Context(), &found); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return found
}

// fill returns the county's values for the parameters of a path.
func (c *county) fill(t *testing.T, path string) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for _, name := range parameters(path) {
		switch {
		case name == "project":
			ids[name] = c.project
		case name == "workspace":
			ids[name] = c.workspace
		case words[name] != "":
			ids[name] = words[name]
		case rows[name] != "":
			ids[name] = c.find(t, rows[name], c.workspace, c.project)
		default:
			t.Fatalf("%s: this test does not know how to fill :%s; add it to rows or words", path, name)
		}
	}
	return ids
}

// send looks at the address with each of the changes, or sends the county's own form to it with the browser's token,
// and returns the answers' statuses.
func (c *county) send(b *apptest.Browser, route fiber.Route, ids map[string]string, changes []map[string]string) (codes []int) {
	for _, change := range changes {
		mixed := maps.Clone(ids)
		maps.Copy(mixed, change)
		path := address(route.Path, mixed)
		if route.Method == fiber.MethodGet {
			codes = append(codes, b.Get(path).Code)
			continue
		}
		values := url.Values{}
		maps.Copy(values, c.forms[address(route.Path, ids)])
		values.Set("csrf", c.token(b, "/projects"))
		codes = append(codes, b.Post(path, values).Code)
	}
	return codes
}

// token is what forms of the browser's pages carry. As long as its cookies are the same it is, and no page is made to read it; that
// they are still somebody's is asked at the end (stillIn).
func (c *county) token(b *apptest.Browser, page string) string {
	bound := b.Cookie()
	if c.tokens[bound] == "" {
		c.tokens[bound] = b.Get(page).Status(200).Find("input[name=csrf]").First().AttrOr("value", "")
	}
	return c.tokens[bound]
}

// stillIn fails the test when the browser's person was signed out on the way: who is nobody is refused everything.
func stillIn(b *apptest.Browser) { b.Get("/account").Status(200) }

// table lists the routes: no middleware, no HEAD.
func table(s *apptest.Site) []fiber.Route {
	return slices.DeleteFunc(s.Web().GetRoutes(true), func(route fiber.Route) bool { return route.Method == fiber.MethodHead })
}

// TestTheLogKeepsNoTokenOfAnyRoute walks the URL table: a route whose address carries a token is one whose path is hidden.
func TestTheLogKeepsNoTokenOfAnyRoute(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		tried := 0
		for _, route := range table(s) {
			if !slices.Contains(parameters(route.Path), "token") {
				continue
			}
			tried++
			if logged := web.LoggedPath(strings.ReplaceAll(route.Path, ":token", "abcdefgh")); strings.Contains(logged, "abcdefgh") {
				t.Errorf("%s is logged as %s", route.Path, logged)
			}
		}
		if tried < 5 {
			t.Errorf("only %d routes carry a token", tried)
		}
	})
}

var parameter = regexp.MustCompile(`:[a-z]+`)

func parameters(path string) []string {
	var names []string
	for _, name := range parameter.FindAllString(path, -1) {
		names = append(names, name[1:])
	}
	return names
}

func parameterIn(path string, names ...string) bool {
	return slices.ContainsFunc(parameters(path), func(name string) bool { return slices.Contains(names, name) })
}

func address(path string, ids map[string]string) string {
	return parameter.ReplaceAllStringFunc(path, func(name string) string { return ids[name[1:]] })
}

// hasRow reports whether the parameters name a row, not counting the one given.
func hasRow(ids map[string]string, but ...string) bool {
	for name := range ids {
		if rows[name] != "" && !slices.Contains(but, name) {
			return true
		}
	}
	return false
}

func isOfProject(ids map[string]string) bool {
	for name := range ids {
		if strings.Contains(rows[name], "project_id") {
			return true
		}
	}
	return false
}
