package app_test

import (
	"context"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/result"
	"rundertisch/internal/workplan"
)

// planner is an office with a plan of one goal, in which milestones have rules.
type planner struct {
	apptest.Office
	t    *testing.T
	site *apptest.Site
	goal workplan.Goal
}

func planning(t *testing.T, s *apptest.Site) *planner {
	t.Helper()
	p := &planner{Office: s.Office("Landkreis Musterland"), t: t, site: s}
	must(t, s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, "UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'datenschutz@example.org'")
		return err
	}))
	var err error
	p.goal, err = s.Plan.AddGoal(t.Context(), p.Actor, workplan.Goal{Number: "2", Title: "Zusammenarbeit"})
	must(t, err)
	return p
}

func (p *planner) milestone(number string, rule workplan.Rule) string {
	p.t.Helper()
	m, err := p.site.Plan.AddMilestone(p.t.Context(), p.Actor, workplan.Milestone{GoalID: p.goal.ID, Number: number, Title: "Fachtagung", DueOn: "2027-12", Rule: rule})
	must(p.t, err)
	return m.ID
}

// held makes an event with two workshops that took place, tied to the milestone.
func (p *planner) held(milestoneID string, d event.Details) (eventID string, workshops []string) {
	p.t.Helper()
	ctx, s := p.t.Context(), p.site
	d.Kind, d.Venue, d.Contact = event.Symposium, "Kreishaus", "planung@example.org"
	e, err := s.Events.Add(ctx, p.Actor, d)
	must(p.t, err)
	for _, title := range []string{"Mietschulden", "Obdach"} {
		item, err := s.Events.AddItem(ctx, p.Actor, e.ID, event.ItemDetails{Kind: event.WorkshopItem, Title: title, Begin: d.Begin, End: "04:00", NewSlot: title})
		must(p.t, err)
		workshops = append(workshops, item.ID)
	}
	_, err = s.Events.Publish(ctx, p.Actor, e.ID)
	must(p.t, err)
	must(p.t, s.Events.Tie(ctx, p.Actor, e.ID, milestoneID))
	s.Clock.Advance(e.EndsAt.Add(time.Hour).Sub(s.Clock.Now()))
	_, err = s.Events.MarkHeld(ctx, p.Actor, e.ID)
	must(p.t, err)
	return e.ID, workshops
}

// back signs in again after time has passed.
func (p *planner) back() {
	p.t.Helper()
	link, err := p.site.Accounts.SignInLink(p.t.Context(), p.Actor.UserID)
	must(p.t, err)
	p.Get("/start/sign-in/" + link)
	p.Submit("main form", nil)
}

func (p *planner) progress(milestoneID string) workplan.Progress {
	p.t.Helper()
	d, err := p.site.Plan.Milestone(p.t.Context(), p.Actor, milestoneID)
	must(p.t, err)
	return d.Progress
}

// night is an event over the night in which clocks go back: it ends a minute before midnight UTC, on the 31st in Berlin.
var night = event.Details{Title: "Fachtagung", Day: "30.10.2027", Begin: "03:30", EndDay: "31.10.2027", End: "23:30"}

func TestAMilestoneIsReachedWhenItsEventIsHeldAndEveryWorkshopHasPublishedResults(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, p := t.Context(), planning(t, s)
		held := p.milestone("2.1", "events")
		both := p.milestone("2.2", "events results")
		eventID, workshops := p.held(both, night)
		if got := p.progress(held); got.State == workplan.Done || got.Standing[0].Total != 0 {
			t.Errorf("of no event: %+v", got)
		}
		card := func(item string) {
			t.Helper()
			_, err := s.Results.Add(ctx, p.Actor, eventID, item, result.Details{Kind: result.Need, Text: "Es fehlt an Wohnungen."})
			must(t, err)
		}
		card(workshops[0])
		if got := p.progress(both); got.Standing[0].On != "2027-10-31" || got.Standing[1].Done != 0 || len(got.Standing[1].Missing) != 2 {
			t.Errorf("before the results are public: %+v", got.Standing)
		}
		must(t, s.Results.Publish(ctx, p.Actor, eventID))
		if got := p.progress(both); got.Complete() || got.Standing[1].Done != 1 || got.Standing[1].Total != 2 || got.Standing[1].Missing[0].Title != "Obdach" {
			t.Errorf("one workshop of two: %+v", got.Standing)
		}
		at := "/projects/" + p.Project.ID + "/milestones/" + both
		p.back()
		p.Get(at).Status(200).Has("#nachweise", "Workshops mit veröffentlichten Ergebnissen: 1 von 2").Has("#nachweise a[href$='/results']", "Obdach").
			Has("dd", "wenn die zugeordneten Veranstaltungen durchgeführt sind und die Ergebnisse aller Workshops veröffentlicht sind")
		p.Get("/projects/"+p.Project.ID+"/plan").Has("tr", "1 von 2 (Es fehlt noch: Obdach)")
		p.Get("/projects/"+p.Project.ID).Has("main", "1 von 2 (Es fehlt noch: Obdach)")
		s.Clock.Advance(24 * time.Hour)
		card(workshops[1])
		if got := p.progress(both); got.State != workplan.Done || got.CompletedOn != "2027-11-02" {
			t.Errorf("all: %s on %q", got.State, got.CompletedOn)
		}
		must(t, s.Events.Untie(ctx, p.Actor, eventID, both))
		if got := p.progress(both); got.Complete() {
			t.Errorf("without its event: %+v", got)
		}
	})
}

func TestAnEventBelongsToOneMilestoneOfItsOwnProject(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, p := t.Context(), planning(t, s)
		one, other := p.milestone("2.1", "events"), p.milestone("2.2", "events")
		eventID, _ := p.held(one, night)
		elsewhere := s.Office("Landkreis Nord")
		goal, err := s.Plan.AddGoal(ctx, elsewhere.Actor, workplan.Goal{Number: "1", Title: "Dort"})
		must(t, err)
		foreign, err := s.Plan.AddMilestone(ctx, elsewhere.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Dort", DueOn: "2027-12"})
		must(t, err)
		for name, c := range map[string]struct {
			actor            account.Actor
			event, milestone string
			want             fault.Kind
		}{
			"tied to another one":             {p.Actor, eventID, other, fault.Conflict},
			"a milestone of another project":  {p.Actor, eventID, foreign.ID, fault.NotFound},
			"an event of another project":     {elsewhere.Actor, eventID, foreign.ID, fault.NotFound},
			"somebody who may not run events": {account.Actor{WorkspaceID: p.Actor.WorkspaceID, ProjectID: p.Actor.ProjectID, Roles: []account.Role{account.Auditor}}, eventID, one, fault.Forbidden},
		} {
			if err := s.Events.Tie(ctx, c.actor, c.event, c.milestone); !fault.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Events.Untie(ctx, p.Actor, eventID, other); !fault.Is(err, fault.Conflict) {
			t.Errorf("untied from another one: %v", err)
		}
		entry, err := s.Plan.RemoveMilestone(ctx, p.Actor, one)
		must(t, err)
		must(t, s.Events.Tie(ctx, p.Actor, eventID, other))
		_, err = s.Bin.BringBack(ctx, p.Actor, entry.ID)
		must(t, err)
		if got := p.progress(one); got.Complete() {
			t.Errorf("came back with an event that belongs to another one: %+v", got)
		}
	})
}

func TestDocumentsCountByTheirKindFromTheDayTheyWereAttached(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, p := t.Context(), planning(t, s)
		id := p.milestone("2.1", "documents:1:minutes")
		attach := func(kind document.Kind) {
			t.Helper()
			_, err := s.Documents.Add(ctx, p.Actor, document.Details{
				Title: string(kind), Kind: kind, Language: "de", Subjects: []document.Subject{{Kind: document.Milestone, ID: id}},
			}, files.Upload{Name: "a.txt", Size: 4, Content: strings.NewReader("Text")}, "")
			must(t, err)
		}
		attach(document.Other)
		if got := p.progress(id); got.Complete() {
			t.Errorf("of another kind: %+v", got.Standing)
		}
		s.Clock.Advance(time.Date(2028, 2, 28, 23, 30, 0, 0, time.UTC).Sub(s.Clock.Now()))
		attach(document.Minutes)
		if got := p.progress(id); got.CompletedOn != "2028-02-29" {
			t.Errorf("attached half an hour after midnight in Berlin: %q", got.CompletedOn)
		}
	})
}

func TestAllSourcesAreAskedInOneQueryForAllMilestones(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		p := planning(t, s)
		asked := &counted{}
		read, ok := s.DB.Read().(*bun.DB)
		if !ok {
			t.Fatal("the read handle is no database")
		}
		read.AddQueryHook(asked) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		queries := func() int64 {
			asked.Store(0)
			_, err := s.Plan.Plan(t.Context(), p.Actor)
			must(t, err)
			return asked.Load()
		}
		p.milestone("2.1", "")
		none := queries()
		p.milestone("2.2", "tasks events results documents:1")
		one := queries()
		for n := range 40 {
			p.milestone("3."+string(rune('1'+n/10))+"."+string(rune('1'+n%10%9))+"."+string(rune('1'+n%7)), "tasks events results documents:2:minutes")
		}
		if many := queries(); none != 1 || one != 2 || many != 2 {
			t.Errorf("%d queries without a rule, %d with one, %d with many", none, one, many)
		}
	})
}

type counted struct{ atomic.Int64 }

func (c *counted) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (c *counted) AfterQuery(context.Context, *bun.QueryEvent) { c.Add(1) }

func TestRuleAndEventsAreChosenOnThePages(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		p := planning(t, s)
		id := p.milestone("2.1", "")
		eventID, _ := p.held(p.milestone("2.2", ""), night)
		p.back()
		at := "/projects/" + p.Project.ID + "/milestones/" + id
		p.Get(at).Status(200).Has("#nachweise", "sobald die Projektleitung es meldet")
		p.Get(at + "/edit").Status(200)
		p.Submit("main form", url.Values{"rule_documents": {"viele"}}).Status(422).Has("#f-rule_documents-error", "Zahl von 1 bis 99")
		p.Get(at + "/edit").Status(200)
		p.Submit("main form", url.Values{"rule_events": {"1"}, "rule_kind": {"minutes"}}).Status(303)
		p.Follow().Has("#nachweise", "Noch keine Veranstaltung zugeordnet").Has("#nachweise", "Dokumente der Art „Protokoll“ angehängt: 0 von 1").
			Has(".rt-history", "Regel, wann er erledigt ist")
		p.Get(at+"/edit").Has("input[name=rule_events][checked] + div", "durchgeführt").Has("select option[selected]", "Protokoll")
		p.Submit("main form", url.Values{"rule_events": {"1"}, "rule_documents": {""}, "rule_kind": {""}}).Status(303)

		p.Get("/projects/"+p.Project.ID+"/events/"+eventID).Has("main a", "2.2 Fachtagung")
		p.Get("/projects/" + p.Project.ID + "/milestones/" + p.progressOf("2.2"))
		p.Submit("#nachweise form", url.Values{"release": {"1"}}).Status(303)
		p.Follow().HasNot("#nachweise h3", "Zugeordnete")
		p.Get("/projects/" + p.Project.ID + "/events/" + eventID)
		p.Submit("form[action$='/plan/ties']", nil).Status(303)
		p.Follow().Has("h1", "Fachtagung").Has(".rt-flash", "Bitte wählen Sie erst aus")
		p.Submit("form[action$='/plan/ties']", url.Values{"milestone": {id}}).Status(303)
		p.Follow().Has("h1", "Fachtagung").Has("main a", "2.1 Fachtagung")
		p.Get(at).Has(".rt-page-header .rt-badge", "Erledigt").Has("dd", "31.10.2027").Has("main a", "Noch nicht erledigt").HasNot("main a", "Als erledigt melden")

		p.Get(at + "/keep-open").Status(200)
		p.Submit("main form", url.Values{}).Status(422).Has("#f-reason-error", "füllen Sie")
		p.Submit("main form", url.Values{"reason": {"Das Protokoll fehlt"}}).Status(303)
		p.Follow().Has(".rt-page-header .rt-badge", "Bald fällig").
			Has("#nachweise", "Nach der Regel seit 31.10.2027 erledigt. Von Jana Größler am 01.11.2027 für noch nicht erledigt erklärt.").
			Has("#nachweise", "Begründung: Das Protokoll fehlt")
		p.Get(at + "/reopen")
		p.Submit("main form", nil).Status(303)
		p.Follow().Has(".rt-page-header .rt-badge", "Erledigt")
	})
}

// progressOf is the milestone's identifier by its number.
func (p *planner) progressOf(number string) string {
	p.t.Helper()
	all, err := p.site.Plan.Milestones(p.t.Context(), p.Actor)
	must(p.t, err)
	for _, m := range all {
		if m.Number == number {
			return m.ID
		}
	}
	return ""
}
