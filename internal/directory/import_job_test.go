package directory_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
)

// longFile has several parts; the last row repeats the first, and the rows in between name 40 organisations.
func longFile(rows int) string {
	var file strings.Builder
	file.WriteString("Vorname;Nachname;E-Mail;Organisation;Akteursart\n")
	for n := range rows - 1 {
		fmt.Fprintf(&file, "Jana;Größler-%d;jana%d@example.org;Träger %d;FT\n", n, n, n%40)
	}
	file.WriteString("Jana;Größler-0;jana0@example.org;Träger 0;FT\n")
	return file.String()
}

// sql changes the database behind the program's back.
func (p place) sql(t *testing.T, statement string, args ...any) {
	t.Helper()
	must(t, p.db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	}))
}

func (p place) progress(t *testing.T, i directory.Import) directory.Import {
	t.Helper()
	now, err := p.Progress(context.Background(), p.ours, i.ID)
	must(t, err)
	return now
}

func (p place) runDue(t *testing.T) {
	t.Helper()
	_, err := p.jobs.RunDue(context.Background())
	must(t, err)
}

// TestAnInterruptedImportGoesOnWhereItWas lets the third part of three fail, as a full disk or a killed process would.
func TestAnInterruptedImportGoesOnWhereItWas(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		const rows = 1200
		i, plan := p.preview(t, directory.ImportPersons, longFile(rows))
		_, err := p.Confirm(context.Background(), p.ours, i.ID, plan.Stamp())
		must(t, err)
		p.sql(t, "ALTER TABLE directory_import_rows RENAME TO elsewhere")
		p.runDue(t)
		if half := p.progress(t, i); half.Done != 1000 || half.Added != 1000 || half.State() != directory.ImportRunning {
			t.Fatalf("interrupted: %d rows done, %d added, %s", half.Done, half.Added, half.State())
		}
		wantNumbers(t, p, directory.Numbers{Organisations: 40, Persons: 1000})
		for range 2 {
			p.clock.Advance(time.Hour)
			p.runDue(t)
		}
		if held := p.progress(t, i); held.State() != directory.ImportStopped {
			t.Fatalf("after three attempts it is %s", held.State())
		}
		p.sql(t, "ALTER TABLE elsewhere RENAME TO directory_import_rows")
		wantKind(t, p.Resume(context.Background(), p.neighbour, i.ID), fault.NotFound)
		must(t, p.Resume(context.Background(), p.ours, i.ID))
		p.runDue(t)
		done := p.progress(t, i)
		if done.State() != directory.ImportFinished || done.Added != rows-1 || done.Skipped != 1 || done.Organisations != 40 {
			t.Errorf("%s: %d new, %d left out, %d organisations", done.State(), done.Added, done.Skipped, done.Organisations)
		}
		left, err := p.LeftOut(context.Background(), p.ours, i.ID, 0)
		must(t, err)
		if len(left) != 1 || left[0].Line != rows+1 || left[0].Reason != "directory.import.note.in_file" || fmt.Sprint(left[0].Because()) != "[2]" {
			t.Errorf("left out: %+v", left)
		}
		wantNumbers(t, p, directory.Numbers{Organisations: 40, Persons: rows - 1})
	})
}

// TestAnImportThatRunsTwiceWritesOnce has the same work done by two runners at a time, as when a lease was lost.
func TestAnImportThatRunsTwiceWritesOnce(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		const rows = 1600
		i, plan := p.preview(t, directory.ImportPersons, longFile(rows))
		_, err := p.Confirm(ctx, p.ours, i.ID, plan.Stamp())
		must(t, err)
		p.sql(t, "INSERT INTO jobs (id, kind, dedupe_key, payload, run_at, attempts, last_error, created_at) SELECT 'again', kind, 'again', payload, run_at, 0, '', created_at FROM jobs WHERE kind = 'directory.import'")
		var group errgroup.Group
		for range 2 {
			group.Go(func() error {
				_, err := p.jobs.RunDue(ctx)
				return err
			})
		}
		must(t, group.Wait())
		p.clock.Advance(time.Hour)
		p.runDue(t)
		done := p.progress(t, i)
		if done.State() != directory.ImportFinished || done.Added != rows-1 || done.Done != rows {
			t.Errorf("%s: %d of %d rows, %d new", done.State(), done.Done, done.Rows, done.Added)
		}
		wantNumbers(t, p, directory.Numbers{Organisations: 40, Persons: rows - 1})
	})
}

func TestWhatChangedSinceTheConfirmationIsJudgedAnew(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		i, plan := p.preview(t, directory.ImportPersons, "Vorname;Nachname;E-Mail;Organisation\n"+
			"Jana;Größler;jana@example.org;\nUdo;Klein;udo@example.org;Aufgelöst e. V.\nNeu;Hinzu;neu@example.org;\n")
		_, err := p.Confirm(ctx, p.ours, i.ID, plan.Stamp())
		must(t, err)
		p.person(t, "Jana", "Größler", "jana@example.org", directory.Organisation{})
		gone := p.organisation(t, "Aufgelöst e. V.", directory.KindProvider)
		must(t, p.ArchiveOrganisation(ctx, p.ours, gone.ID))
		p.runDue(t)
		done := p.progress(t, i)
		if done.Added != 1 || done.Changed != 0 || done.Skipped != 2 {
			t.Errorf("%d new, %d changed, %d left out", done.Added, done.Changed, done.Skipped)
		}
		left, err := p.LeftOut(ctx, p.ours, i.ID, 0)
		must(t, err)
		if len(left) != 2 || left[0].State != directory.RowDuplicate || left[1].State != directory.RowWrong || left[1].Reason != "directory.import.fault.organisation_archived" {
			t.Errorf("left out: %+v", left)
		}
	})
}

func TestImportsAreListedForTheirOwnerAndForgottenInTime(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		waiting, _ := p.preview(t, directory.ImportPersons, goodFile)
		i, plan := p.preview(t, directory.ImportPersons, goodFile+"Ohne;Organisation;;;;;\n")
		p.confirm(t, i, plan)
		wantImports(t, p, i.ID, waiting.ID)
		wantKind(t, p.Discard(ctx, p.ours, i.ID), fault.NotFound)
		p.clock.Advance(25 * time.Hour)
		wantImports(t, p, i.ID)
		p.clock.Advance(7 * 24 * time.Hour)
		must(t, p.jobs.Tick(ctx))
		p.runDue(t)
		for _, table := range []string{"directory_imports", "directory_import_rows"} {
			var rows int
			must(t, p.db.Read().NewRaw("SELECT count(*) FROM ?", bun.Ident(table)).Scan(ctx, &rows))
			if rows != 0 {
				t.Errorf("%d rows of %s are kept", rows, table)
			}
		}
	})
}

func wantImports(t *testing.T, p place, want ...string) {
	t.Helper()
	imports, err := p.Imports(context.Background(), p.ours)
	must(t, err)
	var got []string
	for _, i := range imports {
		got = append(got, i.ID)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("listed: %v, want %v", got, want)
	}
	if others, err := p.Imports(context.Background(), p.neighbour); err != nil || len(others) != 0 {
		t.Errorf("the neighbour sees %d imports, %v", len(others), err)
	}
}

func TestThePreviewPointsOutWhoMayBeTheSame(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		court := p.organisation(t, "Amtsgericht Mühlhausen", directory.KindCourt)
		p.organisation(t, "Wohnhilfe Nord e. V.", directory.KindProvider)
		p.person(t, "Jana", "Größler", "jana@example.org", court)
		_, plan := p.preview(t, directory.ImportPersons, "Vorname;Nachname;E-Mail;Organisation\n"+
			"Jana;Groessler;jana@anderswo.example.org;Wohn-Hilfe Nord\nGrößler;Jana;;\nDr. Jana;Größler;;\nJan;Größler;;\n")
		wantNotes(t, plan, map[int]string{2: "maybe_same", 3: "maybe_same", 4: "maybe_same"})
		if len(plan.Alike) != 1 || plan.Alike[0] != "Wohnhilfe Nord e. V." {
			t.Errorf("the new organisation is like %q", plan.Alike)
		}
		_, plan = p.preview(t, directory.ImportOrganisations, "Name\nWohnhilfe Nord\nWohnhilfe Süd\n")
		wantNotes(t, plan, map[int]string{2: "maybe_same"})
	})
}
