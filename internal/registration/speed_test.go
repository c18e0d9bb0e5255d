package registration_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/heaptest"
	"rundertisch/internal/id"
	"rundertisch/internal/registration"
	"rundertisch/internal/sheet"
)

const (
	fewPeople  = 100
	manyPeople = 10_000
	houses     = 500 // organisations of the directory, for both events
)

// mostHeap is how many octets the heap may grow by while a file of so many people is made. The library for workbooks holds 16 MB of a
// sheet before it goes to the disk.
var mostHeap = map[sheet.Format]uint64{sheet.CSV: 24 << 20, sheet.XLSX: 64 << 20}

// fill gives the event so many people of so many organisations: eight in ten have a place, half of them in the workshop, the others wait or
// are asked. They leave one another alone: seats are not counted.
func (c *crowd) fill(people int) {
	c.t.Helper()
	orgs := make([]directory.Organisation, houses)
	kinds, places := directory.Kinds(), directory.Municipalities()
	for i := range orgs {
		name := fmt.Sprintf("Träger %d", i)
		orgs[i] = directory.Organisation{
			ID: id.New(), WorkspaceID: c.Actor.WorkspaceID, Name: name, NameKey: database.FoldWord(name), Kind: kinds[i%len(kinds)], AGS: places[i%len(places)].AGS,
			CreatedAt: c.site.Clock.Now(), UpdatedAt: c.site.Clock.Now(), Version: 1,
		}
	}
	rows := make([]attendance.Attendance, people)
	for i := range rows {
		rows[i] = attendance.Attendance{
			Name: fmt.Sprintf("Person %05d", i), Organisation: orgs[i%houses].Name, Place: attendance.Confirmed, Answer: attendance.Accepted, Ticket: int64(i),
		}
		switch i % 10 {
		case 8:
			rows[i].Place = attendance.Waitlisted
		case 9:
			rows[i].Place, rows[i].Answer, rows[i].Origin = attendance.NoPlace, attendance.NeedsAction, attendance.Invited
		}
	}
	c.add(rows...)
	var seats []attendance.WorkshopPlace
	for i, row := range rows {
		if i%10 < 4 {
			seats = append(seats, attendance.WorkshopPlace{
				ID: id.New(), AttendanceID: row.ID, EventID: c.event.ID, ItemID: c.shop.ID, Slot: c.shop.Slot, State: attendance.Confirmed, Ticket: int64(i),
				UID: row.ID + "-w@example.org", Stamp: row.Stamp, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
			})
		}
	}
	c.must(c.site.DB.RunInTx(c.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.NewInsert().Model(&orgs).Exec(ctx); err != nil {
			return err
		}
		for part := range slices.Chunk(seats, 500) {
			if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
				return err
			}
		}
		_, err := tx.NewRaw("ANALYZE").Exec(ctx) // as the databases do by themselves, later
		return err
	}))
	for _, table := range []string{"attendances", "workshop_places"} {
		c.must(c.site.DB.Tidy(c.t.Context(), table)) // likewise
	}
}

// asked notes the questions that a page asks, without those of who is there and what they may enter.
type asked struct{ all []string }

var entering = regexp.MustCompile(`FROM "?(login_sessions|users|memberships|workspaces|projects)"?\b`)

func (a *asked) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (a *asked) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	if !entering.MatchString(e.Query) {
		a.all = append(a.all, e.Query)
	}
}

// TestManyRegistrationsAreReadAsQuicklyAsFew: the pages of an event of 10,000 people ask the database as much as those of one of 100, and
// take at most three times as long; so does a row of its file. Times are judged where nothing else runs: by make bench.
func TestManyRegistrationsAreReadAsQuicklyAsFew(t *testing.T) { //nolint:paralleltest // it takes times
	calls, judged := 1, os.Getenv("RUNDERTISCH_BENCH") != ""
	if judged {
		calls = 15
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		small, large := gather(t, s), gather(t, s)
		small.fill(fewPeople)
		large.fill(manyPeople)
		read, _ := s.DB.Read().(*bun.DB)
		questions := &asked{}
		read.AddQueryHook(questions) //nolint:staticcheck // WithQueryHook, its successor, watches a copy only
		for _, page := range []string{
			"", "?q=00042", "/statistics",
			"?q=person+00042", // a word that all have, and a rare one
			"?q=traeger",      // found by everybody
			"?page=100",       // of a hundred people there are two pages
			"?sort=registered", "?sort=registered&page=100", "?sort=place", "?sort=answer", "?sort=organisation",
			"?show=waitlisted&sort=place", "?kind=housing", "?kind=housing&q=person", "?municipality=16064046", "?origin=invited&show=everybody", "?workshop=none",
		} {
			of := func(c *crowd) (time.Duration, []string) {
				best := time.Hour
				for range calls {
					questions.all = nil
					begin := time.Now()
					c.Get("/projects/" + c.Project.ID + "/events/" + c.event.ID + "/registrations" + page).Status(200)
					best = min(best, time.Since(begin))
				}
				return best, slices.Clone(questions.all)
			}
			quick, few := of(small)
			slow, many := of(large)
			t.Logf("registrations%-32s %8.1f ms %8.1f ms %5.1f× %3d questions", page, ms(quick), ms(slow), ms(slow)/ms(quick), len(many))
			if len(many) > len(few)+2 { // a page of few people has perhaps nobody who waits
				t.Errorf("%s asks %d questions about many people, %d about few", page, len(many), len(few))
			}
			if judged && slow > 3*quick {
				t.Errorf("%s takes %s for %d people and %s for %d", page, slow, manyPeople, quick, fewPeople)
			}
		}
		for _, format := range sheet.Formats() {
			of := func(c *crowd, people int) (time.Duration, time.Duration) {
				best := time.Hour
				for range max(1, calls/5) {
					begin := time.Now()
					body := c.Get("/projects/" + c.Project.ID + "/events/" + c.event.ID + "/registrations?show=everybody&format=" + string(format)).Status(200).Body
					best = min(best, time.Since(begin))
					if format == sheet.CSV && strings.Count(body, "\n") != people+1 {
						t.Errorf("the file of %d people has %d lines", people, strings.Count(body, "\n"))
					}
				}
				return best, best / time.Duration(people)
			}
			quick, few := of(small, fewPeople)
			slow, many := of(large, manyPeople)
			t.Logf("registrations as %-28s %8.1f ms %8.1f ms, a row %s and %s", format, ms(quick), ms(slow), few, many)
			if judged && many > 3*few {
				t.Errorf("a row of %s takes %s of %d people and %s of %d", format, many, manyPeople, few, fewPeople)
			}
		}
	})
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// TestALongFileIsNotHeldInMemory makes the files of an event of 10,000 people through the program.
func TestALongFileIsNotHeldInMemory(t *testing.T) { //nolint:paralleltest // it looks at the heap
	var alone sync.Mutex // one database after the other
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		alone.Lock()
		defer alone.Unlock()
		c := gather(t, s)
		c.fill(manyPeople)
		for _, format := range sheet.Formats() {
			grew := heaptest.Watch()
			source, err := s.Registrations.Export(t.Context(), c.Actor, c.event.ID, everybody, german(t), allColumns)
			c.must(err)
			var size counter
			c.must(sheet.Write(&size, format, source))
			most := grew()
			t.Logf("%s of %d people: %.1f MB, the heap grew by %.1f MB", format, manyPeople, float64(size)/(1<<20), float64(most)/(1<<20))
			if most > mostHeap[format] {
				t.Errorf("%s: the heap grew by %d MB", format, most>>20)
			}
		}
	})
}

// counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }

var (
	everybody  = registration.Filter{Show: registration.Everybody}
	allColumns = registration.Columns()
)
