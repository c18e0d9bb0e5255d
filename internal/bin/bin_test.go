package bin_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/bin"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/search"
)

func (h *house) found(t *testing.T, word string) int {
	t.Helper()
	results, err := h.Search.Find(t.Context(), h.Actor, search.Query{Text: word, Rows: 10})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, group := range results.Groups {
		n += group.Total
	}
	return n
}

// TestWhateverIsDeletedComesBackAsItWas deletes a thing of each kind with all that goes along, sees it gone from page and
// search, and compares all rows of all tables after it came back. What was public comes back for the team alone.
func TestWhateverIsDeletedComesBackAsItWas(t *testing.T) {
	t.Parallel()
	for _, kind := range bin.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				h := furnished(t, s)
				d, known := h.deletions()[kind]
				if !known {
					t.Fatalf("this test does not know how to delete a %s", kind)
				}
				h.Get(d.page).Status(200)
				internal := []string{"result_cards.withheld_at"}
				before, hits := contents(t, s, internal...), h.found(t, d.word)
				entry, err := d.delete()
				if err != nil {
					t.Fatal(err)
				}
				h.isGone(t, entry, d, hits)
				if _, err := s.Bin.BringBack(t.Context(), h.Actor, entry.ID); err != nil {
					t.Fatal(err)
				}
				same(t, before, contents(t, s, internal...))
				h.Get(d.page).Status(200)
				if n := h.found(t, d.word); n != hits {
					t.Errorf("the search finds %d things, before it were %d", n, hits)
				}
				h.Get("/projects/"+h.Project.ID+"/bin").Status(200).HasNot("main", entry.Title)
			})
		})
	}
}

func (h *house) isGone(t *testing.T, entry bin.Entry, d deletion, hits int) {
	t.Helper()
	for _, line := range contents(t, h.Site) {
		if strings.Contains(line, " id="+entry.SubjectID+" ") {
			t.Errorf("still there: %s", line)
		}
	}
	h.Get(d.page).Status(404)
	if n := h.found(t, d.word); d.word != "" && (hits == 0 || n >= hits) {
		t.Errorf("the search finds %d things for %q, before it were %d", n, d.word, hits)
	}
	title := strings.Join(strings.Fields(entry.Title), " ")
	h.Get("/projects/"+h.Project.ID+"/bin").Status(200).Has("#bin-caption", "1 Eintrag").Has("tbody", title).Has("tbody", "noch 30 Tage")
}

func TestPersonsWhoStayedAreTiedToTheirOrganisationAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := furnished(t, s)
		changes := []string{"persons.version", "persons.updated_at"}
		before := contents(t, s, changes...)
		entry, err := s.Directory.DeleteOrganisation(t.Context(), h.Actor, h.organisation.ID, directory.KeepPersons)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := s.Directory.Find(t.Context(), h.Actor, h.person.ID); err != nil || p.OrganisationID != "" {
			t.Fatalf("the person is %+v, %v", p, err)
		}
		if _, err := s.Bin.BringBack(t.Context(), h.Actor, entry.ID); err != nil {
			t.Fatal(err)
		}
		same(t, before, contents(t, s, changes...))
	})
}

func TestTwoWhoBringTheSameBackAtOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := furnished(t, s)
		before := contents(t, s)
		entry, err := h.deletions()[bin.Goal].delete()
		if err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { _, errs[i] = s.Bin.BringBack(t.Context(), h.Actor, entry.ID) })
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.NotFound):
				t.Errorf("who comes second is told %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d brought it back, want one", won)
		}
		same(t, before, contents(t, s))
	})
}

func TestAfterThirtyDaysNothingComesBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := furnished(t, s), t.Context()
		old, err := h.deletions()[bin.Task].delete()
		if err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(24 * time.Hour)
		young, err := h.deletions()[bin.Group].delete()
		if err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(bin.Keep - 24*time.Hour)
		if _, err := s.Bin.BringBack(ctx, h.Actor, old.ID); !hasKey(err, "bin.fault.expired") {
			t.Errorf("after thirty days: %v", err)
		}
		if list, err := s.Bin.List(ctx, h.Actor, bin.Filter{Rows: 10}); err != nil || list.Total != 1 || list.Entries[0].DaysLeft(s.Clock.Now()) != 1 {
			t.Errorf("the bin shows %+v, %v", list, err)
		}
		if n, err := s.Bin.PurgeExpired(ctx); n != 1 || err != nil {
			t.Errorf("%d entries were purged, %v", n, err)
		}
		if n, err := s.Bin.PurgeExpired(ctx); n != 0 || err != nil {
			t.Errorf("again %d entries were purged, %v", n, err)
		}
		if _, err := s.Bin.Find(ctx, h.Actor, old.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the old entry: %v", err)
		}
		if _, err := s.Bin.BringBack(ctx, h.Actor, young.ID); err != nil {
			t.Errorf("the young entry: %v", err)
		}
	})
}

func TestADayBegunCounts(t *testing.T) {
	t.Parallel()
	now := apptest.Noon
	e := bin.Entry{ExpiresAt: now.Add(bin.Keep)}
	for after, want := range map[time.Duration]int{
		0: 30, time.Second: 30, 24 * time.Hour: 29, 29*24*time.Hour + time.Hour: 1, bin.Keep: 0, bin.Keep + time.Hour: 0,
	} {
		if got := e.DaysLeft(now.Add(after)); got != want {
			t.Errorf("after %v %d days are left, want %d", after, got, want)
		}
		if expired := e.Expired(now.Add(after)); expired != (want == 0) {
			t.Errorf("after %v expired is %v", after, expired)
		}
	}
}

func TestEveryKindNeedsItsKeeper(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		whole := s.Results.BinKeepers()
		for name, keepers := range map[string][]bin.Keeper{
			"a kind is missing":     s.Plan.BinKeepers(),
			"a kind has two":        append(whole, whole...),
			"a keeper is not whole": {{Kind: bin.Task}},
			"a kind is unknown":     {{Kind: "rocket", May: account.Actor.Leads, BringBack: whole[0].BringBack}},
		} {
			if _, err := bin.New(s.DB, s.Clock, keepers...); err == nil {
				t.Errorf("%s: no error", name)
			}
		}
	})
}
