package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailing"
	"rundertisch/internal/workplan"
)

// TestEveryColumnThatNamesAPersonOrOrganisationFollowsAMerge fails when a new table refers to the directory and nobody
// moves its rows: whoever adds one makes its package a directory.Keeper.
func TestEveryColumnThatNamesAPersonOrOrganisationFollowsAMerge(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	var named []string
	must(t, s.DB.Read().NewRaw(`SELECT m.name || '.' || f."from" FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
		WHERE m.type = 'table' AND f."table" IN ('persons', 'organisations')`).Scan(t.Context(), &named))
	tables, err := s.DB.Tables(t.Context(), s.DB.Read())
	must(t, err)
	for _, table := range tables {
		for _, column := range table.Columns {
			if strings.HasSuffix(column.Name, "person_id") || strings.HasSuffix(column.Name, "organisation_id") {
				named = append(named, table.Name+"."+column.Name)
			}
		}
	}
	slices.Sort(named)
	named = slices.Compact(named)
	kept := slices.Sorted(slices.Values(s.Directory.Kept()))
	if len(named) < 3 || !slices.Equal(named, kept) {
		t.Errorf("columns that name a person or an organisation: %q; those that follow a merge: %q", named, kept)
	}
}

func TestInvitationsFollowAMergeAndComeBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, o := t.Context(), s.Office("Landkreis Musterland")
		must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.ExecContext(ctx, "UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'datenschutz@example.org'")
			return err
		}))
		person := func(given, email string) directory.Person {
			added, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: given, Family: "Größler", Email: email, Lang: "de", Source: "Liste"})
			must(t, err)
			return added
		}
		one, other := person("Jana", "jana@example.org"), person("J.", "groessler@example.org")
		invited := func(title string, persons ...directory.Person) {
			e, err := s.Events.Add(ctx, o.Actor, event.Details{Kind: event.Symposium, Title: title, Day: "20.11.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org"})
			must(t, err)
			_, err = s.Events.Publish(ctx, o.Actor, e.ID)
			must(t, err)
			for _, p := range persons {
				must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
					_, _, err := s.Attendance.InviteIn(ctx, tx, e.ID, attendance.Guest{PersonID: p.ID, Name: p.Name(), Email: p.Email, Lang: "de"})
					return err
				}))
			}
		}
		invited("Fachtagung", one, other)
		invited("Auftakt", other)
		c, err := s.Directory.Compare(ctx, o.Actor, directory.ImportPersons, one.ID, other.ID)
		must(t, err)
		if len(c.Moves) != 1 || c.Moves[0].What != "attendances" || c.Moves[0].Count != 2 || !slices.Equal(c.Moves[0].Both, []string{"Fachtagung"}) {
			t.Errorf("would move: %+v", c.Moves)
		}
		wantInvited(t, s, map[string]int{one.ID: 1, other.ID: 2})
		mergeID, err := s.Directory.Merge(ctx, o.Actor, directory.ImportPersons, one.ID, other.ID, nil, c.Versions)
		must(t, err)
		wantInvited(t, s, map[string]int{one.ID: 3})
		_, _, err = s.Directory.Unmerge(ctx, o.Actor, mergeID)
		must(t, err)
		wantInvited(t, s, map[string]int{one.ID: 1, other.ID: 2})

		mergeID, err = s.Directory.Merge(ctx, o.Actor, directory.ImportPersons, one.ID, other.ID, nil, c.Versions)
		must(t, err)
		must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.ExecContext(ctx, "UPDATE attendances SET person_id = ''")
			return err
		}))
		if _, _, err = s.Directory.Unmerge(ctx, o.Actor, mergeID); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone although the invitations are gone: %v", err)
		}
		wantInvited(t, s, map[string]int{"": 3})
	})
}

// TestWhoBecomesOnePersonIsInvitedOnceByAScheduledMailing, whichever of the two it names, and everybody behind them all the same.
func TestWhoBecomesOnePersonIsInvitedOnceByAScheduledMailing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, o := t.Context(), s.Office("Landkreis Musterland")
		must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.ExecContext(ctx, "UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'datenschutz@example.org'")
			return err
		}))
		person := func(given, family, email string) directory.Person {
			added, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: given, Family: family, Email: email, Lang: "de", Source: "Liste"})
			must(t, err)
			return added
		}
		one, other, last := person("Jana", "Größler", "jana@example.org"), person("J.", "Größler", "groessler@example.org"), person("Tom", "Weiß", "tom@example.org")
		published := func(title string) event.Event {
			e, err := s.Events.Add(ctx, o.Actor, event.Details{Kind: event.Symposium, Title: title, Day: "20.11.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org"})
			must(t, err)
			_, err = s.Events.Publish(ctx, o.Actor, e.ID)
			must(t, err)
			return e
		}
		scheduled := func(title string, persons ...directory.Person) mailing.Mailing {
			m := s.Draft(o.Actor, published(title).ID, persons...)
			must(t, s.Mailings.Schedule(ctx, o.Actor, m.ID, m.Version, mailing.Time{Day: "24.11.2026", Clock: "9:00"}))
			return m
		}
		gone, both := scheduled("Nennt den alten Eintrag", other, last), scheduled("Nennt beide Einträge", one, other, last)
		merge := func() string {
			c, err := s.Directory.Compare(ctx, o.Actor, directory.ImportPersons, one.ID, other.ID)
			must(t, err)
			mergeID, err := s.Directory.Merge(ctx, o.Actor, directory.ImportPersons, one.ID, other.ID, nil, c.Versions)
			must(t, err)
			return mergeID
		}
		_, _, err := s.Directory.Unmerge(ctx, o.Actor, merge())
		must(t, err)
		var kept int
		must(t, s.DB.Read().NewRaw("SELECT count(*) FROM mailing_receivers WHERE receiver_id = ?", other.ID).Scan(ctx, &kept))
		if kept != 2 {
			t.Errorf("undone, the entry stands on %d lists", kept)
		}
		merge()
		s.Clock.Advance(48 * time.Hour)
		s.Work()
		for _, m := range []mailing.Mailing{gone, both} {
			var mails []string
			must(t, s.DB.Read().NewRaw("SELECT to_email FROM mail_messages WHERE mailing_id = ? ORDER BY to_email", m.ID).Scan(ctx, &mails))
			if !slices.Equal(mails, []string{"jana@example.org", "tom@example.org"}) {
				t.Errorf("%s: written to %v", m.SubjectID, mails)
			}
		}
	})
}

// TestADraftFollowsAMerge: whom it names is found under the entry that was kept, and nobody is asked twice by two addresses.
func TestADraftFollowsAMerge(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, h := t.Context(), openHall(t, s, 20)
		a := h.office.Actor
		person := func(given, family, email string) directory.Person {
			added, err := s.Directory.AddPerson(ctx, a, directory.Person{Given: given, Family: family, Email: email, Lang: "de", Source: "Liste"})
			must(t, err)
			return added
		}
		first, second, third := person("J.", "Größler", "alt@example.org"), person("Jana", "Größler", "jana@example.org"), person("Jana", "Größler-Weiß", "neu@example.org")
		tom, zoe := person("Tom", "Weiß", "tom@example.org"), person("Zoë", "Horn", "zoe@example.org")
		draft := s.Draft(a, h.event.ID, first, tom)
		reached := func() (names []string) {
			review, err := s.Mailings.Review(ctx, a, draft.ID)
			must(t, err)
			for _, r := range review.Reached {
				names = append(names, r.Email)
			}
			slices.Sort(names)
			return names
		}
		merge := func(kept, gone directory.Person) string {
			c, err := s.Directory.Compare(ctx, a, directory.ImportPersons, kept.ID, gone.ID)
			must(t, err)
			mergeID, err := s.Directory.Merge(ctx, a, directory.ImportPersons, kept.ID, gone.ID, nil, c.Versions)
			must(t, err)
			return mergeID
		}
		merge(second, first)
		last := merge(third, second)
		if got := reached(); !slices.Equal(got, []string{"neu@example.org", "tom@example.org"}) {
			t.Errorf("after two merges it reaches %v", got)
		}
		_, _, err := s.Directory.Unmerge(ctx, a, last)
		must(t, err)
		if got := reached(); !slices.Equal(got, []string{"jana@example.org", "tom@example.org"}) {
			t.Errorf("after the last was undone it reaches %v", got)
		}
		s.Invite(a, h.event.ID, zoe)
		merge(tom, zoe)
		if got := reached(); !slices.Equal(got, []string{"jana@example.org"}) {
			t.Errorf("with somebody who is invited by another address it reaches %v", got)
		}
		must(t, s.Mailings.Send(ctx, a, draft.ID, draft.Version))
		s.Work()
		wantInvited(t, s, map[string]int{second.ID: 1, tom.ID: 1})
	})
}

// TestTasksFollowAMergeAndComeBack: those that were deleted or given away meanwhile do not hold up the undoing.
func TestTasksFollowAMergeAndComeBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, o := t.Context(), s.Office("Landkreis Musterland")
		var persons []directory.Person
		for _, given := range []string{"Jana", "J."} {
			p, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: given, Family: "Größler", Lang: "de", Source: "Liste"})
			must(t, err)
			persons = append(persons, p)
		}
		goal, err := s.Plan.AddGoal(ctx, o.Actor, workplan.Goal{Number: "1", Title: "Ziel"})
		must(t, err)
		m, err := s.Plan.AddMilestone(ctx, o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Baustein", DueOn: "2027-03"})
		must(t, err)
		var tasks []workplan.Task
		for range 3 {
			task, err := s.Plan.AddTask(ctx, o.Actor, workplan.Task{MilestoneID: m.ID, Title: "Raum", State: workplan.TaskOpen, PersonID: persons[1].ID})
			must(t, err)
			tasks = append(tasks, task)
		}
		c, err := s.Directory.Compare(ctx, o.Actor, directory.ImportPersons, persons[0].ID, persons[1].ID)
		must(t, err)
		if len(c.Moves) != 1 || c.Moves[0].What != "tasks" || c.Moves[0].Count != 3 {
			t.Errorf("would move: %+v", c.Moves)
		}
		mergeID, err := s.Directory.Merge(ctx, o.Actor, directory.ImportPersons, persons[0].ID, persons[1].ID, nil, c.Versions)
		must(t, err)
		lies := func(n int, want string) {
			t.Helper()
			task, err := s.Plan.Task(ctx, o.Actor, tasks[n].ID)
			must(t, err)
			if task.PersonID != want {
				t.Errorf("task %d lies with %q, want %q", n, task.PersonID, want)
			}
		}
		lies(0, persons[0].ID)
		_, err = s.Plan.RemoveTask(ctx, o.Actor, tasks[1].ID)
		must(t, err)
		given, err := s.Plan.Task(ctx, o.Actor, tasks[2].ID)
		must(t, err)
		given.PersonID, given.AssigneeID = "", o.Actor.UserID
		_, err = s.Plan.ChangeTask(ctx, o.Actor, given)
		must(t, err)
		_, _, err = s.Directory.Unmerge(ctx, o.Actor, mergeID)
		must(t, err)
		lies(0, persons[1].ID)
		lies(2, "")
	})
}

func wantInvited(t *testing.T, s *apptest.Site, want map[string]int) {
	t.Helper()
	var ids []string
	must(t, s.DB.Read().NewRaw("SELECT person_id FROM attendances").Scan(t.Context(), &ids))
	got := map[string]int{}
	for _, id := range ids {
		got[id]++
	}
	for id, n := range want {
		if got[id] != n || len(got) != len(want) {
			t.Errorf("invited: %v, want %v", got, want)
			return
		}
	}
}

func TestATaskFromTheBinLiesWithWhomItsPersonBecame(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, o := t.Context(), s.Office("Landkreis Musterland")
		person := func(given string) directory.Person {
			t.Helper()
			p, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: given, Family: "Größler", Lang: "de", Source: "Liste"})
			must(t, err)
			return p
		}
		kept, gone, deleted := person("Jana"), person("J."), person("Jens")
		goal, err := s.Plan.AddGoal(ctx, o.Actor, workplan.Goal{Number: "1", Title: "Ziel"})
		must(t, err)
		m, err := s.Plan.AddMilestone(ctx, o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Baustein", DueOn: "2027-03"})
		must(t, err)
		for want, of := range map[string]directory.Person{kept.ID: gone, "": deleted} {
			task, err := s.Plan.AddTask(ctx, o.Actor, workplan.Task{MilestoneID: m.ID, Title: "Raum", State: workplan.TaskOpen, PersonID: of.ID})
			must(t, err)
			entry, err := s.Plan.RemoveTask(ctx, o.Actor, task.ID)
			must(t, err)
			if want != "" {
				c, err := s.Directory.Compare(ctx, o.Actor, directory.ImportPersons, kept.ID, of.ID)
				must(t, err)
				_, err = s.Directory.Merge(ctx, o.Actor, directory.ImportPersons, kept.ID, of.ID, nil, c.Versions)
				must(t, err)
			} else {
				must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
					_, err := tx.ExecContext(ctx, "DELETE FROM persons WHERE id = '"+of.ID+"'")
					return err
				}))
			}
			_, err = s.Bin.BringBack(ctx, o.Actor, entry.ID)
			must(t, err)
			if back, err := s.Plan.Task(ctx, o.Actor, task.ID); err != nil || back.PersonID != want {
				t.Errorf("it lies with %q, want %q, %v", back.PersonID, want, err)
			}
		}
	})
}
