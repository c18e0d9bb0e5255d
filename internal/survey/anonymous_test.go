package survey_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/survey"
)

// hall is an office with an event whose survey is open.
type hall struct {
	*apptest.Site
	apptest.Office
	t      *testing.T
	event  event.Event
	survey survey.Survey
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// answer counts what somebody says, all of it.
func (h *hall) answer(said survey.Answer) {
	h.t.Helper()
	if whole, err := h.Surveys.Answer(context.WithoutCancel(h.t.Context()), h.survey.Code, said); err != nil || !whole {
		h.t.Errorf("%v is taken: %t, %v", said, whole, err)
	}
}

func opened(t *testing.T, s *apptest.Site) *hall {
	t.Helper()
	h := &hall{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
	workspace, err := s.Accounts.Workspace(t.Context(), h.Actor.WorkspaceID)
	h.must(err)
	workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	h.must(s.Accounts.UpdateWorkspace(t.Context(), h.Actor, workspace))
	h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "27.05.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
	})
	h.must(err)
	d := survey.Details{Title: "Wie war es?", ClosesOn: s.Clock.Now().AddDate(0, 0, 14).Format(time.DateOnly), Questions: []survey.Question{
		{Kind: survey.Scale, Text: "Nützlich?"}, {Kind: survey.Choice, Text: "Dauer?", Options: []string{"kurz", "richtig", "lang"}}, {Kind: survey.Text, Text: "Noch etwas?"},
	}}
	if _, err := s.Surveys.Save(t.Context(), h.Actor, h.event.ID, 0, d); !fault.Is(err, fault.Conflict) {
		t.Errorf("of a draft: %v", err)
	}
	_, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
	h.must(err)
	h.survey, err = s.Surveys.Save(t.Context(), h.Actor, h.event.ID, 0, d)
	h.must(err)
	h.must(s.Surveys.Open(t.Context(), h.Actor, h.event.ID))
	return h
}

// rows is everything the database holds, table by table, each row as text.
func (h *hall) rows() map[string][]string {
	h.t.Helper()
	tables, err := h.DB.Tables(h.t.Context(), h.DB.Read())
	h.must(err)
	all := map[string][]string{}
	for _, t := range tables {
		table := t.Name
		var found []map[string]any
		if err := h.DB.Read().NewRaw("SELECT * FROM ?", bun.Ident(table)).Scan(h.t.Context(), &found); err != nil {
			h.t.Fatalf("%s: %v", table, err)
		}
		for _, row := range found {
			all[table] = append(all[table], fmt.Sprint(row))
		}
	}
	return all
}

// TestNothingJoinsAnAnswerToAPersonOrAMinute lets a member of the staff and visitors answer in the browser, and looks at everything that is
// kept: only the one tally is different, and it is what the same answers in another order would have left.
func TestNothingJoinsAnAnswerToAPersonOrAMinute(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := opened(t, s)
		staff, _ := s.Person(h.Project, h.Project.ID, account.Coordination)
		staff.Get(h.survey.Path()).Status(200)
		visitors := []*apptest.Browser{staff, s.Browser(), s.Browser(), s.Browser(), s.Browser(), s.Browser()}
		for _, b := range visitors {
			b.Get(h.survey.Path()).Status(200)
		}
		s.Work()
		before, files := h.rows(), h.files()
		const secret = "Die Akustik im Saal war schwierig."
		for n, b := range visitors {
			s.Clock.Advance(7 * time.Minute)
			b.Get(h.survey.Path()).Status(200).HasNot("main form input[name=once]", "")
			said := map[string][]string{"q1": {fmt.Sprint(1 + n%5)}, "q2": {fmt.Sprint(1 + n%3)}}
			if n == 0 {
				said["q3"] = []string{secret}
			}
			b.Submit("main form", said).Status(303)
			b.Follow().Status(200).Has("main", "Vielen Dank").HasNot("main form", "")
		}
		s.Work()
		after := h.rows()
		for table, rows := range after {
			if strings.Join(rows, "\n") == strings.Join(before[table], "\n") {
				continue
			}
			switch table {
			case "survey_tallies":
				if len(rows) != 1 {
					t.Errorf("the tally has %d rows", len(rows))
				}
				continue
			case "login_sessions", "jobs": // when somebody was last seen, and ticks of the clock: neither knows of surveys
				if now := strings.Join(rows, "\n"); !strings.Contains(now, h.survey.ID) && !strings.Contains(now, h.survey.Code) {
					continue
				}
			}
			t.Errorf("answering changed %s:\n%v\n%v", table, before[table], rows)
		}
		if got := h.files(); got != files {
			t.Errorf("answering left files: %s", got)
		}
		for table, rows := range after {
			if table != "survey_tallies" && strings.Contains(strings.Join(rows, "\n"), secret) {
				t.Errorf("%s knows what was written", table)
			}
		}
	})
}

func (h *hall) files() string {
	var names []string
	err := fs.WalkDir(os.DirFS(filepath.Dir(h.Config.FilesDir)), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.Contains(path, ".db") {
			names = append(names, path)
		}
		return nil
	})
	if err != nil {
		return ""
	}
	return strings.Join(names, "\n")
}

// TestTheTallyHasNoTimeAndNoRowsOfAnswers: what a table is made of says what it can tell. Without a column for a time, a person or an
// order, and with one row for all answers, there is nothing to be sorted by.
func TestTheTallyHasNoTimeAndNoRowsOfAnswers(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := opened(t, s)
		for n := range 5 {
			h.answer(survey.Answer{0: {fmt.Sprint(n + 1)}, 2: {fmt.Sprint("Wort ", 9-n)}})
		}
		var found []map[string]any
		h.must(s.DB.Read().NewRaw("SELECT * FROM survey_tallies").Scan(t.Context(), &found))
		tables, err := s.DB.Tables(t.Context(), s.DB.Read())
		h.must(err)
		for _, table := range tables {
			if table.Name == "survey_tallies" && slices.ContainsFunc(table.Columns, func(c database.Column) bool { return c.Kind == database.Instant }) {
				t.Errorf("the tally has a time: %v", table.Columns)
			}
		}
		if len(found) != 1 || len(found[0]) != 4 {
			t.Fatalf("the tally is %v", found)
		}
		for _, column := range []string{"survey_id", "workspace_id", "answers", "content"} {
			if _, there := found[0][column]; !there {
				t.Errorf("the tally lacks %s: %v", column, found[0])
			}
		}
		if want := `["Wort 5","Wort 6","Wort 7","Wort 8","Wort 9"]`; !strings.Contains(fmt.Sprint(found[0]["content"]), want) {
			t.Errorf("texts stand as they came: %v", found[0]["content"])
		}
	})
}

// TestTheLogKeepsSilentAboutSurveys: a line in the log has a minute.
func TestTheLogKeepsSilentAboutSurveys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		var out lines
		s := apptest.NewLogging(t, db, slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})))
		h := opened(t, s)
		b := s.Browser()
		b.Get(h.survey.Path()).Status(200)
		b.Submit("main form", map[string][]string{"q1": {"9"}}).Status(422)
		b.Submit("main form", map[string][]string{"q1": {"3"}}).Status(303)
		b.Get("/veranstaltungen").Status(200)
		if got := out.String(); strings.Contains(got, "umfrage") || strings.Contains(got, h.survey.Code) || !strings.Contains(got, "/veranstaltungen") {
			t.Errorf("the log says\n%s", got)
		}
	})
}

type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func TestADeviceAnswersOnceAndManyAtTheSameTimeAreAllCounted(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := opened(t, s)
		b := s.Browser()
		b.Get(h.survey.Path()).Status(200)
		b.Submit("main form", map[string][]string{"q1": {"3"}}).Status(303)
		b.Get(h.survey.Path()).Status(200)
		b.Post(h.survey.Path(), map[string][]string{"q1": {"3"}}).Status(303) // gone back in the browser, and sent again
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() {
				h.answer(survey.Answer{0: {"5"}})
			})
		}
		all.Wait()
		h.must(s.Surveys.Close(t.Context(), h.Actor, h.event.ID))
		sheet, err := s.Surveys.Find(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		if sheet.Findings.Answers != 31 || sheet.Findings.Findings[0].Rows[4].Count != 30 {
			t.Errorf("counted is %+v", sheet.Findings)
		}
		if _, err := s.Surveys.Answer(t.Context(), h.survey.Code, survey.Answer{0: {"5"}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("after the closing: %v", err)
		}
	})
}
