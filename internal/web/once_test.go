package web_test

import (
	"fmt"
	"maps"
	"net/url"
	"testing"

	"rundertisch/internal/app/apptest"
)

// TestPressingTwiceStoresOnce sends the form of every kind of new thing twice, as an impatient finger does.
func TestPressingTwiceStoresOnce(t *testing.T) {
	t.Parallel()
	eachCounty(t, func(t *testing.T, s *apptest.Site) {
		c := seeded(t, s)
		for _, form := range []struct {
			page, table string
			values      url.Values
		}{
			{"/projects/:project/goals/new", "goals", url.Values{"number": {"7"}, "title": {"Neues Ziel"}}},
			{"/projects/:project/milestones/new?goal=:goal", "milestones", url.Values{"number": {"7.1"}, "title": {"Neuer Baustein"}, "due_on": {"05/2027"}}},
			{"/projects/:project/milestones/:milestone", "tasks", url.Values{"title": {"Neue Aufgabe"}}},
			{"/projects/:project/directory/organisations/new", "organisations", url.Values{"name": {"Zuhause eG"}, "kind": {"housing"}}},
			{"/projects/:project/directory/persons/new", "persons", url.Values{"family": {"Nguyễn"}, "source": {"Telefonat"}}},
			{"/projects/:project/directory/groups/new", "person_groups", url.Values{"name": {"Neue Gruppe"}}},
			{"/projects/:project/events/new", "events", url.Values{"title": {"Neue Tagung"}, "day": {"2027-03-25"}, "begin": {"09:30"}, "end": {"16:00"}}},
			{"/projects/:project/events/:event/programme/new", "programme_items", url.Values{"title": {"Neuer Vortrag"}, "kind": {"break"}, "begin": {"10:00"}, "end": {"10:10"}}},
			{"/projects/:project/reports/new", "reports", url.Values{"starts_on": {"2026-01-01"}, "ends_on": {"2026-03-31"}}},
			{"/workspaces/:workspace/projects/new", "projects", url.Values{"name": {"Neues Projekt"}}},
			{"/workspaces/:workspace/members/new", "users", url.Values{"name": {"Tom Weiß"}, "email": {"weiss@example.org"}}},
		} {
			shown := c.Get(address(form.page, c.editable(t, form.page))).Status(200)
			action := shown.Find("main form.rt-form").Not("#documents form").Last().AttrOr("action", "")
			fields := shown.Forms()[action]
			maps.Copy(fields, form.values)
			before := c.count(t, form.table)
			first := c.Post(action, fields).Status(303)
			again := c.Post(action, fields).Status(303)
			if again.Location != first.Location {
				t.Errorf("%s: the second press leads to %s, the first to %s", form.page, again.Location, first.Location)
			}
			if n := c.count(t, form.table) - before; n != 1 {
				t.Errorf("%s: pressed twice, %d are stored", form.page, n)
			}
		}
	})
}

// TestPressingTwiceDeletesOnce: what the first press has deleted is not missed by the second.
func TestPressingTwiceDeletesOnce(t *testing.T) {
	t.Parallel()
	eachCounty(t, func(t *testing.T, s *apptest.Site) {
		c := seeded(t, s)
		for _, page := range []string{
			"/projects/:project/tasks/:task/delete", "/projects/:project/milestones/:milestone/delete", "/projects/:project/goals/:goal/delete",
		} {
			action := address(page, c.fill(t, page))
			fields := c.Get(action).Status(200).Forms()[action]
			first := c.Post(action, fields).Status(303)
			if again := c.Post(action, fields).Status(303); again.Location != first.Location {
				t.Errorf("%s: the second press leads to %s, the first to %s", page, again.Location, first.Location)
			}
			fields.Set("once", "another form")
			c.Post(action, fields).Status(404)
		}
	})
}

func (c *county) count(t *testing.T, table string) int {
	t.Helper()
	n := 0
	if err := c.site.DB.Read().NewRaw("SELECT count(*) FROM "+table).Scan(t.Context(), &n); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", table, err))
	}
	return n
}

// TestAFormFromTheHistoryWithAnotherTextIsANewOne: going back and writing something else is no second press.
func TestAFormFromTheHistoryWithAnotherTextIsANewOne(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := "/projects/" + o.Project.ID + "/directory/groups"
		fields := o.Get(base + "/new").Forms()[base]
		for _, name := range []string{"Erste", "Zweite", "Zweite"} {
			fields.Set("name", name)
			o.Post(base, fields).Status(303)
		}
		if n := groups(t, s, o); n != 2 {
			t.Errorf("%d groups, want 2", n)
		}
		fields.Set("name", "")
		o.Post(base, fields).Status(422)
		o.Submit("main form", url.Values{"name": {"Dritte"}}).Status(303)
		o.Follow().Has("h1", "Dritte")
	})
}
