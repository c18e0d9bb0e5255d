package report_test

import (
	"errors"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
	"rundertisch/internal/report"
	"rundertisch/internal/workplan"
)

// desk is a project with a plan that was approved and has moved since, and somebody who reports on it.
type desk struct {
	*apptest.Site
	apptest.Office
	t          *testing.T
	milestones map[string]workplan.Milestone // by number, as they were added
}

func open(t *testing.T, s *apptest.Site) *desk {
	t.Helper()
	d := &desk{Site: s, Office: s.Office("Landkreis Musterland"), t: t, milestones: map[string]workplan.Milestone{}}
	w := must(s.Accounts.Workspace(t.Context(), d.Actor.WorkspaceID))(t)
	w.Imprint, w.PrivacyContact, w.FundingNotice = "Landkreis", "datenschutz@example.org", "Gefördert vom Land <Thüringen> & ESF."
	noFault(t, s.Accounts.UpdateWorkspace(t.Context(), d.Actor, w))
	goal := must(s.Plan.AddGoal(t.Context(), d.Actor, workplan.Goal{Number: "1", Title: "Eine gute Datenbasis"}))(t)
	for number, m := range map[string]workplan.Milestone{
		"1.1":  {Title: "Statistik", StartsOn: "2026-01", DueOn: "2026-06"},
		"1.9":  {Title: "Konferenz", StartsOn: "2026-03", DueOn: "2026-09", Rule: workplan.RuleOf(workplan.Condition{Source: workplan.OfTasks}, workplan.Condition{Source: workplan.OfEvents})},
		"1.10": {Title: "Abschluss", DueOn: "2027-03"},
	} {
		m.GoalID, m.Number = goal.ID, number
		d.milestones[number] = must(s.Plan.AddMilestone(t.Context(), d.Actor, m))(t)
	}
	must(s.Plan.Approve(t.Context(), d.Actor, workplan.Baseline{Name: "Bescheid", ApprovedOn: "2026-01-15", DocumentNumber: "4711/26", Reason: "Bewilligt"}))(t)
	d.Clock.Advance(time.Second)
	return d
}

// move moves a milestone's deadline.
func (d *desk) move(number string, months int, reason string) {
	d.t.Helper()
	for _, m := range must(d.Plan.Milestones(d.t.Context(), d.Actor))(d.t) {
		if m.Number == number {
			m.DueOn = m.DueOn.Add(months)
			noFault(d.t, d.Plan.ChangeMilestone(d.t.Context(), d.Actor, m, reason))
			return
		}
	}
	d.t.Fatalf("no milestone %s", number)
}

// conference holds an event of 1.9 at which three people from two organisations were.
func (d *desk) conference(title, day string) event.Event {
	d.t.Helper()
	ctx := d.t.Context()
	e := must(d.Events.Add(ctx, d.Actor, event.Details{
		Kind: event.Conference, Title: title, Day: day, Begin: "9:00", End: "12:00", Venue: "Rathaus", Address: "Markt 1", Contact: "Planung",
	}))(d.t)
	must(d.Events.Publish(ctx, d.Actor, e.ID))(d.t)
	now := d.Clock.Now()
	d.Clock.Advance(e.StartsAt.Add(-24 * time.Hour).Sub(now)) // people register before it begins
	for i, from := range []string{"Jobcenter", "JOBCENTER ", "Łuczak-Hilfe", ""} {
		guest := registration.Form{Name: "Gast Größler " + string(rune('A'+i)), Email: "gast" + string(rune('a'+i)) + "@example.org", Organisation: from, Nonce: title + string(rune('a'+i))}
		must(d.Registrations.RegisterFor(ctx, d.Actor, e.ID, guest))(d.t)
	}
	rows := must(attendance.ListIn(ctx, d.DB.Read(), e.ID))(d.t)
	for _, row := range rows {
		if row.Organisation == "" {
			must(d.Registrations.AnswerFor(ctx, d.Actor, e.ID, row.ID, attendance.Declined))(d.t)
		}
	}
	d.Clock.Advance(now.Sub(d.Clock.Now()))
	must(d.Events.MarkHeld(ctx, d.Actor, e.ID))(d.t)
	noFault(d.t, d.Events.Tie(ctx, d.Actor, e.ID, d.milestones["1.9"].ID))
	return e
}

// draft begins a report on a period.
func (d *desk) draft(from, to date.Date) report.Report {
	d.t.Helper()
	return must(d.Reports.Draft(d.t.Context(), d.Actor, report.Report{
		Kind: report.Interim, Lang: "de", StartsOn: from, EndsOn: to, Summary: "Es geht voran.\n\nBis auf <eines>.",
	}))(d.t)
}

func (d *desk) read(id string) report.Read {
	d.t.Helper()
	return must(d.Reports.Find(d.t.Context(), d.Actor, id))(d.t)
}

// freeze freezes the draft as it is shown.
func (d *desk) freeze(id string) report.Report {
	d.t.Helper()
	return must(d.Reports.Freeze(d.t.Context(), d.Actor, id, d.read(id).Fingerprint))(d.t)
}

func (d *desk) document(id string) string {
	d.t.Helper()
	_, document, err := d.Reports.Document(d.t.Context(), d.Actor, id)
	noFault(d.t, err)
	return document
}

// as is the office's project seen by somebody with a role.
func (d *desk) as(role account.Role) account.Actor {
	a := d.Actor
	a.Roles = []account.Role{role}
	return a
}

func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		noFault(t, err)
		return value
	}
}

func noFault(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	var f *fault.Error
	if !fault.Is(err, kind) || key != "" && (!errors.As(err, &f) || f.Key != key) {
		t.Errorf("got %v, want a fault of kind %d, %s", err, kind, key)
	}
}
