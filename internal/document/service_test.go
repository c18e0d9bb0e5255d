package document_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/backup"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/document"
	"rundertisch/internal/fault"
	"rundertisch/internal/files"
	"rundertisch/migrations"
)

func TestADocumentKeepsItsVersions(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d, err := s.Add(t.Context(), s.ours, details("", s.milestone, s.event, s.event), pdf("Bericht 2026.pdf", "eins"), "")
		must(t, err)
		s.clock.Advance(time.Hour)
		second, err := s.Replace(t.Context(), s.ours, d.ID, pdf("Bericht endgültig.pdf", "zwei"))
		must(t, err)
		found, err := s.Find(t.Context(), s.ours, d.ID)
		must(t, err)
		if found.Title != "Bericht 2026" || found.Latest != 2 || len(found.Versions) != 2 || found.Newest().ID != second.ID {
			t.Errorf("found %+v", found)
		}
		if len(found.Subjects) != 2 || found.Subjects[0].Title != "1.1 Datenbasis" {
			t.Errorf("belongs to %v, want milestone and event once each", found.Subjects)
		}
		for number, want := range map[int64]string{1: somePDF + "eins", 2: somePDF + "zwei"} {
			v, file, err := s.File(t.Context(), s.ours, d.ID, number)
			must(t, err)
			raw, err := io.ReadAll(file)
			must(t, errors.Join(err, file.Close()))
			if string(raw) != want || v.Size != int64(len(want)) || v.MediaType != "application/pdf" {
				t.Errorf("version %d: %q, %+v", number, raw, v)
			}
		}
		if got := s.titles(t, s.ours, document.Filter{Text: "endgueltig"}); len(got) != 1 {
			t.Errorf("the newest file's name finds %v", got)
		}
		entries, err := audit.Of(t.Context(), s.db.Read(), s.ours.WorkspaceID, "document", d.ID)
		if must(t, err); len(entries) != 2 {
			t.Errorf("%d entries in the trail, want two", len(entries))
		}
	})
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Bericht")
		_, err := s.Add(t.Context(), s.ours, document.Details{Kind: "?", Language: "xx", Title: strings.Repeat("x", 201)}, files.Upload{}, "")
		for field, key := range map[string]string{"file": "files.missing", "kind": "fault.choice", "language": "fault.choice", "title": "fault.too_long"} {
			wantField(t, err, field, key)
		}
		_, err = s.Add(t.Context(), s.ours, details("x", document.Subject{Kind: document.Event, ID: s.milestone.ID}), pdf("x.pdf", "x"), "")
		wantKind(t, err, fault.NotFound)
		_, err = s.Add(t.Context(), s.neighbour, details("x", s.event), pdf("x.pdf", "x"), "")
		wantKind(t, err, fault.NotFound)
		_, err = s.Replace(t.Context(), s.ours, d.ID, pdf("Bericht.exe", "x"))
		wantField(t, err, "file", "files.kind")
		_, err = s.Replace(t.Context(), s.ours, d.ID, pdf("Kopie.pdf", "Bericht"))
		wantField(t, err, "file", "document.same_file")
		torn := files.Upload{Name: "x.pdf", Size: 1000, Content: tornReader{strings.NewReader(somePDF)}}
		if _, err := s.Add(t.Context(), s.ours, details("x"), torn, ""); err == nil {
			t.Error("an upload that breaks off is kept")
		}
		if n := s.stored(t); n != 1 {
			t.Errorf("%d files are stored, want the one document's", n)
		}
		if got := s.titles(t, s.ours, document.Filter{}); !slices.Equal(got, []string{"Bericht"}) {
			t.Errorf("%v are kept", got)
		}
	})
}

// tornReader breaks off after the first octets.
type tornReader struct{ io.ReaderAt }

func (r tornReader) ReadAt(p []byte, at int64) (int, error) {
	n, err := r.ReaderAt.ReadAt(p, at)
	if err == io.EOF && at > 0 {
		return n, io.ErrUnexpectedEOF
	}
	if err == io.EOF && len(p) > 512 {
		return n, io.ErrUnexpectedEOF
	}
	return n, err
}

func TestTheSameFormTwiceIsOneDocument(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		var wait sync.WaitGroup
		ids := make([]string, 8)
		for i := range ids {
			wait.Go(func() {
				d, err := s.Add(t.Context(), s.ours, details("Bericht"), pdf("Bericht.pdf", "x"), "form")
				if ids[i] = d.ID; err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if slices.Sort(ids); ids[0] != ids[7] {
			t.Errorf("one form made %v", ids)
		}
		_, err := s.Add(t.Context(), s.ours, details("Anderer Bericht"), pdf("Anderer.pdf", "y"), "form")
		must(t, err)
		if n := s.stored(t); n != 2 {
			t.Errorf("%d files are stored, want 2", n)
		}
	})
}

func TestVersionsUploadedAtOnceAreAllKept(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Bericht")
		var wait sync.WaitGroup
		for i := range 6 {
			wait.Go(func() {
				if _, err := s.Replace(t.Context(), s.ours, d.ID, pdf("Bericht.pdf", fmt.Sprint("Fassung ", i))); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		found, err := s.Find(t.Context(), s.ours, d.ID)
		if must(t, err); len(found.Versions) != 7 || found.Newest().Number != 7 || found.Latest != 7 {
			t.Errorf("%d versions, the newest is %d of %d", len(found.Versions), found.Newest().Number, found.Latest)
		}
	})
}

func TestTheListNarrowsSortsAndPages(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		for i := range document.PageLength + 5 {
			s.add(t, fmt.Sprintf("Unterlage %02d", i))
			s.clock.Advance(time.Minute)
		}
		s.add(t, "Zählung Größler", s.milestone)
		s.clock.Advance(time.Minute)
		minutes := details("Ämterrunde", s.task)
		minutes.Kind = document.Minutes
		_, err := s.Add(t.Context(), s.ours, minutes, pdf("Protokoll.pdf", strings.Repeat("x", 1000)), "")
		must(t, err)
		for name, c := range map[string]struct {
			filter document.Filter
			first  string
			count  int
		}{
			"all, the newest first":    {document.Filter{}, "Ämterrunde", document.PageLength},
			"the last page":            {document.Filter{Page: 99}, "Unterlage 06", 7},
			"by title":                 {document.Filter{Order: document.ByTitle}, "Ämterrunde", document.PageLength},
			"by title, the other way":  {document.Filter{Order: document.ByTitle, Desc: true}, "Zählung Größler", document.PageLength},
			"by size, the other way":   {document.Filter{Order: document.BySize, Desc: true}, "Ämterrunde", document.PageLength},
			"a word":                   {document.Filter{Text: "groessl"}, "Zählung Größler", 1},
			"a file name":              {document.Filter{Text: "protokoll"}, "Ämterrunde", 1},
			"a kind":                   {document.Filter{Kind: document.Minutes}, "Ämterrunde", 1},
			"what belongs to tasks":    {document.Filter{SubjectKind: document.Task}, "Ämterrunde", 1},
			"what belongs to this one": {document.Filter{SubjectKind: document.Milestone, SubjectID: s.milestone.ID}, "Zählung Größler", 1},
		} {
			got := s.titles(t, s.ours, c.filter)
			if len(got) != c.count || got[0] != c.first {
				t.Errorf("%s: %v", name, got)
			}
		}
		if got := s.titles(t, s.neighbour, document.Filter{}); len(got) != 0 {
			t.Errorf("the neighbour sees %v", got)
		}
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Bericht")
		nobody := s.ours
		nobody.Roles = nil
		for name, c := range map[string]struct {
			actor      account.Actor
			read, keep fault.Kind
		}{
			"coordination":    {s.ours, -1, -1},
			"minute-taker":    {as(s.ours, account.MinuteTaker), -1, fault.Forbidden},
			"auditor":         {as(s.ours, account.Auditor), -1, fault.Forbidden},
			"the neighbour":   {s.neighbour, fault.NotFound, fault.NotFound},
			"without a role":  {nobody, fault.NotFound, fault.NotFound},
			"another project": {elsewhere(s.ours), fault.NotFound, fault.NotFound},
		} {
			_, err := s.Find(t.Context(), c.actor, d.ID)
			wantFault(t, name+" reads", err, c.read)
			_, file, err := s.File(t.Context(), c.actor, d.ID, 1)
			if wantFault(t, name+" downloads", err, c.read); err == nil {
				must(t, file.Close())
			}
			_, err = s.Replace(t.Context(), c.actor, d.ID, pdf("b.pdf", name))
			wantFault(t, name+" replaces", err, c.keep)
			_, err = s.Edit(t.Context(), c.actor, d.ID, 99, details("Anders"))
			if c.keep >= 0 {
				wantFault(t, name+" edits", err, c.keep)
				_, err = s.Remove(t.Context(), c.actor, d.ID)
				wantFault(t, name+" removes", err, c.keep)
			}
		}
	})
}

func as(a account.Actor, role account.Role) account.Actor {
	a.Roles = []account.Role{role}
	return a
}

func elsewhere(a account.Actor) account.Actor {
	a.ProjectID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
	return a
}

// wantFault wants no error when kind is -1.
func wantFault(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if kind < 0 && err != nil || kind >= 0 && !fault.Is(err, kind) {
		t.Errorf("%s: got %v, want kind %d", what, err, kind)
	}
}

func TestTheSecondOfTwoEditsIsAConflict(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Bericht", s.event)
		changed, err := s.Edit(t.Context(), s.ours, d.ID, d.Version, details("Bericht Größler", s.task))
		must(t, err)
		_, err = s.Edit(t.Context(), s.ours, d.ID, d.Version, details("Bericht alt"))
		wantKind(t, err, fault.Conflict)
		found, err := s.Find(t.Context(), s.ours, d.ID)
		must(t, err)
		if found.Title != "Bericht Größler" || found.Version != changed.Version || len(found.Subjects) != 1 || found.Subjects[0].Subject != s.task {
			t.Errorf("found %+v", found)
		}
	})
}

func TestAMissingFileIsSaidAndNotACrash(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		d := s.add(t, "Bericht")
		must(t, os.RemoveAll(s.dir))
		_, _, err := s.File(t.Context(), s.ours, d.ID, 1)
		wantKind(t, err, fault.NotFound)
	})
}

// TestADocumentSurvivesBackupAndRestore moves a document with its file from each database to the other.
func TestADocumentSurvivesBackupAndRestore(t *testing.T) {
	t.Parallel()
	for from, addresses := range map[string][2]func(*testing.T) string{
		"from SQLite":     {dbtest.SQLite, dbtest.Postgres},
		"from PostgreSQL": {dbtest.Postgres, dbtest.SQLite},
	} {
		t.Run(from, func(t *testing.T) {
			t.Parallel()
			s := open(t, dbtest.Open(t, addresses[0](t)), filepath.Join(t.TempDir(), "files"))
			d := s.add(t, "Bericht", s.event)
			kept := filepath.Join(t.TempDir(), "kept.zip")
			_, err := backup.Write(t.Context(), backup.Place{DB: s.db, FilesDir: s.dir, Migrations: migrations.FS}, kept, "test", s.clock.Now())
			must(t, err)
			moved := s
			moved.db, moved.dir = dbtest.Open(t, addresses[1](t)), filepath.Join(t.TempDir(), "files")
			_, err = backup.Restore(t.Context(), backup.Place{DB: moved.db, FilesDir: moved.dir, Migrations: migrations.FS}, kept)
			must(t, err)
			moved.Service = reopened(t, s, moved.db, moved.dir)
			v, file, err := moved.File(t.Context(), s.ours, d.ID, 1)
			must(t, err)
			raw, err := io.ReadAll(file)
			must(t, errors.Join(err, file.Close()))
			if string(raw) != somePDF+"Bericht" || v.Name != "Bericht.pdf" {
				t.Errorf("%q, %+v", raw, v)
			}
			moved.clock.Advance(25 * time.Hour)
			if n, err := moved.Sweep(t.Context()); err != nil || n != 0 {
				t.Errorf("the sweep takes %d restored files, %v", n, err)
			}
		})
	}
}

// reopened is the service on another database and folder.
func reopened(t *testing.T, s shelf, db *database.DB, dir string) *document.Service {
	t.Helper()
	none := func(context.Context, bun.IDB, account.Actor) ([]document.Named, error) { return nil, nil }
	service, err := document.New(db, s.clock, files.New(dir), document.Sources{document.Milestone: none, document.Task: none, document.Event: none})
	must(t, err)
	return service
}

func TestWithoutASourceItDoesNotStart(t *testing.T) {
	t.Parallel()
	if _, err := document.New(nil, nil, nil, document.Sources{}); err == nil {
		t.Error("a service without sources starts")
	}
}
