package feed_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/feed"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
)

// house is a project with a plan, whose clock stands at noon of 22 November 2026.
type house struct {
	*apptest.Site
	apptest.Office
	t         *testing.T
	milestone workplan.Milestone
}

func newHouse(t *testing.T, s *apptest.Site) *house {
	t.Helper()
	h := &house{Site: s, Office: s.Office("Musterland"), t: t}
	goal, err := s.Plan.AddGoal(t.Context(), h.Actor, workplan.Goal{Number: "2.", Title: "Planung"})
	h.must(err)
	h.milestone, err = s.Plan.AddMilestone(t.Context(), h.Actor, workplan.Milestone{
		GoalID: goal.ID, Number: "2.2", Title: "Bedarf erhoben", DueOn: "2027-02",
	})
	h.must(err)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) opened() string {
	h.t.Helper()
	token, err := h.Feeds.OpenProject(h.t.Context(), h.Actor, i18n.German)
	h.must(err)
	return token
}

func (h *house) read(token string) feed.File {
	h.t.Helper()
	file, err := h.Feeds.Read(h.t.Context(), token)
	h.must(err)
	return file
}

// due moves the milestone.
func (h *house) due(month date.Month) {
	h.t.Helper()
	h.milestone.DueOn = month
	h.must(h.Plan.ChangeMilestone(h.t.Context(), h.Actor, h.milestone, "Haushalt später beschlossen"))
	h.milestone.Version++
}

// event adds an event on the day before summer time ends, draft or published.
func (h *house) event(state event.State) event.Event {
	h.t.Helper()
	e, err := h.Events.Add(h.t.Context(), h.Actor, event.Details{
		Kind: event.Meeting, Title: "Steuerungsrunde " + string(state), Day: "30.10.2027", Begin: "22:00", End: "23:30", Venue: "Rathaus",
	})
	h.must(err)
	if state == event.Published {
		e, err = h.Events.Publish(h.t.Context(), h.Actor, e.ID)
		h.must(err)
	}
	return e
}

func TestAMovedDeadlineMovesItsEntryAndDoesNotDoubleIt(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		h.event(event.Published)
		token, calendar := h.opened(), newKhal(t)
		deadline := "2.2 Bedarf erhoben | %s–%[1]s | CONFIRMED"
		meeting := "Steuerungsrunde published | 2027-10-30 22:00–2027-10-30 23:30 | CONFIRMED"
		if diff := cmp.Diff([]string{fmt.Sprintf(deadline, "2027-02-28"), meeting}, calendar.take(h.read(token).Data)); diff != "" {
			t.Errorf("khal lists (-want +got):\n%s", diff)
		}
		h.due("2028-02")
		if diff := cmp.Diff([]string{meeting, fmt.Sprintf(deadline, "2028-02-29")}, calendar.take(h.read(token).Data)); diff != "" {
			t.Errorf("after the move khal lists (-want +got):\n%s", diff)
		}
	})
}

func TestAnEntryKeepsItsUIDAndItsSequenceRisesWithEveryChange(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		token := h.opened()
		first := icalendar(t, h.read(token).Data)["2.2 Bedarf erhoben"]
		if want := (reading{Summary: "2.2 Bedarf erhoben", Start: "2027-02-28", End: "2027-03-01", Status: "CONFIRMED", UID: first.UID, Transparent: true}); first != want {
			t.Errorf("read %+v, want %+v", first, want)
		}
		h.due("2027-05")
		if e := icalendar(t, h.read(token).Data)["2.2 Bedarf erhoben"]; e.UID != first.UID || e.Sequence != 1 || e.Start != "2027-05-31" {
			t.Errorf("after the move: %+v", e)
		}
		s.Clock.Advance(time.Hour * 24 * 200) // into June 2027
		if e := icalendar(t, h.read(token).Data)["Überfällig: 2.2 Bedarf erhoben"]; e.UID != first.UID || e.Sequence != 2 || e.Start != "2027-05-31" {
			t.Errorf("overdue: %+v", e)
		}
		entry, err := s.Plan.RemoveMilestone(t.Context(), h.Actor, h.milestone.ID)
		h.must(err)
		gone := icalendar(t, h.read(token).Data)
		if e := gone["Überfällig: 2.2 Bedarf erhoben"]; e.UID != first.UID || e.Sequence != 3 || e.Status != "CANCELLED" {
			t.Errorf("deleted: %+v", e)
		}
		if _, explained := gone["Noch keine Termine"]; !explained {
			t.Errorf("the empty calendar explains nothing: %v", gone)
		}
		s.Clock.Advance(30*24*time.Hour - time.Second)
		if n := len(icalendar(t, h.read(token).Data)); n != 2 {
			t.Errorf("just before 30 days are over there are %d entries, want 2", n)
		}
		if _, err = s.Bin.BringBack(t.Context(), h.Actor, entry.ID); err != nil {
			t.Fatal(err)
		}
		if e := icalendar(t, h.read(token).Data)["Überfällig: 2.2 Bedarf erhoben"]; e.UID != first.UID || e.Sequence != 4 || e.Status != "CONFIRMED" {
			t.Errorf("brought back: %+v", e)
		}
	})
}

func TestAMilestoneReachedByItsRuleIsNotOverdue(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		h.milestone.Rule = workplan.RuleOf(workplan.Condition{Source: workplan.OfTasks})
		h.due("2026-12")
		task, err := s.Plan.AddTask(t.Context(), h.Actor, workplan.Task{MilestoneID: h.milestone.ID, Title: "Bogen entwerfen", State: workplan.TaskOpen})
		h.must(err)
		token := h.opened()
		if e := icalendar(t, h.read(token).Data)["2.2 Bedarf erhoben"]; e.Start != "2026-12-31" {
			t.Errorf("open: %+v", e)
		}
		_, err = s.Plan.SetTask(t.Context(), h.Actor, task.ID, workplan.TaskDone)
		h.must(err)
		s.Clock.Advance(60 * 24 * time.Hour) // past the deadline
		if e := icalendar(t, h.read(token).Data)["Erledigt: 2.2 Bedarf erhoben"]; e.Start != "2026-12-31" || e.Sequence != 1 {
			t.Errorf("reached: %+v", icalendar(t, h.read(token).Data))
		}
	})
}

// TestWhatIsOverdueIsShownHoweverLongAgoItWasDue: what was reached in time is dropped after a year and a day.
func TestWhatIsOverdueIsShownHoweverLongAgoItWasDue(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		h.event(event.Published) // 30 October 2027
		token := h.opened()
		s.Clock.Advance(3 * 366 * 24 * time.Hour)
		late := icalendar(t, h.read(token).Data)
		if e := late["Überfällig: 2.2 Bedarf erhoben"]; e.Start != "2027-02-28" || e.Status != "CONFIRMED" || len(late) != 1 {
			t.Errorf("after three years: %+v", late)
		}
	})
}

func TestACancelledEntryIsShownForThirtyDays(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		e := h.event(event.Published)
		token := h.opened()
		h.read(token)
		_, err := s.Events.Cancel(t.Context(), h.Actor, e.ID)
		h.must(err)
		if got := icalendar(t, h.read(token).Data)[e.Title]; got.Status != "CANCELLED" || got.Sequence != 1 {
			t.Errorf("cancelled: %+v", got)
		}
		s.Clock.Advance(30 * 24 * time.Hour)
		if _, there := icalendar(t, h.read(token).Data)[e.Title]; there {
			t.Error("after 30 days it is still there")
		}
	})
}

func TestTheSameStateGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		token := h.opened()
		for range 2 { // first reading, then a change
			files := make([]feed.File, 8)
			var readers sync.WaitGroup
			for i := range files {
				readers.Go(func() {
					var err error
					if files[i], err = s.Feeds.Read(t.Context(), token); err != nil {
						t.Error(err)
					}
				})
			}
			readers.Wait()
			for _, other := range files[1:] {
				if !bytes.Equal(files[0].Data, other.Data) || files[0].Tag != other.Tag {
					t.Fatalf("readers at the same time see different calendars:\n%s\n%s", files[0].Data, other.Data)
				}
			}
			h.due("2027-06")
			s.Clock.Advance(time.Hour)
		}
		if e := icalendar(t, h.read(token).Data)["2.2 Bedarf erhoben"]; e.Sequence != 1 {
			t.Errorf("one change raised the sequence to %d", e.Sequence)
		}
	})
}

func TestTheOwnCalendarHoldsOwnTasksAndTheProjectsOneLeads(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		h.event(event.Draft)
		_, colleague := s.Person(h.Project, h.Project.ID, account.Coordination)
		user, err := s.Accounts.User(t.Context(), colleague.UserID)
		h.must(err)
		for title, assignee := range map[string]string{"Meine Aufgabe": user.ID, "Fremde Aufgabe": h.Actor.UserID} {
			_, err := s.Plan.AddTask(t.Context(), h.Actor, workplan.Task{
				MilestoneID: h.milestone.ID, Title: title, AssigneeID: assignee, DueOn: "2026-12-31", State: workplan.TaskOpen,
			})
			h.must(err)
		}
		token, err := s.Feeds.OpenOwn(t.Context(), user)
		h.must(err)
		file := h.read(token)
		got := icalendar(t, file.Data)
		if e := got["Meine Aufgabe"]; e.Start != "2026-12-31" || e.End != "2027-01-01" {
			t.Errorf("the own task: %+v", e)
		}
		if e := got["Entwurf: Steuerungsrunde draft"]; e.Status != "TENTATIVE" || e.Start != "2027-10-30T22:00:00+02:00" {
			t.Errorf("the draft: %+v", e)
		}
		if len(got) != 2 {
			t.Errorf("there are %d entries, want the own task and the event of the project: %v", len(got), got)
		}
		if text := string(file.Data); strings.Contains(text, token) || strings.Contains(text, "ATTENDEE") || strings.Contains(text, "ORGANIZER") || strings.Contains(text, "METHOD") {
			t.Errorf("the calendar says too much:\n%s", text)
		}
	})
}

func TestTheProjectsCalendarNamesNoTasksAndNoDrafts(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		h.event(event.Draft)
		_, err := s.Plan.AddTask(t.Context(), h.Actor, workplan.Task{
			MilestoneID: h.milestone.ID, Title: "Frau Muster anrufen", AssigneeID: h.Actor.UserID, DueOn: "2026-12-31", State: workplan.TaskOpen,
		})
		h.must(err)
		if got := icalendar(t, h.read(h.opened()).Data); len(got) != 1 || got["2.2 Bedarf erhoben"].UID == "" {
			t.Errorf("the calendar holds %v", got)
		}
	})
}

func TestALinkIsRenewedAndClosed(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		old := h.opened()
		uid := icalendar(t, h.read(old).Data)["2.2 Bedarf erhoben"].UID
		fresh := h.opened()
		if _, err := s.Feeds.Read(t.Context(), old); !fault.Is(err, fault.NotFound) {
			t.Errorf("the old link gives %v", err)
		}
		if e := icalendar(t, h.read(fresh).Data)["2.2 Bedarf erhoben"]; e.UID != uid {
			t.Error("a renewed link gives entries another UID, which doubles them in calendars that were filled by import")
		}
		h.must(s.Feeds.CloseProject(t.Context(), h.Actor))
		if _, err := s.Feeds.Read(t.Context(), fresh); !fault.Is(err, fault.NotFound) {
			t.Errorf("the closed link gives %v", err)
		}
		for _, role := range []account.Role{account.Coordination, account.MinuteTaker, account.Auditor} {
			_, actor := s.Person(h.Project, h.Project.ID, role)
			if _, err := s.Feeds.OpenProject(t.Context(), actor, i18n.German); !fault.Is(err, fault.Forbidden) {
				t.Errorf("opened by the %s: %v", role, err)
			}
		}
	})
}
