package document_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/internal/id"
)

const somePDF = "%PDF-1.7\n%%EOF\n"

// shelf is a project with a milestone, a task and an event that documents may belong to, and a neighbour's.
type shelf struct {
	*document.Service
	db        *database.DB
	clock     *clock.Manual
	dir       string
	ours      account.Actor
	neighbour account.Actor
	milestone document.Subject
	task      document.Subject
	event     document.Subject
}

// each runs fn on an empty shelf on both databases.
func each(t *testing.T, fn func(t *testing.T, s shelf)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(t, open(t, db, filepath.Join(t.TempDir(), "files"))) })
}

func open(t testing.TB, db *database.DB, dir string) shelf {
	t.Helper()
	s := shelf{
		db: db, clock: clock.At(time.Now()), dir: dir, ours: project(t, db, "Landkreis Musterland"), neighbour: project(t, db, "Nachbarkreis"),
		milestone: document.Subject{Kind: document.Milestone, ID: id.New()}, task: document.Subject{Kind: document.Task, ID: id.New()},
		event: document.Subject{Kind: document.Event, ID: id.New()},
	}
	of := func(subject document.Subject, title string) document.Source {
		return func(_ context.Context, _ bun.IDB, a account.Actor) ([]document.Named, error) {
			if a.ProjectID != s.ours.ProjectID {
				return nil, nil
			}
			return []document.Named{{Subject: subject, Title: title}}, nil
		}
	}
	service, err := document.New(db, s.clock, files.New(dir), document.Sources{
		document.Milestone: of(s.milestone, "1.1 Datenbasis"), document.Task: of(s.task, "Bogen abstimmen"), document.Event: of(s.event, "Fachtagung"),
	})
	must(t, err)
	s.Service = service
	return s
}

func project(t testing.TB, db *database.DB, name string) account.Actor {
	t.Helper()
	w := account.Workspace{ID: id.New(), Name: name, CreatedAt: time.Now(), Version: 1}
	p := account.Project{ID: id.New(), WorkspaceID: w.ID, Name: "Vorhaben", CreatedAt: time.Now(), Version: 1}
	must(t, db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, errW := tx.NewInsert().Model(&w).Exec(ctx)
		_, errP := tx.NewInsert().Model(&p).Exec(ctx)
		return errors.Join(errW, errP)
	}))
	return account.Actor{UserID: id.New(), Name: "Kim Beispiel", WorkspaceID: w.ID, ProjectID: p.ID, Roles: []account.Role{account.Coordination}}
}

// add keeps a document with the title.
func (s shelf) add(t *testing.T, title string, of ...document.Subject) document.Document {
	t.Helper()
	d, err := s.Add(t.Context(), s.ours, details(title, of...), pdf(title+".pdf", title), "")
	must(t, err)
	return d
}

func details(title string, of ...document.Subject) document.Details {
	return document.Details{Title: title, Kind: document.Report, Language: "de", Subjects: of}
}

// pdf is an upload whose contents differ by the text.
func pdf(name, text string) files.Upload {
	raw := somePDF + text
	return files.Upload{Name: name, Size: int64(len(raw)), Content: strings.NewReader(raw)}
}

// titles lists the documents that the filter finds, in its order.
func (s shelf) titles(t *testing.T, a account.Actor, f document.Filter) []string {
	t.Helper()
	list, err := s.List(t.Context(), a, f)
	must(t, err)
	var titles []string
	for _, line := range list.Lines {
		titles = append(titles, line.Title)
	}
	return titles
}

// stored counts the files in the store.
func (s shelf) stored(t *testing.T) (n int) {
	t.Helper()
	err := filepath.WalkDir(s.dir, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			n++
		}
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("got %v, want a fault of kind %d", err, kind)
	}
}

// wantField fails unless err has the message key at the field.
func wantField(t *testing.T, err error, field, key string) {
	t.Helper()
	for _, f := range fault.Fields(err) {
		if f.Name == field && f.Key == key {
			return
		}
	}
	t.Fatalf("got %v, want %s at %s", err, key, field)
}
