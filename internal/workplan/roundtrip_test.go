package workplan_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
	"rundertisch/internal/workplan"
)

// TestTheExportedPlanComesBackUnchanged has numbers that do not tell their goal, and titles that a spreadsheet would take
// for something else.
func TestTheExportedPlanComesBackUnchanged(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		_, err := o.Import(ctx, o.lead, strings.NewReader("number;parent;title;due\n1;;'=Ziel;\n2;;\"Größler; \"\"Weiß\"\"\";\n1.10;1;+49 erreichen;12/2027\n1.9;2;'zitiert';03/2028\n7.1;2;@Beirat;10/2026\n"), "Neu geplant")
		if err != nil {
			t.Fatal(err)
		}
		exported := map[string]string{}
		var all bytes.Buffer
		if err := workplan.ExportCSV(ctx, db, time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC), o.found.sources(), &all); err != nil {
			t.Fatal(err)
		}
		exported["command line"] = all.String()
		for _, lang := range i18n.Languages() {
			for _, format := range sheet.Formats() {
				var file bytes.Buffer
				if err := sheet.Write(&file, format, o.read(t, o.lead).Table("Vorhaben", catalogue.Locale(lang, time.UTC).T)); err != nil {
					t.Fatal(err)
				}
				exported[string(lang)+" "+string(format)] = file.String()
			}
		}
		for name, file := range exported {
			p, err := o.Preview(ctx, o.lead, strings.NewReader(file))
			if err != nil || !p.OK() || p.Writes() || p.Count(workplan.RowUnchanged) != 5 {
				t.Errorf("%s: %d of 5 rows unchanged, %+v, %v", name, p.Count(workplan.RowUnchanged), p.Problems, err)
			}
		}
	})
}

func TestColumnsOfPlanAndTasksArePutRightOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		o.load(t, o.lead)
		elsewhere := o.place(t, "Nachbarkreis", "Anderes Vorhaben")
		planText := "Kennung;Was;Wann;Ampel\n9;Neues Ziel;;grün\n9.1;Neuer Baustein;03/2028;rot\n"
		p, err := o.Preview(ctx, o.lead, strings.NewReader(planText))
		if err != nil || p.OK() || len(p.Columns) != 4 || p.Columns[3].Sample != "grün" {
			t.Fatalf("asked about %+v, %v", p.Columns, err)
		}
		err = o.ChooseColumns(ctx, o.lead, workplan.PlanFile, planText, []string{"number", "number", "what", ""})
		for field, key := range map[string]string{"column-0": "workplan.import.chosen_missing.plan", "column-1": "workplan.import.chosen_twice", "column-2": "fault.choice"} {
			if !hasFault(err, field, key) {
				t.Errorf("no %s at %s: %v", key, field, err)
			}
		}
		fields := []string{"number", "title", "due", ""}
		if err := o.ChooseColumns(ctx, o.coord, workplan.PlanFile, planText, fields); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the coordination chose: %v", err)
		}
		if err := o.ChooseColumns(ctx, o.lead, workplan.PlanFile, planText, fields); err != nil {
			t.Fatal(err)
		}
		if p, err = o.Import(ctx, o.lead, strings.NewReader(strings.ToUpper(planText[:7])+planText[7:]), "Neu geplant"); err != nil || p.Count(workplan.RowNew) != 2 {
			t.Errorf("%d new, %v", p.Count(workplan.RowNew), err)
		}
		if p, err = o.Preview(ctx, elsewhere, strings.NewReader(planText)); err != nil || p.OK() {
			t.Errorf("another project knows the columns, %v", err)
		}
		tasks := "Baustein-Nr;Was;Wer\n9.1;Einladen;Mira Koch\n"
		asked, err := o.PreviewTasks(ctx, o.coord, strings.NewReader(tasks))
		if err != nil || len(asked.Columns) != 3 {
			t.Fatalf("asked about %+v, %v", asked.Columns, err)
		}
		if err := o.ChooseColumns(ctx, o.coord, workplan.TaskFile, tasks, []string{"milestone", "title", "assignee"}); err != nil {
			t.Fatal(err)
		}
		if done, err := o.ImportTasks(ctx, o.coord, strings.NewReader(tasks), ""); err != nil || changes(done) != "new" {
			t.Errorf("%s, %v", changes(done), err)
		}
	})
}

func hasFault(err error, field, key string) bool {
	for _, f := range fault.Fields(err) {
		if f.Name == field && f.Key == key {
			return true
		}
	}
	return false
}

// TestFilesOfAllKindsAreRefusedInWords tries the same broken files on the plan and on the tasks.
func TestFilesOfAllKindsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		for name, c := range map[string]struct{ file, key string }{
			"larger than 20 MB": {strings.Repeat("1.1;Erhebung;03/2022\n", 1<<20), "sheet.fault.too_large"},
			"half a workbook":   {"PK\x03\x04\x00\x00", "sheet.fault.damaged"},
			"of Excel 97":       {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "sheet.fault.old_excel"},
			"a picture":         {"\x89PNG\r\n\x1a\n\x00\x00", "sheet.fault.no_text"},
		} {
			for kind, problems := range map[string]func(account.Actor) ([]workplan.Problem, error){
				"plan": func(a account.Actor) ([]workplan.Problem, error) {
					p, err := o.Preview(ctx, a, strings.NewReader(c.file))
					return p.Problems, err
				},
				"tasks": func(a account.Actor) ([]workplan.Problem, error) {
					p, err := o.PreviewTasks(ctx, a, strings.NewReader(c.file))
					return p.Problems, err
				},
			} {
				if found, err := problems(o.lead); err != nil || len(found) != 1 || found[0].Key != c.key {
					t.Errorf("%s as %s: %+v, %v", name, kind, found, err)
				}
			}
		}
	})
}
