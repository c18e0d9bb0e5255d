package dump_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/backup"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/demo"
	"rundertisch/internal/dump"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/migrations"
)

// county is a database with the sample county's two projects.
type county struct {
	*apptest.Site
	t        *testing.T
	projects []account.Actor
}

func seeded(t *testing.T, s *apptest.Site) *county {
	t.Helper()
	lead, err := demo.Seed(t.Context(), s.Config, s.DB, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(time.Since(apptest.Noon).Round(time.Hour)) // the county lives around today
	c := &county{Site: s, t: t}
	places, err := s.Accounts.Places(t.Context(), lead.ID)
	if err != nil || len(places) < 2 {
		t.Fatalf("%d projects, %v", len(places), err)
	}
	for _, place := range places {
		actor, _, err := s.Accounts.Enter(t.Context(), lead, place.Project.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.projects = append(c.projects, actor)
	}
	return c
}

func (c *county) take(s *apptest.Site, a account.Actor) []byte {
	c.t.Helper()
	var out bytes.Buffer
	if err := dump.New(s.DB, s.Clock, s.Plan, files.New(c.Config.FilesDir)).Write(c.t.Context(), a, &out); err != nil {
		c.t.Fatal(err)
	}
	return out.Bytes()
}

var exportedAt = regexp.MustCompile(`"exported_at": "[^"]+"`)

func timeless(document []byte) string {
	return exportedAt.ReplaceAllString(string(document), `"exported_at": "then"`)
}

// TestTheDocumentsOfTheSampleCounty looks at one county from all sides: filling it takes most of the time.
func TestTheDocumentsOfTheSampleCounty(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		c := seeded(t, s)
		c.holdTheWholeProject(t)
		c.holdNoParticipantsAndNoSecrets(t)
		c.areTheSameEverywhere(t)
	})
}

// areTheSameEverywhere takes each project twice, and once more from the other database, into which it was restored.
func (c *county) areTheSameEverywhere(t *testing.T) {
	t.Helper()
	s := c.Site
	kept := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := backup.Write(t.Context(), backup.Place{DB: s.DB, FilesDir: s.Config.FilesDir, Migrations: migrations.FS}, kept, "test", s.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	address := "sqlite:" + filepath.Join(t.TempDir(), "new.db")
	if !s.DB.Postgres() {
		address = dbtest.Postgres(t)
	}
	db := dbtest.Open(t, address)
	if _, err := backup.Restore(t.Context(), backup.Place{DB: db, FilesDir: filepath.Join(t.TempDir(), "files"), Migrations: migrations.FS}, kept); err != nil {
		t.Fatal(err)
	}
	other := apptest.New(t, db)
	other.Clock.Advance(s.Clock.Now().Sub(other.Clock.Now()))
	for _, a := range c.projects {
		first := c.take(s, a)
		s.Clock.Advance(time.Millisecond)
		again := c.take(s, a)
		if bytes.Equal(first, again) || timeless(first) != timeless(again) {
			t.Errorf("once more (-first +again):\n%s", cmp.Diff(string(first), string(again)))
		}
		if restored := c.take(other, a); timeless(first) != timeless(restored) {
			t.Errorf("in the other database (-one +other):\n%s", cmp.Diff(string(first), string(restored)))
		}
	}
}

// rows says what is counted in the document, and how many rows the database has of it in the project.
var rows = map[string]string{
	"goals":            "SELECT count(*) FROM goals WHERE project_id = ?",
	"milestones":       "SELECT count(*) FROM milestones WHERE project_id = ?",
	"tasks":            "SELECT count(*) FROM tasks WHERE project_id = ?",
	"tasks.checklist":  "SELECT count(*) FROM task_items WHERE project_id = ?",
	"tasks.comments":   "SELECT count(*) FROM task_comments WHERE project_id = ?",
	"dependencies":     "SELECT count(*) FROM plan_dependencies WHERE project_id = ?",
	"moves":            "SELECT count(*) FROM plan_moves WHERE project_id = ?",
	"baselines":        "SELECT count(*) FROM baselines WHERE project_id = ?",
	"reminder_ladders": "SELECT count(*) FROM reminder_ladders WHERE project_id = ?",
	"events":           "SELECT count(*) FROM events WHERE project_id = ?",
	"events.deadlines": "SELECT count(*) FROM event_deadlines WHERE project_id = ?",
	"result_cards":     "SELECT count(*) FROM result_cards WHERE project_id = ?",
	"documents":        "SELECT count(*) FROM documents WHERE project_id = ?",
	"reports":          "SELECT count(*) FROM reports WHERE project_id = ?",

	"baselines.milestones": "SELECT count(*) FROM baseline_milestones WHERE baseline_id IN (SELECT id FROM baselines WHERE project_id = ?)",
	"events.programme":     "SELECT count(*) FROM programme_items WHERE event_id IN (SELECT id FROM events WHERE project_id = ?)",
	"events.agenda":        "SELECT count(*) FROM agenda_items WHERE project_id = ?",
	"events.summaries":     "SELECT count(*) FROM result_summaries WHERE project_id = ?",
	"events.photos":        "SELECT count(*) FROM event_photos WHERE event_id IN (SELECT id FROM events WHERE project_id = ?)",
	"documents.versions":   "SELECT count(*) FROM document_versions WHERE document_id IN (SELECT id FROM documents WHERE project_id = ?)",
	"documents.belongs_to": "SELECT count(*) FROM document_links WHERE document_id IN (SELECT id FROM documents WHERE project_id = ?)",
	"reports.milestones":   "SELECT count(*) FROM report_texts WHERE report_id IN (SELECT id FROM reports WHERE project_id = ?)",
}

// holdTheWholeProject counts rows, looks up that everybody has a name, and that each name of a field is
// explained.
func (c *county) holdTheWholeProject(t *testing.T) {
	t.Helper()
	explained, err := os.ReadFile("../../docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, a := range c.projects {
		var document map[string]any
		if err := json.Unmarshal(c.take(c.Site, a), &document); err != nil {
			t.Fatal(err)
		}
		for path, query := range rows {
			if got, want := count(document, path), c.count(query, a.ProjectID); got != want {
				t.Errorf("%s: %d rows, the database has %d", path, got, want)
			} else if got > 0 {
				seen[path] = true
			}
		}
		checkPeople(t, document)
		checkPhotos(t, c.Config.FilesDir, document)
		for _, name := range slices.Sorted(maps.Keys(names(document))) {
			if !strings.Contains(string(explained), "`"+name+"`") {
				t.Errorf("docs/export.md does not explain %q", name)
			}
		}
	}
	for path := range rows {
		if !seen[path] {
			t.Errorf("the county has no %s to look at", path)
		}
	}
}

// checkPhotos compares the sums with the files.
func checkPhotos(t *testing.T, dir string, document map[string]any) {
	t.Helper()
	for _, one := range document["events"].([]any) {
		for _, one := range one.(map[string]any)["photos"].([]any) {
			photo := one.(map[string]any)
			file, err := files.New(dir).Open(photo["name"].(string))
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(file)
			if err = errors.Join(err, file.Close()); err != nil {
				t.Fatal(err)
			}
			if sum := fmt.Sprintf("%x", sha256.Sum256(content)); photo["sha256"] != sum || photo["alt"] == "" {
				t.Errorf("the photo is %v, its sum %s", photo, sum)
			}
		}
	}
}

func (c *county) count(query string, args ...any) int {
	c.t.Helper()
	var n int
	if err := c.DB.Read().NewRaw(query, args...).Scan(c.t.Context(), &n); err != nil {
		c.t.Fatal(err)
	}
	return n
}

// count is how many rows a list has, or all lists of a name within its rows.
func count(document map[string]any, path string) int {
	list, inner, nested := strings.Cut(path, ".")
	all, _ := document[list].([]any)
	if !nested {
		return len(all)
	}
	n := 0
	for _, row := range all {
		within, _ := row.(map[string]any)[inner].([]any)
		n += len(within)
	}
	return n
}

// checkPeople looks for everybody who is named by an identifier.
func checkPeople(t *testing.T, document map[string]any) {
	t.Helper()
	people := map[string]string{}
	for _, one := range document["people"].([]any) {
		p := one.(map[string]any)
		people[p["id"].(string)] = p["name"].(string)
	}
	var look func(any)
	look = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, one := range v {
				look(one)
			}
		case map[string]any:
			for name, one := range v {
				id, _ := one.(string)
				person := name == "lead_id" || name == "deputy_id" || name == "assignee_id" || name == "person_id" || name == "author_id" || strings.HasSuffix(name, "_by")
				if person && id != "" && people[id] == "" {
					t.Errorf("%s %s has no name", name, id)
				}
				look(one)
			}
		}
	}
	look(document)
}

// names are the names of all fields.
func names(value any) map[string]bool {
	found := map[string]bool{}
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			maps.Copy(found, names(one))
		}
	case map[string]any:
		for name, one := range v {
			found[name] = true
			maps.Copy(found, names(one))
		}
	}
	return found
}

func (c *county) holdNoParticipantsAndNoSecrets(t *testing.T) {
	t.Helper()
	var secrets []string
	for _, query := range []string{
		"SELECT email FROM attendances", "SELECT nonce FROM attendances", "SELECT uid FROM attendances", "SELECT remark FROM attendances WHERE remark <> ''",
		"SELECT email FROM persons WHERE email <> ''", "SELECT phone FROM persons WHERE phone <> ''", "SELECT email FROM users",
		"SELECT password_hash FROM users WHERE password_hash <> ''", "SELECT token_hash FROM handouts", "SELECT token_hash FROM feeds",
		"SELECT token_hash FROM attendance_links", "SELECT nonce FROM documents WHERE nonce <> id", "SELECT file FROM document_versions",
	} {
		var found []string
		if err := c.DB.Read().NewRaw(query).Scan(t.Context(), &found); err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, found...)
	}
	if len(secrets) < 100 {
		t.Fatalf("only %d secrets to look for", len(secrets))
	}
	for _, a := range c.projects {
		document := string(c.take(c.Site, a))
		for _, secret := range secrets {
			if strings.Contains(document, secret) {
				t.Errorf("%s holds %q", a.ProjectID, secret)
			}
		}
	}
}

func TestWhoMayTakeAProject(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		service := dump.New(s.DB, s.Clock, s.Plan, files.New(s.Config.FilesDir))
		for role, want := range map[account.Role]fault.Kind{
			account.Administrator: 0, account.ProjectLead: 0,
			account.Coordination: fault.Forbidden, account.MinuteTaker: fault.Forbidden, account.Auditor: fault.Forbidden,
		} {
			a := o.Actor
			a.Roles = []account.Role{role}
			var out bytes.Buffer
			err := service.Write(t.Context(), a, &out)
			if want == 0 && (err != nil || !json.Valid(out.Bytes())) || want != 0 && (!fault.Is(err, want) || out.Len() > 0) {
				t.Errorf("%s: %v, %d octets", role, err, out.Len())
			}
			if dump.MayTake(a) != (want == 0) {
				t.Errorf("%s is shown the wrong page", role)
			}
		}
		stranger := s.Office("Landkreis Nebenan").Actor
		stranger.ProjectID = o.Project.ID
		if err := service.Write(t.Context(), stranger, &bytes.Buffer{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
		if n := (&county{Site: s, t: t}).count("SELECT count(*) FROM audit_entries WHERE action = 'project.exported' AND project_id = ?", o.Project.ID); n != 2 {
			t.Errorf("the trail has %d entries, want 2", n)
		}
	})
}
