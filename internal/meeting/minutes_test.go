package meeting_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/fault"
	"rundertisch/internal/meeting"
)

// written lists the versions of the second item, the newest first, each with who wrote it.
func (r *room) written() []string {
	r.t.Helper()
	_, _, versions, err := r.Meetings.Versions(r.t.Context(), r.Actor, r.event.ID, r.items[1].ID)
	r.must(err)
	var all []string
	for _, w := range versions {
		all = append(all, w.WrittenBy+": "+w.Text)
	}
	return all
}

func TestSavingsOfOneSittingAreOneVersion(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r := newRoom(t, s)
		_, other := s.Person(r.Project, r.Project.ID, account.MinuteTaker)
		long := strings.Repeat("Ausführlich beraten. ", 20)
		for _, step := range []struct {
			name     string
			by       account.Actor
			draft    meeting.Draft
			conflict bool
			versions int
		}{
			{"the first saving", r.Actor, meeting.Draft{Revision: 1, Text: "Bera", Sitting: "vormittag", Turn: 1}, false, 1},
			{"goes on", r.Actor, meeting.Draft{Revision: 2, Text: "Beraten.", Sitting: "vormittag", Turn: 2}, false, 1},
			{"after an answer that got lost", r.Actor, meeting.Draft{Revision: 2, Text: long, Sitting: "vormittag", Turn: 3}, false, 1},
			{"one that comes late", r.Actor, meeting.Draft{Revision: 2, Text: "Beraten", Sitting: "vormittag", Turn: 2}, true, 1},
			{"nothing new", r.Actor, meeting.Draft{Revision: 4, Text: long, Sitting: "vormittag", Turn: 4}, false, 1},
			{"most is deleted", r.Actor, meeting.Draft{Revision: 4, Text: "B", Sitting: "vormittag", Turn: 5}, false, 2},
			{"somebody else on an old form", other, meeting.Draft{Revision: 4, Text: "Daneben", Sitting: "nachmittag", Turn: 1}, true, 2},
			{"somebody else with the name of the sitting", other, meeting.Draft{Revision: 1, Text: "Daneben", Sitting: "vormittag", Turn: 9}, true, 2},
			{"somebody else", other, meeting.Draft{Revision: 5, Text: "Beraten und empfohlen.", Sitting: "nachmittag", Turn: 1}, false, 3},
			{"the first sitting again", r.Actor, meeting.Draft{Revision: 5, Text: "Beraten!", Sitting: "vormittag", Turn: 6}, true, 3},
			{"on top of the other's text", r.Actor, meeting.Draft{Revision: 6, Text: "Beraten und empfohlen!", Sitting: "vormittag", Turn: 7}, false, 4},
			{"without a script", r.Actor, meeting.Draft{Revision: 7, Text: "Beraten und beschlossen."}, false, 5},
			{"without a script again", r.Actor, meeting.Draft{Revision: 8, Text: "Beraten, beschlossen."}, false, 6},
		} {
			item, err := s.Meetings.Keep(t.Context(), step.by, r.event.ID, r.items[1].ID, step.draft)
			if fault.Is(err, fault.Conflict) != step.conflict || err != nil && !step.conflict {
				t.Errorf("%s: %v", step.name, err)
			}
			if got := r.written(); len(got) != step.versions {
				t.Errorf("%s: %q", step.name, got)
			}
			if err == nil && item.Minutes != strings.TrimSpace(step.draft.Text) {
				t.Errorf("%s: stands as %q", step.name, item.Minutes)
			}
		}
		var noted int
		r.must(s.DB.Read().NewRaw("SELECT count(*) FROM audit_entries WHERE action = 'event.minutes_written'").Scan(t.Context(), &noted))
		if noted != 6 {
			t.Errorf("the trail has %d entries for 6 versions", noted)
		}
	})
}

func TestOfMinutesSavedAtOnceNoneIsWrittenOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r := newRoom(t, s)
		var wait sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wait.Go(func() {
				_, errs[i] = s.Meetings.Keep(t.Context(), r.Actor, r.event.ID, r.items[1].ID, meeting.Draft{Revision: 1, Text: "Text " + strconv.Itoa(i), Sitting: strconv.Itoa(i), Turn: 1})
			})
		}
		wait.Wait()
		stored := 0
		for _, err := range errs {
			if err == nil {
				stored++
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		}
		if got := r.written(); stored != 1 || len(got) != 1 {
			t.Errorf("%d were told that theirs is saved, versions are %q", stored, got)
		}
	})
}
