package registration_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
)

// limit gives the event so many places.
func (c *crowd) limit(places int) {
	c.t.Helper()
	d := event.DetailsOf(c.event)
	d.Capacity = fmt.Sprint(places)
	_, err := c.site.Events.Edit(c.t.Context(), c.Actor, c.event.ID, c.event.Version, d)
	c.must(err)
}

// come registers people as the office does.
func (c *crowd) come(names ...string) {
	c.t.Helper()
	for _, name := range names {
		_, err := c.site.Registrations.RegisterFor(c.t.Context(), c.Actor, c.event.ID, registration.Form{
			Name: name, Email: strings.ToLower(name) + "@example.org", Lang: "de",
		})
		c.must(err)
	}
}

func (c *crowd) plan(bulk registration.Bulk) registration.Plan {
	c.t.Helper()
	plan, err := c.site.Registrations.Plan(c.t.Context(), c.Actor, c.event.ID, bulk)
	c.must(err)
	return plan
}

func said(plan registration.Plan) string {
	all := make([]string, len(plan.Lines))
	for i, line := range plan.Lines {
		all[i] = line.Row.Name[:1] + " " + string(line.Fate)
	}
	return strings.Join(all, ", ")
}

// states says of each person the places at the event and in the workshops.
func (c *crowd) states() string {
	c.t.Helper()
	var all []string
	for _, row := range c.list(registration.Filter{Show: registration.Everybody}).Rows {
		text := row.Name[:1] + " " + string(row.Place)
		if row.Position > 0 {
			text += fmt.Sprint(" ", row.Position)
		}
		for _, place := range row.Workshops {
			text += " " + string(place.State)
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestABulkDoesWhatItsPreviewSays(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.limit(7)
		c.come("Anna", "Bela", "Cara", "Dora", "Emil", "Fritz", "Gerd", "Hans", "Ida")
		all := registration.Filter{Show: registration.Everybody}
		some := func(initials string) registration.Filter {
			f := registration.Filter{Show: registration.Everybody, Chosen: []string{}}
			for _, row := range c.list(all).Rows {
				if strings.Contains(initials, row.Name[:1]) {
					f.Chosen = append(f.Chosen, row.ID)
				}
			}
			return f
		}
		for _, step := range []struct {
			name, plan, after string
			bulk              registration.Bulk
		}{
			{
				"people get on the waitlist of a workshop once it is full, and those without a place at once",
				"A seat, B seat, C seat, D seat, E seat, F wait, G wait, H wait, I wait",
				"A confirmed confirmed, B confirmed confirmed, C confirmed confirmed, D confirmed confirmed, E confirmed confirmed, F confirmed waitlisted, G confirmed waitlisted, H waitlisted 1 waitlisted, I waitlisted 2 waitlisted",
				registration.Bulk{Deed: registration.ToWorkshop, ItemID: c.shop.ID, Filter: all},
			},
			{
				"who has it or waits for it keeps it", "A has_it, H has_it", "",
				registration.Bulk{Deed: registration.ToWorkshop, ItemID: c.shop.ID, Filter: some("AH")},
			},
			{
				"the last on the waitlist goes before the others", "A no_wait, I forward",
				"A confirmed confirmed, B confirmed confirmed, C confirmed confirmed, D confirmed confirmed, E confirmed confirmed, F confirmed waitlisted, G confirmed waitlisted, H waitlisted 2 waitlisted, I waitlisted 1 waitlisted",
				registration.Bulk{Deed: registration.ToFront, Text: "Hält den Vortrag.", Filter: some("AI")},
			},
			{
				"those who give places back make room for the next", "A free, H leave",
				"A withdrawn, B confirmed confirmed, C confirmed confirmed, D confirmed confirmed, E confirmed confirmed, F confirmed confirmed, G confirmed waitlisted, H withdrawn, I confirmed waitlisted",
				registration.Bulk{Deed: registration.ToCancel, Filter: some("AH")},
			},
			{"who has no place cannot give it back", "A absent, H absent", "", registration.Bulk{Deed: registration.ToCancel, Filter: some("AH")}},
		} {
			plan, before := c.plan(step.bulk), c.states()
			if got := said(plan); got != step.plan {
				t.Errorf("%s: the preview says %q", step.name, got)
			}
			if c.states() != before {
				t.Errorf("%s: the preview changed something", step.name)
			}
			report, err := s.Registrations.Carry(t.Context(), c.Actor, c.event.ID, step.bulk, plan.Mark)
			c.must(err)
			if got, want := c.states(), step.after; got != want && want != "" || want == "" && got != before {
				t.Errorf("%s: afterwards\n%s, want\n%s", step.name, got, want)
			}
			done, err := s.Registrations.Report(t.Context(), c.Actor, c.event.ID, report)
			c.must(err)
			if len(done.Lines) != len(plan.Lines) || done.Count() != plan.Count() || done.By != c.Actor.Name {
				t.Errorf("%s: the report says %+v", step.name, done)
			}
		}
	})
}

// TestWhoIsCancelledWithOthersIsGivenNoPlaceOnTheWay: the place of the first goes to the next who stays.
func TestWhoIsCancelledWithOthersIsGivenNoPlaceOnTheWay(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.limit(1)
		c.come("Anna", "Bela", "Cara")
		leave := registration.Filter{Show: registration.Everybody, Chosen: []string{}}
		for _, row := range c.list(registration.Filter{Show: registration.Everybody}).Rows {
			if row.Name[0] != 'C' {
				leave.Chosen = append(leave.Chosen, row.ID)
			}
		}
		cancel := registration.Bulk{Deed: registration.ToCancel, Filter: leave}
		_, err := s.Registrations.Carry(t.Context(), c.Actor, c.event.ID, cancel, c.plan(cancel).Mark)
		c.must(err)
		if got := c.states(); got != "A withdrawn, B withdrawn, C confirmed" {
			t.Errorf("afterwards %s", got)
		}
		var told []string
		c.must(s.DB.Read().NewRaw("SELECT m.kind FROM mail_messages AS m JOIN attendances AS t ON t.id = m.thread_key WHERE t.name LIKE 'Bela%' ORDER BY m.created_at, m.id").Scan(t.Context(), &told))
		if slices.Contains(told, "promotion") {
			t.Errorf("Bela was told %v", told)
		}
	})
}

func TestABulkIsDoneForAllOrForNobody(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.come("Anna", "Bela", "Cara")
		cancel := registration.Bulk{Deed: registration.ToCancel, Filter: registration.Filter{Query: "example.org"}}
		plan := c.plan(cancel)
		cara := c.list(registration.Filter{Query: "cara"}).Rows[0]
		_, err := s.Registrations.AnswerFor(t.Context(), c.Actor, c.event.ID, cara.ID, attendance.Declined)
		c.must(err)
		if _, err := s.Registrations.Carry(t.Context(), c.Actor, c.event.ID, cancel, plan.Mark); !fault.Is(err, fault.Conflict) {
			t.Errorf("what was not looked at is done: %v", err)
		}
		if got := c.states(); got != "A confirmed, B confirmed, C withdrawn" {
			t.Errorf("half of it is done: %s", got)
		}
		for name, wrong := range map[string]registration.Bulk{
			"nobody chosen":          {Deed: registration.ToCancel, Filter: registration.Filter{Chosen: []string{}}},
			"nothing to do":          {Filter: cancel.Filter},
			"a workshop of no event": {Deed: registration.ToWorkshop, ItemID: c.event.ID, Filter: cancel.Filter},
		} {
			if _, err := s.Registrations.Plan(t.Context(), c.Actor, c.event.ID, wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		var many []attendance.Attendance
		for i := range registration.MostAtOnce {
			many = append(many, attendance.Attendance{Name: fmt.Sprint("Person ", i), Place: attendance.Confirmed, Answer: attendance.Accepted})
		}
		c.add(many...)
		if _, err := s.Registrations.Plan(t.Context(), c.Actor, c.event.ID, cancel); !fault.Is(err, fault.Invalid) {
			t.Errorf("more than can be done at once: %v", err)
		}
		stranger := s.Office("Landkreis Nebenan")
		if _, err := s.Registrations.Carry(t.Context(), stranger.Actor, c.event.ID, cancel, plan.Mark); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
	})
}

func TestManyAreNotedOnThePageOfTheList(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := gather(t, s)
		c.come("Anna", "Bela", "Cara")
		list := "/projects/" + c.Project.ID + "/events/" + c.event.ID + "/registrations?sort=name"
		page := c.Get(list).Status(200).Has(".rt-bulk", "alle 3 Personen")
		c.Submit(".rt-bulk", url.Values{"deed": {"note"}}).Status(422).Has(".rt-summary", "mindestens eine Person")
		c.Get(list)
		var chosen []string
		page.Find("input[name=chosen]").Each(func(i int, box *goquery.Selection) {
			if i < 2 {
				chosen = append(chosen, box.AttrOr("value", ""))
			}
		})
		c.Submit(".rt-bulk", url.Values{"deed": {"note"}, "chosen": chosen}).Status(200).Has("#will", "Anna").HasNot("#will", "Cara")
		c.Submit("main form[action*='/bulk/do']", nil).Status(422).Has(".rt-summary", "Notiz")
		c.Submit("main form[action*='/bulk/do']", url.Values{"text": {"bringt Plakate mit"}}).Status(303)
		c.Follow().Status(200).Has("#done", "Anna").Has("#done", "Bela").Has("[role=status]", "Erledigt")
		if rows := c.list(registration.Filter{Noted: true}).Rows; len(rows) != 2 || rows[1].Notes[0].Text != "bringt Plakate mit" {
			t.Errorf("noted: %+v", rows)
		}
		c.Get(list)
		file := c.Submit(".rt-bulk", url.Values{"deed": {"csv"}, "chosen": chosen}).Status(200)
		if got := strings.Count(file.Body, "\n"); got != 3 || strings.Contains(file.Body, "Cara") {
			t.Errorf("the file has %d lines:\n%s", got, file.Body)
		}
		c.Get(list)
		c.Submit(".rt-bulk", url.Values{"deed": {"cancel"}, "all": {"1"}}).Status(200).Has("main .kern-btn--primary", "3 Personen abmelden")
		c.come("Dora")
		c.Submit("main form[action*='/bulk/do']", nil).Status(409).Has(".rt-summary", "Inzwischen").Has("#will", "Dora")
		c.Submit("main form[action*='/bulk/do']", nil).Status(303)
		if n := c.list(registration.Filter{}).Total; n != 0 {
			t.Errorf("%d still attend", n)
		}
	})
}
