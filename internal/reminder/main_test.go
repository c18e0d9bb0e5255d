package reminder_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/clock"
	"rundertisch/internal/date"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

// house is a project with a plan, whose lead and coordinator are colleagues.
type house struct {
	*apptest.Site
	apptest.Office
	t     *testing.T
	goal  workplan.Goal
	zone  *time.Location
	lead  account.User // leads the project
	jana  account.User // coordinates
	ewa   account.User // coordinates
	kind  string       // of the mails that are looked at: reminder or digest
	heard int          // those that were looked at
}

// each runs fn on both databases; the clock stands at eight in the morning of the day in the county's zone.
func each(t *testing.T, day date.Date, fn func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := &house{Site: s, t: t, zone: s.Config.Zone(), kind: "reminder"}
		h.wake(day, 8)
		h.Office = s.Office("Musterland")
		h.lead = h.colleague("Tom Weiß", account.ProjectLead)
		h.jana = h.colleague("Jana Größler", account.Coordination)
		h.ewa = h.colleague("Ewa Łuczak", account.Coordination)
		var err error
		h.goal, err = s.Plan.AddGoal(t.Context(), h.Actor, workplan.Goal{Number: "2", Title: "Planung"})
		h.must(err)
		fn(t, h)
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) colleague(name string, role account.Role) account.User {
	h.t.Helper()
	email := strings.ToLower(strings.Fields(name)[0]) + "@example.org"
	user, err := h.Accounts.AddUser(h.t.Context(), h.Actor.WorkspaceID, h.Project.ID, role, name, email)
	h.must(err)
	return user
}

// wake sets the clock to the hour of the day in the county's zone.
func (h *house) wake(day date.Date, hour int) { setClock(h.Clock, at(h.zone, day, hour)) }

func at(zone *time.Location, day date.Date, hour int) time.Time {
	d := day.Time()
	return time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, zone)
}

func setClock(c *clock.Manual, to time.Time) { c.Advance(to.Sub(c.Now())) }

// run lets the program do its work once.
func (h *house) run() {
	h.t.Helper()
	h.must(h.Reminders.Run(h.t.Context()))
}

// milestone adds one that lies with the lead and has the deputy.
func (h *house) milestone(number string, due date.Month, lead, deputy account.User) workplan.Milestone {
	h.t.Helper()
	m, err := h.Plan.AddMilestone(h.t.Context(), h.Actor, workplan.Milestone{
		GoalID: h.goal.ID, Number: number, Title: "Bedarf erhoben", DueOn: due, LeadID: lead.ID, DeputyID: deputy.ID,
	})
	h.must(err)
	return m
}

func (h *house) task(m workplan.Milestone, title string, due date.Date, assignee account.User) workplan.Task {
	h.t.Helper()
	t, err := h.Plan.AddTask(h.t.Context(), h.Actor, workplan.Task{
		MilestoneID: m.ID, Title: title, DueOn: due, AssigneeID: assignee.ID, State: workplan.TaskOpen,
	})
	h.must(err)
	return t
}

// mails are all of the kind in the outbox, as they were queued.
func (h *house) mails() []mail.Message {
	h.t.Helper()
	var all []mail.Message
	h.must(h.DB.Read().NewSelect().Model(&all).Where("m.kind = ?", h.kind).Order("m.created_at", "m.to_name", "m.id").Scan(h.t.Context()))
	return all
}

// news are the mails since it was asked last: "Jana Größler: Erinnerung: 2.2 …".
func (h *house) news() []string {
	h.t.Helper()
	var said []string
	for _, m := range h.mails()[h.heard:] {
		said = append(said, m.ToName+": "+m.Subject)
		h.heard++
	}
	return said
}

// wants fails unless the mails since it was asked last are these.
func (h *house) wants(want ...string) {
	h.t.Helper()
	if got := h.news(); !slices.Equal(got, want) {
		h.t.Errorf("on %s the mails are\n%s\nwant\n%s", h.Reminders.Today(), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// exec writes past the program.
func (h *house) exec(sql string, args ...any) {
	h.t.Helper()
	h.must(h.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}))
}
