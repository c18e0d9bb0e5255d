package directory_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/encoding/charmap"

	"rundertisch/internal/account"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

// preview uploads a file of persons and returns its plan.
func (p place) preview(t *testing.T, kind directory.ImportKind, file string) (directory.Import, directory.Plan) {
	t.Helper()
	i, err := p.Upload(context.Background(), p.ours, kind, "liste.csv", "Teilnehmerliste 2026", strings.NewReader(file))
	must(t, err)
	i, plan, err := p.Preview(context.Background(), p.ours, i.ID)
	must(t, err)
	return i, plan
}

// confirm lets an import be written and returns what it came to.
func (p place) confirm(t *testing.T, i directory.Import, plan directory.Plan) directory.Import {
	t.Helper()
	_, err := p.Confirm(context.Background(), p.ours, i.ID, plan.Stamp())
	must(t, err)
	_, err = p.jobs.RunDue(context.Background())
	must(t, err)
	done, err := p.Progress(context.Background(), p.ours, i.ID)
	must(t, err)
	if done.State() != directory.ImportFinished || done.Done != done.Rows {
		t.Fatalf("%s is %s after %d of %d rows", done.FileName, done.State(), done.Done, done.Rows)
	}
	return done
}

// states says the rows of a plan as "line state name".
func states(plan directory.Plan) []string {
	var all []string
	for _, row := range plan.Rows {
		all = append(all, fmt.Sprintf("%d %s %s", row.Line, row.State, row.Name))
	}
	return all
}

func TestPreviewSortsRowsIntoNewChangedDuplicateAndWrong(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		court := p.organisation(t, "Amtsgericht Mühlhausen", directory.KindCourt)
		p.person(t, "Jana", "Größler", "jana@example.org", court)
		p.person(t, "Udo", "Klein", "udo@example.org", court)
		gone := p.person(t, "Weg", "Gegangen", "weg@example.org", court)
		must(t, p.ArchivePerson(ctx, p.ours, gone.ID))

		i, plan := p.preview(t, directory.ImportPersons, strings.Join([]string{
			"Vorname;Nachname;E-Mail;Organisation;Funktion;Gültig bis",
			"Neu;Hinzu;neu@example.org;Zuhause eG;Vorstand;",
			"Jana;Groessler;JANA@example.org;Amtsgericht Muehlhausen;Richterin;",
			"Udo;Klein;udo@example.org;Amtsgericht Mühlhausen;;",
			"Neu;Hinzu;neu@example.org;Zuhause eG;Vorstand;",
			"Neu;Hinzu;andere@example.org;Zuhause eG;Vorstand;",
			"Udo;Klein;;Amtsgericht Mühlhausen;;",
			"Weg;Gegangen;weg@example.org;;;",
			"",
			"Falsch;;keine Adresse;;;31.02.2027",
			"Vera;Vorzimmer;udo@example.org;;;",
		}, "\n"))
		want := []string{
			"2 new Neu Hinzu", "3 changed Jana Größler", "4 duplicate Udo Klein", "5 duplicate Neu Hinzu", "6 duplicate Neu Hinzu",
			"7 duplicate Udo Klein", "8 duplicate Weg Gegangen", "10 wrong Falsch", "11 new Vera Vorzimmer",
		}
		if got := states(plan); !slices.Equal(got, want) {
			t.Errorf("rows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		wantNotes(t, plan, map[int]string{
			4: "same", 5: "in_file", 6: "in_file", 7: "in_file", 8: "archived", 11: "shared_address",
		})
		changes := fmt.Sprint(plan.Rows[1].Changes)
		if changes != "[{function  Richterin}]" {
			t.Errorf("changes of line 3: %s", changes)
		}
		var problems []string
		for _, f := range fault.Fields(plan.Err()) {
			problems = append(problems, f.Name+" "+f.Key)
		}
		if want := []string{"10:Nachname directory.import.fault.required", "10:E-Mail mail.address.invalid", "10:Gültig bis fault.day"}; !slices.Equal(problems, want) {
			t.Errorf("problems: %q, want %q", problems, want)
		}
		_, err := p.Confirm(ctx, p.ours, i.ID, plan.Stamp())
		wantKind(t, err, fault.Invalid)
		wantNumbers(t, p, directory.Numbers{Organisations: 1, Persons: 2})
	})
}

func wantNotes(t *testing.T, plan directory.Plan, want map[int]string) {
	t.Helper()
	for _, row := range plan.Rows {
		got := ""
		if row.Note != nil {
			got = strings.TrimPrefix(row.Note.Key, "directory.import.note.")
		}
		if got != want[row.Line] {
			t.Errorf("line %d has the note %q, want %q", row.Line, got, want[row.Line])
		}
	}
}

func wantNumbers(t *testing.T, p place, want directory.Numbers) {
	t.Helper()
	got, err := p.Counts(context.Background(), p.ours)
	must(t, err)
	if got != want {
		t.Errorf("the directory holds %+v, want %+v", got, want)
	}
}

const goodFile = "Vorname;Nachname;E-Mail;Organisation;Akteursart;Gemeinde;Sprache\n" +
	"Jana;Größler-Weiß;jana@example.org;Wohnen eG;WOH;Mühlhausen/Thüringen;de\n" +
	"Łukasz;Nguyễn;lukasz@example.org;Wohnen eG;;;Englisch\n" +
	"Ohne;Organisation;;;;;\n"

func TestConfirmWritesOnceWhatThePreviewShowed(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		i, plan := p.preview(t, directory.ImportPersons, goodFile)
		if !plan.Writes() || len(plan.NewOrganisations) != 1 {
			t.Fatalf("plan: %q with %d organisations", states(plan), len(plan.NewOrganisations))
		}
		done := p.confirm(t, i, plan)
		again, err := p.Confirm(ctx, p.ours, i.ID, plan.Stamp())
		must(t, err)
		if n, err := p.jobs.RunDue(ctx); n != 0 || err != nil {
			t.Errorf("the second confirmation made %d jobs, %v", n, err)
		}
		if done.Added != 3 || again.Added != 3 || again.Organisations != 1 {
			t.Errorf("first said %d, second %d new persons", done.Added, again.Added)
		}
		if again.Content != "" {
			t.Error("the file is still kept after the import")
		}
		wantNumbers(t, p, directory.Numbers{Organisations: 1, Persons: 3})
		list, err := p.Persons(ctx, p.ours, directory.Filter{Text: "nguyen"})
		must(t, err)
		got := list.Rows[0]
		if got.Lang != "en" || got.Organisation != "Wohnen eG" || got.Kind != directory.KindHousing || got.Source != "Teilnehmerliste 2026" {
			t.Errorf("imported: %+v", got)
		}
		_, second := p.preview(t, directory.ImportPersons, goodFile)
		if second.Count(directory.RowDuplicate) != 3 || second.Writes() {
			t.Errorf("the same file again: %q", states(second))
		}
	})
}

func TestConfirmingManyTimesAtOnceWritesOnce(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		i, plan := p.preview(t, directory.ImportPersons, goodFile)
		var group errgroup.Group
		for range 8 {
			group.Go(func() error {
				_, err := p.Confirm(context.Background(), p.ours, i.ID, plan.Stamp())
				return err
			})
		}
		must(t, group.Wait())
		if done := p.confirm(t, i, plan); done.Added != 3 {
			t.Errorf("%d new persons", done.Added)
		}
		wantNumbers(t, p, directory.Numbers{Organisations: 1, Persons: 3})
	})
}

func TestLongFileIsImported(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		var file strings.Builder
		file.WriteString("Vorname;Nachname;E-Mail;Organisation;Akteursart;Gemeinde\n")
		const rows = 1200 // several statements of each kind
		for n := range rows {
			fmt.Fprintf(&file, "Jana;Größler-%d;jana%d@example.org;Träger %d;FT;Körner\n", n, n, n%250)
		}
		i, plan := p.preview(t, directory.ImportPersons, file.String())
		done := p.confirm(t, i, plan)
		if done.Added != rows || done.Organisations != 250 {
			t.Errorf("%d persons, %d organisations", done.Added, done.Organisations)
		}
		wantNumbers(t, p, directory.Numbers{Organisations: 250, Persons: rows})
	})
}

func TestConfirmationThatNoLongerFitsIsRefused(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		i, plan := p.preview(t, directory.ImportPersons, goodFile)
		p.person(t, "Ohne", "Organisation", "", directory.Organisation{})
		_, err := p.Confirm(ctx, p.ours, i.ID, plan.Stamp())
		wantKind(t, err, fault.Conflict)
		wantNumbers(t, p, directory.Numbers{Persons: 1})
		_, fresh, err := p.Preview(ctx, p.ours, i.ID)
		must(t, err)
		p.confirm(t, i, fresh)
		wantNumbers(t, p, directory.Numbers{Organisations: 1, Persons: 3})
	})
}

func TestUploadBelongsToItsOwnerAndExpires(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		i, plan := p.preview(t, directory.ImportPersons, goodFile)
		colleague := p.ours
		colleague.UserID = "another"
		for _, actor := range []struct{ workspace, user string }{{p.ours.WorkspaceID, "another"}, {p.neighbour.WorkspaceID, p.ours.UserID}} {
			colleague.WorkspaceID, colleague.UserID = actor.workspace, actor.user
			_, _, err := p.Preview(ctx, colleague, i.ID)
			wantKind(t, err, fault.NotFound)
			_, err = p.Confirm(ctx, colleague, i.ID, plan.Stamp())
			wantKind(t, err, fault.NotFound)
			wantKind(t, p.Discard(ctx, colleague, i.ID), fault.NotFound)
		}
		p.clock.Advance(25 * time.Hour)
		_, err := p.Confirm(ctx, p.ours, i.ID, plan.Stamp())
		wantKind(t, err, fault.NotFound)
		next, _ := p.preview(t, directory.ImportPersons, goodFile)
		must(t, p.Discard(ctx, p.ours, next.ID))
		_, _, err = p.Preview(ctx, p.ours, next.ID)
		wantKind(t, err, fault.NotFound)
	})
}

func TestOrganisationsAreImportedByName(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		p.organisation(t, "Amtsgericht Mühlhausen", directory.KindCourt)
		gone := p.organisation(t, "Aufgelöst e. V.", directory.KindProvider)
		must(t, p.ArchiveOrganisation(ctx, p.ours, gone.ID))
		i, plan := p.preview(t, directory.ImportOrganisations, strings.Join([]string{
			"name,kind of actor,street,postcode,town,website",
			`"Müller, Söhne & Co.",FT,"Hauptstr. 1",99974,Mühlhausen,https://mueller.example.org`,
			"AMTSGERICHT MUEHLHAUSEN,,Untermarkt 17,99974,Mühlhausen,",
			"Mueller Soehne & Co.,,,,,",
			"Aufgelöst e. V.,,Neue Straße 1,,,",
		}, "\r\n"))
		want := []string{"2 new Müller, Söhne & Co.", "3 changed Amtsgericht Mühlhausen", "4 duplicate Mueller Soehne & Co.", "5 duplicate Aufgelöst e. V."}
		if got := states(plan); !slices.Equal(got, want) {
			t.Fatalf("rows: %q", got)
		}
		wantNotes(t, plan, map[int]string{4: "in_file", 5: "archived"})
		p.confirm(t, i, plan)
		list, err := p.Organisations(ctx, p.ours, directory.Filter{Text: "untermarkt"})
		must(t, err)
		if list.Total != 1 || list.Rows[0].Kind != directory.KindCourt {
			t.Errorf("the changed organisation: %+v", list.Rows)
		}
	})
}

func TestOrganisationsOfPersonsMustBeClear(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		for _, ags := range []string{"16064003", "16064046"} {
			_, err := p.AddOrganisation(ctx, p.ours, directory.Organisation{Name: "Bürgerbüro", Kind: directory.KindMunicipality, AGS: ags})
			must(t, err)
		}
		gone := p.organisation(t, "Aufgelöst e. V.", directory.KindProvider)
		must(t, p.ArchiveOrganisation(ctx, p.ours, gone.ID))
		_, plan := p.preview(t, directory.ImportPersons, strings.Join([]string{
			"Nachname;Organisation;Gemeinde;Ort;Akteursart;Sprache",
			"Eins;Bürgerbüro;Bad Langensalza;;;",
			"Zwei;Bürgerbüro;;;;",
			"Drei;Aufgelöst e. V.;;;;",
			"Vier;;;Mühlhausen;;",
			"Fünf;Neuer Verein;16064003;;Verein;französisch",
		}, "\n"))
		want := []string{
			"3:Organisation directory.import.fault.organisation_ambiguous", "4:Organisation directory.import.fault.organisation_archived",
			"5:Organisation directory.import.fault.organisation_missing", "6:Akteursart directory.import.fault.kind",
			"6:Sprache directory.import.fault.lang",
		}
		got := faultsOf(plan.Err())
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("problems:\n%s", strings.Join(got, "\n"))
		}
		if plan.Rows[0].State != directory.RowNew || len(plan.NewOrganisations) != 0 {
			t.Errorf("line 2: %+v", plan.Rows[0])
		}
	})
}

func TestCommandLineImportWritesAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		done, err := p.ImportPersons(ctx, p.ours, strings.NewReader("Nachname;Quelle;Gemeinde\nWeiß;Liste;\nKlein;;Atlantis\n"))
		wantKind(t, err, fault.Invalid)
		wantField(t, err, "3:Quelle", "directory.import.fault.required")
		wantField(t, err, "3:Gemeinde", "directory.import.fault.municipality")
		if done.Wrong != 1 {
			t.Errorf("summary: %+v", done)
		}
		wantNumbers(t, p, directory.Numbers{})
		done, err = p.ImportPersons(ctx, p.ours, strings.NewReader("Nachname;Quelle\nWeiß;Liste\nKlein;Liste\n"))
		must(t, err)
		if done.New != 2 {
			t.Errorf("summary: %+v", done)
		}
	})
}

func TestFilesThatCannotBeReadSayWhy(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		for name, c := range map[string]struct{ file, key string }{
			"nothing":           {"", "sheet.fault.empty"},
			"headings only":     {"Nachname;E-Mail\n", "sheet.fault.empty"},
			"unknown column":    {"Nachname;Haustier\nWeiß;Hund\n", "directory.import.fault.unknown_column.persons"},
			"column twice":      {"Nachname;E-Mail;Mail\nWeiß;a@example.org;\n", "directory.import.fault.repeated_column"},
			"no family name":    {"Vorname;E-Mail\nJana;a@example.org\n", "directory.import.fault.missing_column.persons"},
			"column unnamed":    {"Nachname;;E-Mail\nWeiß;x;\n", "directory.import.fault.blank_column"},
			"too many cells":    {"Nachname;E-Mail\nWeiß;a@example.org;zu viel\n", "directory.import.fault.too_many_cells"},
			"broken quotes":     {"Nachname;E-Mail\n\"Weiß;a@example.org\n", "sheet.fault.quotes"},
			"half a workbook":   {"PK\x03\x04\x00\x00", "sheet.fault.damaged"},
			"larger than 20 MB": {"Nachname\n" + strings.Repeat("Weiß\n", 4<<20), "sheet.fault.too_large"},
			"too many rows":     {"Nachname\n" + strings.Repeat("Weiß\n", directory.MaxImportRows+1), "sheet.fault.rows"},
		} {
			_, err := p.ImportPersons(context.Background(), p.ours, strings.NewReader(c.file))
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != "file" || fields[0].Key != c.key {
				t.Errorf("%s: got %v, want %s at file", name, err, c.key)
			}
		}
	})
}

func TestFilesAreReadHoweverTheyAreEncoded(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		text := "Nachname;Straße;Organisation\nGrößler;Höhenweg 1;Köhler & Söhne\n"
		windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		must(t, err)
		for name, raw := range map[string][]byte{
			"UTF-8": []byte(text), "UTF-8 with mark": []byte("\uFEFF" + text), "Windows-1252": windows,
			"with separator line": []byte("\uFEFFsep=;\r\n" + text), "with commas": []byte(strings.ReplaceAll(text, ";", ",")),
			"with tabs": []byte(strings.ReplaceAll(text, ";", "\t")),
		} {
			i, err := p.Upload(context.Background(), p.ours, directory.ImportPersons, "x.csv", "Liste", bytes.NewReader(raw))
			must(t, err)
			_, plan, err := p.Preview(context.Background(), p.ours, i.ID)
			must(t, err)
			if got := plan.Rows[0]; got.Name != "Größler" || got.Place != "Köhler & Söhne" || got.State != directory.RowNew {
				t.Errorf("%s: read %+v", name, got)
			}
		}
	})
}

func TestWorkbookIsImportedLikeAFile(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		rows := [][]string{{"Jana", "Größler-Weiß", "jana@example.org", "Wohnen eG", "31.12.2027"}, {"Łukasz", "Nguyễn", "", "Wohnen eG", ""}}
		book := written(t, sheet.XLSX, sheet.Source{
			Name: "Verteiler", Header: []string{"Vorname", "Nachname", "E-Mail", "Organisation", "Gültig bis"},
			Rows: sheet.Of(rows, func(row []string) []string { return row }),
		})
		i, plan := p.preview(t, directory.ImportPersons, string(book))
		done := p.confirm(t, i, plan)
		if done.Added != 2 || done.Organisations != 1 || plan.Rows[1].Line != 3 {
			t.Errorf("%+v, %q", done, states(plan))
		}
		if summary, err := p.ImportPersons(context.Background(), p.ours, bytes.NewReader(book)); err != nil || summary.Duplicate != 2 {
			t.Errorf("by the command line again: %d known already, %v", summary.Duplicate, err)
		}
	})
}

func TestColumnsArePutRightOnceForAllFilesOfTheirKind(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		ctx := context.Background()
		file := "Person;Rufname der Person;Quelle;Haustier\nWeiß;Jana;Liste;Hund\n"
		upload := func(actor account.Actor) directory.Import {
			i, err := p.Upload(ctx, actor, directory.ImportPersons, "x.csv", "", strings.NewReader(file))
			must(t, err)
			return i
		}
		i := upload(p.ours)
		_, columns, understood, err := p.Columns(ctx, p.ours, i.ID)
		must(t, err)
		if understood || columns[0].Field != directory.Ignored || columns[2].Field != "source" || !slices.Equal(columns[3].Samples, []string{"Hund"}) {
			t.Errorf("asked, understood %t: %+v", understood, columns)
		}
		err = p.ChooseColumns(ctx, p.ours, i.ID, []string{"given", "given", "nothing", "-"})
		wantField(t, err, "column-0", "directory.import.fault.chosen_missing.persons")
		wantField(t, err, "column-1", "directory.import.fault.chosen_twice")
		wantField(t, err, "column-2", "fault.choice")
		wantKind(t, p.ChooseColumns(ctx, p.neighbour, i.ID, []string{"family", "given", "source", "-"}), fault.NotFound)
		must(t, p.ChooseColumns(ctx, p.ours, i.ID, []string{"family", "given", "source", "-"}))
		_, plan, err := p.Preview(ctx, p.ours, i.ID)
		must(t, err)
		if got := states(plan); !slices.Equal(got, []string{"2 new Jana Weiß"}) {
			t.Errorf("rows: %q", got)
		}
		if _, _, understood, err := p.Columns(ctx, p.ours, upload(p.ours).ID); err != nil || !understood {
			t.Errorf("the same headings are asked about again: %v", err)
		}
		if _, _, understood, err := p.Columns(ctx, p.neighbour, upload(p.neighbour).ID); err != nil || understood {
			t.Errorf("a neighbour's headings are taken for understood: %v", err)
		}
		done := p.confirm(t, i, plan)
		if done.Added != 1 {
			t.Errorf("%+v", done)
		}
	})
}

func TestBrokenReaderWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		broken := errors.New("line went dead")
		_, err := p.ImportPersons(context.Background(), p.ours, &failing{after: strings.NewReader("Nachname;Quelle\nWeiß;Liste\n"), err: broken})
		if !errors.Is(err, broken) {
			t.Errorf("got %v, want the reader's error", err)
		}
		wantNumbers(t, p, directory.Numbers{})
	})
}

type failing struct {
	after *strings.Reader
	err   error
}

func (f *failing) Read(b []byte) (int, error) {
	if f.after.Len() > 0 {
		return f.after.Read(b)
	}
	return 0, f.err
}
