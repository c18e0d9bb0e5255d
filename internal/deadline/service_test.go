package deadline_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/date"
	"rundertisch/internal/deadline"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// desk is an office with a milestone and an event tied to it.
type desk struct {
	apptest.Office

	t         *testing.T
	site      *apptest.Site
	milestone workplan.Milestone
	event     event.Event
}

func open(t *testing.T, s *apptest.Site) *desk {
	t.Helper()
	d := &desk{Office: s.Office("Landkreis Musterland"), t: t, site: s}
	s.Clock.Advance(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC).Sub(s.Clock.Now()))
	g, err := s.Plan.AddGoal(t.Context(), d.Actor, workplan.Goal{Number: "2", Title: "Zusammenarbeit"})
	d.must(err)
	d.milestone, err = s.Plan.AddMilestone(t.Context(), d.Actor, workplan.Milestone{GoalID: g.ID, Number: "2.2", Title: "Fachtagung", DueOn: "2027-06"})
	d.must(err)
	d.event, err = s.Events.Add(t.Context(), d.Actor, d.details("2027-05-27"))
	d.must(err)
	return d
}

func (d *desk) details(day string) event.Details {
	return event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: day, Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		Milestone: d.milestone.ID,
	}
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) board() deadline.Board {
	d.t.Helper()
	b, err := d.site.Deadlines.Board(d.t.Context(), d.Actor, d.event.ID)
	d.must(err)
	return b
}

// take makes tasks of the deadlines.
func (d *desk) take(keys ...string) error {
	d.t.Helper()
	var chosen []deadline.Chosen
	for _, key := range keys {
		chosen = append(chosen, deadline.Chosen{Key: key, Title: key + ": Fachtagung", Assignee: d.Actor.UserID})
	}
	return d.site.Deadlines.Add(d.t.Context(), d.Actor, d.event.ID, d.board().Fingerprint(), chosen)
}

// moveTo gives the event another day.
func (d *desk) moveTo(day string) {
	d.t.Helper()
	e, err := d.site.Events.Find(d.t.Context(), d.Actor, d.event.ID)
	d.must(err)
	d.event, err = d.site.Events.Edit(d.t.Context(), d.Actor, e.ID, e.Version, d.details(day))
	d.must(err)
}

// days are the days of the deadlines that are tasks, by rule.
func (d *desk) days() map[string]date.Date {
	days := map[string]date.Date{}
	for _, k := range d.board().Kept {
		days[k.Key] = k.Task.DueOn
	}
	return days
}

func (d *desk) task(key string) workplan.Task {
	d.t.Helper()
	for _, k := range d.board().Kept {
		if k.Key == key {
			return k.Task
		}
	}
	d.t.Fatalf("no task of %s", key)
	return workplan.Task{}
}

func TestChosenDeadlinesBecomeTasksOfTheMilestone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		var keys []string
		for _, p := range d.board().Proposed {
			keys = append(keys, p.Rule.Key)
		}
		want := []string{"save_the_date", "invitation", "reminder", "registration", "catering", "material", "thanks"}
		if !slices.Equal(keys, want) {
			t.Fatalf("proposed are %v", keys)
		}
		d.must(d.take("invitation", "thanks"))
		b := d.board()
		if len(b.Kept) != 2 || len(b.Proposed) != 5 || b.Undecided() || b.Open() != 2 {
			t.Fatalf("%d tasks, %d proposed, undecided %v", len(b.Kept), len(b.Proposed), b.Undecided())
		}
		got := d.task("invitation")
		if got.MilestoneID != d.milestone.ID || got.DueOn != "2027-04-01" || got.AssigneeID != d.Actor.UserID || got.State != workplan.TaskOpen {
			t.Errorf("the task is %+v", got)
		}
		if thanks := d.task("thanks").DueOn; thanks != "2027-06-10" {
			t.Errorf("thanks are due on %s", thanks)
		}
	})
}

func TestTheEventsMoveIsDecidedTaskByTask(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.must(d.take("save_the_date", "invitation", "catering", "material"))
		_, err := s.Plan.SetTask(t.Context(), d.Actor, d.task("save_the_date").ID, workplan.TaskDone)
		d.must(err)
		byHand := d.task("material")
		byHand.DueOn = "2027-05-19"
		_, err = s.Plan.ChangeTask(t.Context(), d.Actor, byHand)
		d.must(err)
		before := d.days()

		d.moveTo("2027-06-24")
		b := d.board()
		if !b.Undecided() || len(b.Moves) != 3 {
			t.Fatalf("%d moves, want those of the three open tasks", len(b.Moves))
		}
		for _, m := range b.Moves {
			if m.ByHand != (m.Key == "material") {
				t.Errorf("%s: by hand is %v", m.Key, m.ByHand)
			}
		}
		if after := d.days(); after["invitation"] != before["invitation"] {
			t.Error("a task moved before anybody decided")
		}
		d.must(s.Deadlines.Move(t.Context(), d.Actor, d.event.ID, b.Fingerprint(), []string{d.task("invitation").ID, "somebody else's"}))
		after := d.days()
		if after["invitation"] != "2027-04-29" || after["catering"] != before["catering"] || after["material"] != "2027-05-19" || after["save_the_date"] != before["save_the_date"] {
			t.Errorf("from %v to %v", before, after)
		}
		if d.board().Undecided() {
			t.Error("what was left is asked about again")
		}
		d.moveTo("2027-06-25")
		if got := len(d.board().Moves); got != 3 {
			t.Errorf("the event moved again: %d moves", got)
		}
		d.moveTo("2027-06-24")
		if d.board().Undecided() {
			t.Error("the event came back, and something is asked")
		}
	})
}

func TestATaskMovedWithTheEventBeginsNoLaterThanItEnds(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.must(d.take("invitation"))
		task := d.task("invitation")
		task.StartsOn, task.DueOn = "2027-05-03", "" // somebody took the day away and gave it a late beginning
		_, err := s.Plan.ChangeTask(t.Context(), d.Actor, task)
		d.must(err)
		d.moveTo("2027-06-10")
		b := d.board()
		d.must(s.Deadlines.Move(t.Context(), d.Actor, d.event.ID, b.Fingerprint(), []string{task.ID}))
		if got := d.task("invitation"); got.DueOn != "2027-04-15" || got.Validate() != nil {
			t.Errorf("from %s to %s", got.StartsOn, got.DueOn)
		}
	})
}

func TestTheTasksOfACancelledEventAreEnded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		ending deadline.Ending
		kept   int
		open   int
	}{{"into the bin", deadline.Drop, 1, 1}, {"as done", deadline.Finish, 2, 1}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				d := open(t, s)
				d.must(d.take("catering", "material"))
				d.publish()
				_, err := s.Events.Cancel(t.Context(), d.Actor, d.event.ID)
				d.must(err)
				b := d.board()
				if len(b.Moot) != 2 || len(b.Proposed) != 0 {
					t.Fatalf("%d moot, %d proposed", len(b.Moot), len(b.Proposed))
				}
				ctx, catering := t.Context(), d.task("catering").ID
				if err := s.Deadlines.Close(ctx, d.Actor, d.event.ID, b.Fingerprint(), nil, "burn"); !fault.Is(err, fault.Invalid) {
					t.Errorf("an unknown ending: %v", err)
				}
				d.must(s.Deadlines.Close(ctx, d.Actor, d.event.ID, b.Fingerprint(), []string{catering}, c.ending))
				b = d.board()
				if len(b.Kept) != c.kept || b.Open() != c.open || b.Undecided() {
					t.Errorf("%d tasks, %d open, undecided %v", len(b.Kept), b.Open(), b.Undecided())
				}
				if c.ending == deadline.Drop {
					d.broughtBack(catering)
				}
			})
		})
	}
}

// broughtBack brings a task back from the bin: it is a deadline again.
func (d *desk) broughtBack(taskID string) {
	d.t.Helper()
	var entry string
	d.must(d.site.DB.Read().NewRaw("SELECT id FROM bin_entries WHERE subject_id = ?", taskID).Scan(d.t.Context(), &entry))
	_, err := d.site.Bin.BringBack(d.t.Context(), d.Actor, entry)
	d.must(err)
	if b := d.board(); len(b.Kept) != 2 || b.Undecided() {
		d.t.Errorf("%d tasks, undecided %v", len(b.Kept), b.Undecided())
	}
}

func (d *desk) publish() {
	d.t.Helper()
	w, err := d.site.Accounts.Workspace(d.t.Context(), d.Actor.WorkspaceID)
	d.must(err)
	w.Imprint, w.PrivacyContact = "Landkreis", "datenschutz@example.org"
	d.must(d.site.Accounts.UpdateWorkspace(d.t.Context(), d.Actor, w))
	_, err = d.site.Events.Publish(d.t.Context(), d.Actor, d.event.ID)
	d.must(err)
}

func TestWhatWasSeenIsWhatIsWritten(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d, ctx := open(t, s), t.Context()
		seen := d.board().Fingerprint()
		chosen := []deadline.Chosen{{Key: "catering", Title: "Verpflegung"}}
		d.moveTo("2027-06-03")
		if err := s.Deadlines.Add(ctx, d.Actor, d.event.ID, seen, chosen); !fault.Is(err, fault.Conflict) {
			t.Errorf("the event had moved: %v", err)
		}
		d.must(d.take("catering"))
		if err := s.Deadlines.Add(ctx, d.Actor, d.event.ID, d.board().Fingerprint(), chosen); !fault.Is(err, fault.Conflict) {
			t.Errorf("a deadline became a task twice: %v", err)
		}
		d.moveTo("2027-06-10")
		seen = d.board().Fingerprint()
		task := d.task("catering")
		task.Title = "Essen bestellen"
		_, err := s.Plan.ChangeTask(ctx, d.Actor, task)
		d.must(err)
		if err := s.Deadlines.Move(ctx, d.Actor, d.event.ID, seen, []string{task.ID}); !fault.Is(err, fault.Conflict) {
			t.Errorf("the task had changed: %v", err)
		}
	})
}

// TestTwoPeopleChooseTheSameDeadline at once: one task comes of it.
func TestTwoPeopleChooseTheSameDeadline(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		seen := d.board().Fingerprint()
		var refused [4]error
		var group errgroup.Group
		for n := range refused {
			group.Go(func() error {
				refused[n] = s.Deadlines.Add(t.Context(), d.Actor, d.event.ID, seen, []deadline.Chosen{{Key: "catering", Title: "Verpflegung"}})
				if refused[n] != nil && !fault.Is(refused[n], fault.Conflict) {
					return refused[n]
				}
				return nil
			})
		}
		d.must(group.Wait())
		tasks, err := s.Plan.OpenTasks(t.Context(), d.Actor)
		d.must(err)
		if errors.Join(refused[:]...) == nil || len(tasks) != 1 {
			t.Errorf("%d tasks, refused %v", len(tasks), refused)
		}
	})
}

func TestATaskThatIsGoneIsProposedAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.must(d.take("catering"))
		_, err := s.Plan.RemoveTask(t.Context(), d.Actor, d.task("catering").ID)
		d.must(err)
		if got := len(d.board().Proposed); got != 7 {
			t.Fatalf("%d are proposed", got)
		}
		d.must(d.take("catering"))
		if got := len(d.board().Kept); got != 1 {
			t.Errorf("%d tasks", got)
		}
	})
}

func TestAnEventWithoutAMilestoneHasNoTasks(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.must(s.Events.Untie(t.Context(), d.Actor, d.event.ID, d.milestone.ID))
		if err := d.take("catering"); !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
		if err := d.take(); !fault.Is(err, fault.Invalid) {
			t.Errorf("nothing chosen: %v", err)
		}
	})
}

func TestWhoseADeadlineIsFollowsFromTheRole(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		_, coordinator := s.Person(d.Project, d.Project.ID, account.Coordination)
		for _, p := range d.board().Proposed {
			want := ""
			if p.Rule.Role == account.Coordination {
				want = coordinator.UserID
			}
			if p.Assignee != want {
				t.Errorf("%s goes to %q, want %q", p.Rule.Key, p.Assignee, want)
			}
		}
		chosen := []deadline.Chosen{{Key: "catering", Title: "Verpflegung", Assignee: "01ARZ3NDEKTSV4RRFFQ69G5FAV"}}
		if err := s.Deadlines.Add(t.Context(), d.Actor, d.event.ID, d.board().Fingerprint(), chosen); !fault.Is(err, fault.Invalid) {
			t.Errorf("a stranger got a task: %v", err)
		}
	})
}

func TestAWorkspaceHasItsOwnTemplate(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d, ctx := open(t, s), t.Context()
		d.must(d.take("catering"))
		own := deadline.Template{Kind: event.Symposium, Rules: []deadline.Rule{
			{Key: "catering", Label: "Essen bestellen", Days: -20},
			{Key: "new1", Label: "Presse einladen", Days: -21, Role: account.ProjectLead},
			{Key: "new2"},
		}}
		d.must(s.Deadlines.SaveTemplate(ctx, d.Actor, own))
		if err := s.Deadlines.SaveTemplate(ctx, d.Actor, own); !fault.Is(err, fault.Conflict) {
			t.Errorf("somebody else's template was written over: %v", err)
		}
		stored, err := s.Deadlines.Template(ctx, d.Actor, event.Symposium)
		d.must(err)
		if len(stored.Rules) != 2 || stored.Rules[0].Label != "Presse einladen" || len(stored.Rules[0].Key) != 26 || stored.Rules[1].Key != "catering" || stored.Version != 1 {
			t.Errorf("stored are %+v", stored)
		}
		b := d.board()
		if len(b.Proposed) != 1 || b.Proposed[0].On != "2027-05-05" || b.Undecided() || d.days()["catering"] != "2027-05-14" {
			t.Errorf("proposed are %+v, kept %v", b.Proposed, d.days())
		}
		stored.Rules[1].Days = 900
		if err := s.Deadlines.SaveTemplate(ctx, d.Actor, stored); len(fault.Fields(err)) != 1 {
			t.Errorf("too far away: %v", err)
		}
		other := s.Office("Landkreis Nebenan")
		if theirs, err := s.Deadlines.Template(ctx, other.Actor, event.Symposium); err != nil || theirs.Version != 0 {
			t.Errorf("the neighbours have it too: %v", err)
		}
		lead, leading := s.Person(d.Project, d.Project.ID, account.ProjectLead)
		_ = lead
		if err := s.Deadlines.SaveTemplate(ctx, leading, stored); !fault.Is(err, fault.NotFound) {
			t.Errorf("a project lead changed the template: %v", err)
		}
	})
}

func TestWhoMayDecide(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		_, auditor := s.Person(d.Project, d.Project.ID, account.Auditor)
		stranger := s.Office("Landkreis Nebenan").Actor
		if _, err := s.Deadlines.Board(t.Context(), auditor, d.event.ID); err != nil {
			t.Errorf("everybody on the staff reads: %v", err)
		}
		for name, c := range map[string]struct {
			actor account.Actor
			want  fault.Kind
		}{"auditor": {auditor, fault.Forbidden}, "stranger": {stranger, fault.NotFound}} {
			for deed, err := range map[string]error{
				"add":   s.Deadlines.Add(t.Context(), c.actor, d.event.ID, "", nil),
				"move":  s.Deadlines.Move(t.Context(), c.actor, d.event.ID, "", nil),
				"close": s.Deadlines.Close(t.Context(), c.actor, d.event.ID, "", nil, deadline.Drop),
			} {
				if !fault.Is(err, c.want) {
					t.Errorf("%s, %s: %v", name, deed, err)
				}
			}
		}
	})
}
