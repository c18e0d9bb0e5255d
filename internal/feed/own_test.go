package feed_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/workplan"
)

func TestTheOwnCalendarHoldsWhatOneAnswersForAndStandsInFor(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		_, colleague := s.Person(h.Project, h.Project.ID, account.Coordination)
		user, err := s.Accounts.User(t.Context(), colleague.UserID)
		h.must(err)
		token, err := s.Feeds.OpenOwn(t.Context(), user)
		h.must(err)
		titles := func() []string {
			t.Helper()
			var all []string
			for title, e := range icalendar(t, h.read(token).Data) {
				all = append(all, title+" | "+e.Start+" | "+e.Status)
			}
			slices.Sort(all)
			return all
		}
		want := func(when string, entries ...string) {
			t.Helper()
			if diff := cmp.Diff(entries, titles()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", when, diff)
			}
		}
		given := func(lead, deputy string) {
			t.Helper()
			h.milestone.LeadID, h.milestone.DeputyID = lead, deputy
			h.must(s.Plan.ChangeMilestone(t.Context(), h.Actor, h.milestone, ""))
			h.milestone.Version++
		}
		given(user.ID, h.Actor.UserID)
		want("as the one who answers for it", "2.2 Bedarf erhoben | 2027-02-28 | CONFIRMED")
		given(h.Actor.UserID, user.ID)
		want("as deputy", "2.2 Bedarf erhoben (in Vertretung) | 2027-02-28 | CONFIRMED")
		h.due("2027-05")
		want("moved", "2.2 Bedarf erhoben (in Vertretung) | 2027-05-31 | CONFIRMED")
		task, err := s.Plan.AddTask(t.Context(), h.Actor, workplan.Task{
			MilestoneID: h.milestone.ID, Title: "Bogen", AssigneeID: h.Actor.UserID, DeputyID: user.ID, DueOn: "2026-12-31", State: workplan.TaskOpen,
		})
		h.must(err)
		given(h.Actor.UserID, "")
		want("a task instead", "2.2 Bedarf erhoben (in Vertretung) | 2027-05-31 | CANCELLED", "Bogen (in Vertretung) | 2026-12-31 | CONFIRMED")
		_, err = s.Plan.SetTask(t.Context(), h.Actor, task.ID, workplan.TaskDone)
		h.must(err)
		s.Clock.Advance(30 * 24 * time.Hour)
		want("done", "Erledigt: Bogen (in Vertretung) | 2026-12-31 | CONFIRMED")
	})
}
