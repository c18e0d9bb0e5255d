package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/views/shared"
)

// editForm is the form of a stored thing: where it stands below the address it is sent to, a field that two people
// change, and one that only one of them does.
type editForm struct {
	below        string
	field, other string
	values       []string // for the field when it is a choice: mine, theirs, and a third one
	own          bool     // only the person's own other window can come in between
}

// editForms are the forms of all stored things, by the route they are sent to.
var editForms = map[string]editForm{
	"/account":                                                      {field: "name", own: true},
	"/workspaces/:workspace/settings":                               {field: "imprint", other: "funding_notice"},
	"/workspaces/:workspace/members/:member":                        {field: "role", values: []string{"coordination", "project_lead", "minute_taker"}},
	"/workspaces/:workspace/deadlines/:eventkind":                   {field: "label_invitation", other: "label_catering"},
	"/workspaces/:workspace/mails/:lang/:text":                      {field: "subject", other: "headline"},
	"/projects/:project/mail/texts/:lang/:text":                     {field: "headline", other: "button"},
	"/projects/:project/goals/:goal":                                {below: "/edit", field: "title"},
	"/projects/:project/milestones/:milestone":                      {below: "/edit", field: "title", other: "number"},
	"/projects/:project/tasks/:task":                                {below: "/edit", field: "title", other: "due_on"},
	"/account/reminders":                                            {field: "digest_day", values: []string{"2", "3", "4"}, other: "quiet_until", own: true},
	"/projects/:project/reminders/ladder":                           {field: "before", other: "after", values: []string{"20", "10", "5, 0"}},
	"/projects/:project/milestones/:milestone/reminders":            {field: "before", other: "after", values: []string{"40", "41", "42, 0"}},
	"/projects/:project/tasks/:task/reminders":                      {field: "before", other: "after", values: []string{"50", "51", "52, 0"}},
	"/projects/:project/tasks/:task/items/:line":                    {below: "/edit", field: "title"},
	"/projects/:project/directory/organisations/:organisation":      {below: "/edit", field: "name", other: "town"},
	"/projects/:project/directory/persons/:person":                  {below: "/edit", field: "family", other: "function"},
	"/projects/:project/directory/groups/:group":                    {below: "/edit", field: "name", other: "description"},
	"/projects/:project/mailings/:mailing":                          {below: "/edit", field: "text", other: "title"},
	"/projects/:project/documents/:document":                        {below: "/edit", field: "title", other: "description"},
	"/projects/:project/events/:event/admission":                    {field: "most_housing", other: "most_provider", values: []string{"50", "51", "52"}},
	"/projects/:project/events/:event/follow-up":                    {field: "days", values: []string{"20", "10", "5, 0"}},
	"/projects/:project/bodies/:body":                               {below: "/edit", field: "purpose", other: "name"},
	"/projects/:project/bodies/:body/members/:seat":                 {below: "/edit", field: "from", other: "to", values: []string{"2026-01-01", "2026-02-01", "2026-03-01"}},
	"/projects/:project/events/:event/meeting/items/:point":         {below: "/edit", field: "description", other: "presenter"},
	"/projects/:project/events/:event/meeting/items/:point/minutes": {below: "/edit", field: "minutes"},
	"/projects/:project/lists/:list":                                {below: "/edit", field: "name", other: "description"},
	"/projects/:project/reports/:report":                            {below: "/edit", field: "summary", other: "outlook"},
	"/projects/:project/reports/:report/milestones/:milestone":      {below: "/edit", field: "deviation", other: "outlook"},
	"/projects/:project/events/:event/survey":                       {below: "/edit", field: "intro", other: "title"},
	"/projects/:project/events/:event/page":                         {field: "travel", other: "credit"},
	"/projects/:project/events/:event":                              {below: "/edit", field: "summary", other: "description"},
	"/projects/:project/events/:event/programme/:item":              {below: "/edit", field: "description", other: "speakers"},
	"/projects/:project/events/:event/rooms/:room":                  {below: "/edit", field: "note", other: "name"},
	"/projects/:project/events/:event/form/:field":                  {below: "/edit", field: "purpose", other: "hint"},
	"/projects/:project/events/:event/speakers/:speaker":            {below: "/edit", field: "biography", other: "function"},
	"/projects/:project/events/:event/results/cards/:card":          {below: "/edit", field: "text", other: "organisation"},

	"/projects/:project/events/:event/results/items/:item/summary": {below: "/edit", field: "summary"},
	"/projects/:project/events/:event/photos/:photo":               {below: "/edit", field: "alt", other: "credit"},
}

// others are values of the second field that are no free text.
var others = map[string]string{"to": "2029-12-31", "number": "9.9", "due_on": "2027-05-31", "after": "21", "most_provider": "60", "quiet_until": "2027-08-31"}

// fresh are the forms of new things that are proposed something in their fields.
var fresh = []string{
	"/projects/:project/events/:event/meeting",
	"/projects/:project/events/:event/repeat",
	"/projects/:project/plan/baselines/new",
	"/projects/:project/copy",
	"/projects/:project/plan/links",
	"/projects/:project/reports/new",
	"/projects/:project/events/:event/programme/new",
	"/projects/:project/events/:event/programme/:item/move",
	"/projects/:project/events/:event/registrations/new",
	"/projects/:project/events/:event/form/new",
	"/projects/:project/events/:event/invitations/new",
	"/projects/:project/events/:event/invitations/save-the-date",
	"/projects/:project/events/:event/thanks",
	"/projects/:project/events/:event/follow-up/new",
	"/projects/:project/events/:event/invitations/spoken",
	"/projects/:project/events/:event/invitations/:attendance",
	"/projects/:project/mailings/:mailing",
	"/projects/:project/milestones/:milestone/complete",
	"/projects/:project/directory/import/:import/columns",
}

// TestEveryFormOfAStoredThingIsListed walks the pages: a form with something in its fields is one that changes it.
func TestEveryFormOfAStoredThingIsListed(t *testing.T) {
	t.Parallel()
	eachCounty(t, func(t *testing.T, s *apptest.Site) {
		c := seeded(t, s)
		listed := map[string]bool{}
		for _, route := range table(s) {
			if route.Method != fiber.MethodGet || (!parameterIn(route.Path, "project", "workspace") && !strings.HasPrefix(route.Path, "/account")) {
				continue
			}
			page := c.Get(address(route.Path, c.editable(t, route.Path)))
			page.Find("main form[method=post]").Each(func(_ int, form *goquery.Selection) {
				keepsBasis := shared.ReadBasis(form.Find("input[name=basis]").AttrOr("value", "")).Values != nil
				if !keepsBasis && filled(form) && !slices.Contains(fresh, route.Path) {
					t.Errorf("the form on %s shows something stored and does not remember it: use shared.EditForm and Request.Edit", route.Path)
				}
				if target := strings.TrimSuffix(route.Path, "/edit"); keepsBasis {
					listed[target] = true
					if _, ok := editForms[target]; !ok {
						t.Errorf("the form on %s is not in the table", route.Path)
					}
				}
			})
		}
		for target := range editForms {
			if !listed[target] {
				t.Errorf("%s is in the table, but no page has its form", target)
			}
		}
	})
}

// filled reports whether something stands in a field of the form that people type into.
func filled(form *goquery.Selection) bool {
	found := false
	form.Find("input, textarea").Each(func(_ int, in *goquery.Selection) {
		kind := in.AttrOr("type", "text")
		typed := goquery.NodeName(in) == "textarea" || slices.Contains([]string{"text", "email", "tel", "url", "number", "date", "time"}, kind)
		found = found || typed && strings.TrimSpace(in.AttrOr("value", "")+in.Text()) != ""
	})
	return found
}

// editable are the parameters of a path, with an event that can still be edited where its own form is meant.
func (c *county) editable(t *testing.T, path string) map[string]string {
	t.Helper()
	ids := c.fill(t, path)
	if ids["point"] != "" {
		ids["point"] = c.find(t, "SELECT id FROM agenda_items WHERE workspace_id = ? AND project_id = ? AND event_id NOT IN "+
			"(SELECT event_id FROM meetings WHERE approved_at IS NOT NULL UNION SELECT event_id FROM minutes_rounds WHERE closed_at IS NULL) ORDER BY position, id", c.workspace, c.project)
		ids["event"] = c.find(t, "SELECT event_id FROM agenda_items WHERE id = ?", ids["point"])
		return ids
	}
	if ids["photo"] != "" {
		return ids
	}
	if ids["card"] != "" {
		ids["card"] = c.find(t, "SELECT id FROM result_cards WHERE kind = 'agreement' AND event_id = ? ORDER BY id", ids["event"])
	}
	if ids["event"] != "" && ids["card"] == "" {
		ids["event"] = c.find(t, "SELECT event_id FROM programme_items WHERE event_id IN "+
			"(SELECT id FROM events WHERE workspace_id = ? AND project_id = ? AND state = 'published') ORDER BY id", c.workspace, c.project)
		if ids["item"] != "" {
			ids["item"] = c.find(t, "SELECT id FROM programme_items WHERE event_id = ? ORDER BY id", ids["event"])
		}
		if ids["field"] != "" {
			ids["field"] = c.find(t, "SELECT id FROM form_fields WHERE event_id = ? ORDER BY position", ids["event"])
		}
		if ids["speaker"] != "" {
			ids["speaker"] = c.find(t, "SELECT id FROM event_speakers WHERE event_id = ? ORDER BY id", ids["event"])
		}
		if ids["room"] != "" {
			ids["room"] = c.find(t, "SELECT id FROM event_rooms WHERE event_id = ? ORDER BY id", ids["event"])
		}
	}
	return ids
}

// TestTwoPeopleEditOneThing drives every form of a stored thing: nothing typed is lost, whoever comes second chooses,
// and a third change in between is asked about again.
func TestTwoPeopleEditOneThing(t *testing.T) {
	t.Parallel()
	eachCounty(t, func(t *testing.T, s *apptest.Site) {
		s.Clock.Advance(30 * 24 * time.Hour) // after all that happened in the sample county
		c := seeded(t, s)
		other, err := s.Accounts.AddUser(t.Context(), c.workspace, "", account.Administrator, "Ewa Łuczak", "luczak@example.org")
		if err != nil {
			t.Fatal(err)
		}
		colleague := c.signedIn(t, other.ID)
		for target, form := range editForms {
			ids := c.editable(t, target)
			if form.field == "role" {
				ids["member"] = c.member(t)
			}
			second := colleague
			if form.own {
				second = c.signedIn(t, c.find(t, "SELECT actor_id FROM audit_entries WHERE action = 'user.signed_in' ORDER BY at, id"))
			}
			form.collide(t, c.Browser, second, address(target, ids))
		}
	})
}

func (form editForm) collide(t *testing.T, mine, theirs *apptest.Browser, target string) {
	t.Helper()
	values := form.values
	if values == nil {
		values = []string{"Meine Fassung", "Fassung der anderen", "Dritte Fassung"}
	}
	typed := mine.Get(target + form.below).Status(200).Forms()[target]
	save := func(name, value string) {
		t.Helper()
		fields := theirs.Get(target + form.below).Status(200).Forms()[target]
		fields.Set(name, value)
		theirs.Post(target, fields).Status(303)
	}
	save(form.field, values[1])
	typed.Set(form.field, values[0])
	page := mine.Post(target, typed).Status(409)
	if n := page.Find(".rt-clash").Length(); n != 1 {
		t.Errorf("%s: %d fields to choose about, want 1", target, n)
	}
	if form.values == nil {
		page.Has(".rt-clash__text", values[0]).Has(".rt-clash__text", values[1])
	}
	if !form.own {
		page.Has(".rt-lead", "hat Ewa Łuczak hier etwas gespeichert")
	}
	mine.Submit("main form", nil).Status(409).Has(".rt-summary a", "Bitte wählen Sie")
	save(form.field, values[2])
	again := mine.Submit("main form", url.Values{"choice." + form.field: {"theirs"}}).Status(409)
	if form.values == nil {
		again.Has(".rt-clash__text", values[2])
	}
	mine.Submit("main form", url.Values{"choice." + form.field: {"theirs"}}).Status(303)
	form.stands(t, mine, target, form.field, values[2])

	typed = mine.Get(target + form.below).Status(200).Forms()[target]
	if form.other != "" {
		otherValue := others[form.other]
		if otherValue == "" {
			otherValue = "Nur dort geändert"
		}
		save(form.other, otherValue)
		typed.Set(form.field, values[0])
		mine.Post(target, typed).Status(303)
		form.stands(t, mine, target, form.other, otherValue)
		form.stands(t, mine, target, form.field, values[0])
	}
}

func (form editForm) stands(t *testing.T, b *apptest.Browser, target, name, want string) {
	t.Helper()
	if got := b.Get(target + form.below).Status(200).Forms()[target].Get(name); got != want {
		t.Errorf("%s: %s is stored as %q, want %q", target, name, got, want)
	}
}

func (c *county) signedIn(t *testing.T, userID string) *apptest.Browser {
	t.Helper()
	link, err := c.site.Accounts.SignInLink(t.Context(), userID)
	if err != nil {
		t.Fatal(err)
	}
	b := c.site.Browser()
	b.Get("/start/sign-in/" + link).Status(200)
	b.Submit("main form", nil).Status(303)
	return b
}

// member is somebody whose roles can change without leaving the workspace unadministered.
func (c *county) member(t *testing.T) string {
	t.Helper()
	user, err := c.site.Accounts.AddUser(t.Context(), c.workspace, "", account.Auditor, "Tom Weiß", "weiss@example.org")
	if err != nil {
		t.Fatal(err)
	}
	return user.ID
}
