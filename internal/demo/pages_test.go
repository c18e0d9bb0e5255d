package demo_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/clock"
	"rundertisch/internal/handout"
	"rundertisch/internal/id"
	"rundertisch/internal/representation"
	"rundertisch/internal/workplan"
)

const (
	nowhere      = "/gibt-es-nicht"
	symposium    = "/v/fachtagung-gemeinsam-gegen-wohnungslosigkeit"
	subscription = "/verteiler/neues-aus-der-wohnungslosenhilfe"
	tabs         = 2  // at work at the same time
	perPattern   = 30 // addresses of one route that are looked at for links
	perRoute     = 2  // pages of one route that the browser looks at
)

// notPages are GET routes that no person opens: they are for machines, or are tested where they are used up.
var notPages = []string{"/healthz", "/readyz", "/karten/:code/wand/live", "/karten/worker.js", "/karten/:code/stand", "/karten/:code/leitung-neues", "/start/:purpose/:token", "/cal/:token.ics", "/v/:slug/bild/:picture", "/v/:slug/protokoll.pdf", "/v/:slug/dokumente/:paper", "/teilnahme/:attendance/dateien/:upload", "/projects/:project/events/:event/registrations/:attendance/files/:upload", "/v/:slug/material/:material", "/veranstaltungen/feed.atom", "/dokumente/feed.atom", "/dokumente/:document/datei", "/dokumente/:document/fassungen/:number", "/dokumente/:document/fassungen/:number/ansehen", "/veranstaltungen/kalender.ics", "/workspaces/:workspace/mails/:lang/:text/whole.css", "/projects/:project/mail/texts/:lang/:text/whole.css", "/tuer/worker.js", "/tuer/einlass/:event/live", "/tuer/einlass/:event/liste.json"}

// checkEveryPage follows all links of the demo as each of the people, and looks at the pages of every route in the
// browser: all that have parts which the route's pages before did not have. A GET route that nobody reached fails.
func (c *county) checkEveryPage(t *testing.T, visitor, participant, staff *person) {
	routes := c.patterns()
	reached, known := map[string]bool{}, map[string]bool{}
	link := "/a/" + c.personalLink(t)
	pass, confirm := c.passedOn(t)
	for _, walk := range []struct {
		who   *person
		begin []string
	}{
		{visitor, []string{
			"/", "/sign-in", "/tuer/abgemeldet", nowhere, link, c.helperLink(t), c.personsCode(t), pass, pass + "/unterwegs", confirm, c.certificateLink(t), c.handout(t), c.reminderLink(t), "/erinnerungen", c.listLink(t), "/mein-verteiler", c.newAddress(t), subscription, subscription + "/angefragt", c.movingAddress(t), symposium + "/anmeldung", c.surveyPath(t),
			symposium + "/angemeldet", c.wishLink(t, "NOT NULL"), c.wishLink(t, "NULL"), c.minutesLink(t),
			c.board(t), c.board(t) + "/wand", c.moderating(t), c.groupLink(t, "a.group_id = a.id"), c.groupLink(t, "a.group_id <> a.id AND a.notice_version = ''"),
		}},
		{participant, []string{"/", participant.place(t)}},
		{staff, append(slices.Concat(c.imports(t), c.mailings(t)), c.commented(t), "/projects", c.search(t), c.bulk(t))},
	} {
		found := crawl(t, walk.who, routes, known, walk.begin)
		maps.Copy(reached, found.reached)
		t.Run(walk.who.name, func(t *testing.T) { look(t, walk.who, found) })
	}
	for _, route := range routes {
		if !reached[route.path] && !slices.Contains(notPages, route.path) {
			t.Errorf("no link leads to GET %s", route.path)
		}
	}
}

// personalLink makes the link that an invited person gets by mail.
func (c *county) personalLink(t *testing.T) (token string) {
	t.Helper()
	var invited string
	err := c.App.DB.Read().NewRaw("SELECT a.id FROM attendances AS a JOIN events AS e ON e.id = a.event_id WHERE e.state = 'published' ORDER BY a.id LIMIT 1").Scan(t.Context(), &invited)
	if err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, clock.System{}.Now(), invited)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// surveyPath is where those who were at an event answer what is asked of them.
func (c *county) surveyPath(t *testing.T) (path string) {
	t.Helper()
	err := c.App.DB.Read().NewRaw("SELECT '/umfrage/' || code FROM surveys WHERE closed_at IS NULL LIMIT 1").Scan(t.Context(), &path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// minutesLink is where a mail leads that asks for approval of minutes.
func (c *county) minutesLink(t *testing.T) string {
	t.Helper()
	var text string
	err := c.App.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'minutes_approval' ORDER BY created_at DESC, id DESC LIMIT 1").Scan(t.Context(), &text)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`/protokoll/\w+`).FindString(text)
}

// groupLink is the personal link of the contact of a group with places, or of somebody of it who has not completed the own details.
func (c *county) groupLink(t *testing.T, who string) string {
	t.Helper()
	var id, token string
	err := c.App.DB.Read().NewRaw("SELECT a.id FROM attendances AS a WHERE a.group_id <> '' AND a.place = 'confirmed' AND "+who+" ORDER BY a.id LIMIT 1").Scan(t.Context(), &id)
	if err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, clock.System{}.Now(), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return "/a/" + token
}

// wishLink is the personal link of somebody at an event whose workshops go by wishes, after the places were given or before.
func (c *county) wishLink(t *testing.T, given string) string {
	t.Helper()
	var id, token string
	err := c.App.DB.Read().NewRaw("SELECT a.id FROM attendances AS a JOIN events AS e ON e.id = a.event_id "+
		"WHERE e.wishes_until <> '' AND e.wishes_done_at IS "+given+" ORDER BY a.id LIMIT 1").Scan(t.Context(), &id)
	if err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, clock.System{}.Now(), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return "/a/" + token
}

// passedOn lets somebody who has not answered pass the invitation on, and somebody else want to take it over; it returns where
// the link and the mail lead.
func (c *county) passedOn(t *testing.T) (pass, confirm string) {
	t.Helper()
	var invited, token, text string
	err := c.App.DB.Read().NewRaw("SELECT a.id FROM attendances AS a JOIN events AS e ON e.id = a.event_id WHERE e.state = 'published' "+
		"AND a.origin = 'invited' AND a.answer = 'needs_action' AND a.id NOT IN (SELECT substitute_id FROM representations) ORDER BY a.id LIMIT 1").Scan(t.Context(), &invited)
	if err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, clock.System{}.Now(), invited)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := c.App.Representations.OpenPass(t.Context(), invited, token)
	if err != nil {
		t.Fatal(err)
	}
	form := representation.Form{Name: "Sören Brühl", Email: "soeren@example.org", Lang: "de"}
	if err := c.App.Representations.Claim(t.Context(), secret, form, "2026-11"); err != nil {
		t.Fatal(err)
	}
	err = c.App.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'pass_confirm' ORDER BY id DESC LIMIT 1").Scan(t.Context(), &text)
	if err != nil {
		t.Fatal(err)
	}
	return "/vertretung/" + secret, regexp.MustCompile(`/vertretung/bestaetigen/[\w-]+`).FindString(text)
}

// reminderLink is where the reminder to a person of the directory leads.
func (c *county) reminderLink(t *testing.T) string {
	t.Helper()
	var text string
	err := c.App.DB.Read().NewRaw("SELECT m.text_body FROM mail_messages AS m JOIN reminders AS r ON r.mail_id = m.id WHERE r.receiver_kind = 'person'").Scan(t.Context(), &text)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`/r/[\w-]+`).FindString(text)
}

// listLink is where the mail to somebody leads who has not confirmed yet that they want to be on the mailing list.
func (c *county) listLink(t *testing.T) string {
	t.Helper()
	var text string
	err := c.App.DB.Read().NewRaw("SELECT m.text_body FROM mail_messages AS m JOIN mailing_list_members AS l ON l.email = m.to_email "+
		"WHERE l.state = 'pending' AND m.kind = 'list_confirm' ORDER BY m.id LIMIT 1").Scan(t.Context(), &text)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`/l/[\w-]+`).FindString(text)
}

// commented says something about a task, which can be changed for a while, and returns the task's page.
func (c *county) commented(t *testing.T) string {
	t.Helper()
	actor, at := c.office(t)
	lines, err := c.App.Plan.Tasks(t.Context(), actor, workplan.TaskFilter{})
	if err != nil || len(lines) == 0 {
		t.Fatal("no task", err)
	}
	if _, err := c.App.Plan.AddComment(t.Context(), actor, lines[0].ID, "Ist erledigt", nil); err != nil {
		t.Fatal(err)
	}
	return at + "/tasks/" + lines[0].ID
}

// movingAddress begins a change of the administrator's address and returns where the mail to the present one leads.
func (c *county) movingAddress(t *testing.T) string {
	t.Helper()
	user, err := c.App.Accounts.FindUser(t.Context(), administrator)
	if err != nil {
		t.Fatal(err)
	}
	now, token := clock.System{}.Now(), id.Token()
	err = c.App.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewInsert().Model(&account.EmailChange{
			UserID: user.ID, Email: "jana.groessler@planung.uh-kreis.example.org", OldHash: id.Hash(token), NewHash: id.Hash(id.Token()),
			NewConfirmedAt: &now, CreatedAt: now, ExpiresAt: now.Add(24 * time.Hour),
		}).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return "/start/email/" + token
}

// handout makes a link to the plan for somebody who never signs in.
func (c *county) handout(t *testing.T) string {
	t.Helper()
	var place account.Actor
	if err := c.App.DB.Read().NewRaw("SELECT workspace_id, project_id FROM handouts LIMIT 1").Scan(t.Context(), &place.WorkspaceID, &place.ProjectID); err != nil {
		t.Fatal(err)
	}
	_, token, err := c.App.Handouts.Open(t.Context(), account.Program(place.WorkspaceID, place.ProjectID), handout.Handout{Reader: "Kreistag"})
	if err != nil {
		t.Fatal(err)
	}
	return "/plan/" + token
}

// search is the address that the header's search leads to.
func (c *county) search(t *testing.T) string {
	t.Helper()
	var project string
	if err := c.App.DB.Read().NewRaw("SELECT project_id FROM result_cards ORDER BY id LIMIT 1").Scan(t.Context(), &project); err != nil {
		t.Fatal(err)
	}
	return "/projects/" + project + "/search?q=wohn"
}

// bulk is the report of what was done for several registrations at once.
func (c *county) bulk(t *testing.T) string {
	t.Helper()
	var one struct{ ID, Project, Event string }
	err := c.App.DB.Read().NewRaw("SELECT id, project_id AS project, object_id AS event FROM audit_entries WHERE action = 'event.registrations_changed' ORDER BY id LIMIT 1").
		Scan(t.Context(), &one)
	if err != nil {
		t.Fatal(err)
	}
	return "/projects/" + one.Project + "/events/" + one.Event + "/registrations/bulk/" + one.ID
}

// look checks the pages in several tabs at once: the first of each route in every way, the others as most people see them.
func look(t *testing.T, who *person, found walk) {
	t.Helper()
	work := make(chan string, len(found.pages))
	for _, address := range found.pages {
		work <- address
	}
	close(work)
	for tab := range tabs {
		t.Run(fmt.Sprint("tab ", tab), func(t *testing.T) {
			t.Parallel()
			page := browsertest.NewPage(t, who.browser)
			for address := range work {
				page.As(browsertest.Desk)
				page.Open(who.base + address)
				if !found.first[address] {
					page.Check(address, browsertest.Desk, browsertest.Phone)
					continue
				}
				page.CheckEverywhere(address)
				if !strings.Contains(address, "/whole?") && !strings.HasSuffix(address, "/einbetten") { // a mail or a list alone has no header to go past
					page.CheckKeyboard(address)
				}
			}
		})
	}
}

// pattern is a GET route. What it begins with and how deep it lies tell most addresses from it before the expression is asked.
type pattern struct {
	path, begin string
	depth       int
	match       *regexp.Regexp
}

func (p pattern) fits(address string) bool {
	return strings.HasPrefix(address, p.begin) && strings.Count(address, "/") == p.depth && p.match.MatchString(address)
}

func (c *county) patterns() []pattern {
	var all []pattern
	parameter := regexp.MustCompile(`:[a-z]+`)
	for _, route := range c.App.Web().GetRoutes(true) {
		if route.Method == fiber.MethodGet && !strings.HasSuffix(route.Path, "*") {
			expression := parameter.ReplaceAllString(strings.ReplaceAll(route.Path, ".", `\.`), `[^/]+`)
			begin, _, _ := strings.Cut(route.Path, ":")
			all = append(all, pattern{route.Path, begin, strings.Count(route.Path, "/"), regexp.MustCompile("^" + expression + "$")})
		}
	}
	return all
}

// walk is what a person found: the routes, and the pages worth a look.
type walk struct {
	reached map[string]bool
	pages   []string
	first   map[string]bool // those of the pages whose route nobody has seen before
}

// crawl follows links from the beginnings; known are the routes that were seen before.
func crawl(t *testing.T, who *person, routes []pattern, known map[string]bool, queue []string) walk {
	t.Helper()
	client, found := who.client(t), walk{reached: map[string]bool{}, first: map[string]bool{}}
	seen, tried, chosen, parts := map[string]bool{}, map[string]int{}, map[string]int{}, map[string]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		asked := routeOf(routes, queue[0])
		if seen[queue[0]] || tried[asked] >= perPattern {
			continue
		}
		seen[queue[0]] = true
		tried[asked]++
		page, address := fetch(t, client, who, queue[0])
		route := routeOf(routes, address)
		found.reached[asked], found.reached[route] = true, true
		if page == nil || (address != queue[0] && seen[address]) {
			continue
		}
		seen[address] = true
		if chosen[route] < perRoute && hasNewParts(route, page, parts) {
			chosen[route]++
			found.first[address] = !known[route]
			known[route] = true
			found.pages = append(found.pages, address)
		}
		queue = append(queue, links(page, who.base, address)...)
	}
	who.take(t, client.Jar, found.pages)
	return found
}

func routeOf(routes []pattern, address string) string {
	bare, _, _ := strings.Cut(address, "?")
	for _, route := range routes {
		if route.fits(bare) {
			return route.path
		}
	}
	return "no route"
}

// fetch returns the page, nil when it is a file, and the address that redirects led to.
func fetch(t *testing.T, client *http.Client, who *person, address string) (*goquery.Document, string) {
	t.Helper()
	answer, err := client.Get(who.base + address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK && address != nowhere {
		t.Errorf("%s: a link leads to %s, which answers %d", who.name, address, answer.StatusCode)
	}
	at := strings.TrimPrefix(answer.Request.URL.String(), who.base)
	how, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Disposition"))
	if kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); kind != "text/html" || how == "attachment" {
		_, _ = io.Copy(io.Discard, answer.Body)
		return nil, at
	}
	page, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page, at
}

// hasNewParts reports whether the page has a part (an element with its classes) that no page of its route had before.
func hasNewParts(route string, page *goquery.Document, parts map[string]bool) bool {
	isNew := false
	page.Find("main *").Each(func(_ int, e *goquery.Selection) {
		part := route + " " + goquery.NodeName(e) + "." + e.AttrOr("class", "") + e.AttrOr("type", "")
		isNew = isNew || !parts[part]
		parts[part] = true
	})
	return isNew
}

// links returns the addresses of this site that the page links to, without fragments.
func links(page *goquery.Document, site, at string) []string {
	var found []string
	base, err := url.Parse(at)
	if err != nil {
		return nil
	}
	page.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		target, err := base.Parse(strings.TrimPrefix(a.AttrOr("href", ""), site))
		if err == nil && target.Host == "" && target.Scheme == "" && path.IsAbs(target.Path) {
			target.Fragment = ""
			found = append(found, target.String())
		}
	})
	return found
}

// place is the participant's own page, which their cookie is for.
func (p *person) place(t *testing.T) string {
	t.Helper()
	cookies, err := p.browser.GetCookies()
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range cookies {
		if strings.HasPrefix(cookie.Path, "/teilnahme/") {
			return cookie.Path
		}
	}
	t.Fatal("the participant has no page of their own")
	return ""
}
