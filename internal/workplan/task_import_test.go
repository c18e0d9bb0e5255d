package workplan_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/workplan"
)

const taskFile = "Arbeitsbaustein;Aufgabe;Zuständig;Fällig am;Stand\n" +
	"1.9;Fragebogen versenden;Mira@example.org;31.01.2027;in Arbeit\n" +
	"1.10;Gesprächsleitfaden abstimmen;Mira Koch;;\n" +
	"2.1;Raum buchen;;;erledigt\n"

func changes(p workplan.TaskPreview) string {
	var all []string
	for _, row := range p.Rows {
		all = append(all, string(row.Change))
	}
	return strings.Join(all, " ")
}

func TestTasksAreImportedAndImportedAgainChangeNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		o.load(t, o.lead)
		p, err := o.ImportTasks(ctx, o.coord, strings.NewReader(taskFile), "")
		if err != nil || changes(p) != "new new new" {
			t.Fatalf("%s, %v", changes(p), err)
		}
		if p, err = o.ImportTasks(ctx, o.coord, strings.NewReader(taskFile), ""); err != nil || changes(p) != "unchanged unchanged unchanged" {
			t.Errorf("again: %s, %v", changes(p), err)
		}
		later := strings.ReplaceAll(taskFile, "31.01.2027;in Arbeit", "28.02.2027;")
		if p, err = o.ImportTasks(ctx, o.coord, strings.NewReader(later), ""); err != nil || changes(p) != "changed unchanged unchanged" {
			t.Errorf("with another day: %s, %v", changes(p), err)
		}
		tasks, err := o.OpenTasks(ctx, o.coord)
		if err != nil || len(tasks) != 2 {
			t.Fatalf("%d open tasks, %v", len(tasks), err)
		}
		if first := tasks[0]; first.Title != "Fragebogen versenden" || first.Assignee != "Mira Koch" || first.DueOn != "2027-02-28" || first.State != workplan.TaskInWork {
			t.Errorf("%+v", first)
		}
	})
}

func TestExportedTasksComeBackUnchanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		o.load(t, o.lead)
		if _, err := o.ImportTasks(ctx, o.coord, strings.NewReader(taskFile), ""); err != nil {
			t.Fatal(err)
		}
		german := map[string]string{
			"workplan.taskfile.milestone": "Arbeitsbaustein", "workplan.taskfile.title": "Aufgabe", "workplan.taskfile.assignee": "Zuständig",
			"workplan.taskfile.description": "Beschreibung", "workplan.taskfile.person": "Person aus dem Verzeichnis",
			"workplan.taskfile.deputy": "Vertretung", "workplan.taskfile.starts": "Beginnt am", "workplan.taskfile.due": "Fällig am", "workplan.taskfile.state": "Stand",
			"workplan.task.state.open": "Offen", "workplan.task.state.in_work": "In Arbeit", "workplan.task.state.done": "Erledigt",
		}
		source, err := o.TasksTable(ctx, o.coord, func(key string, _ ...any) string { return german[key] })
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range sheet.Formats() {
			var out bytes.Buffer
			if err := sheet.Write(&out, format, source); err != nil {
				t.Fatal(err)
			}
			if p, err := o.PreviewTasks(ctx, o.coord, &out); err != nil || changes(p) != "unchanged unchanged unchanged" {
				t.Errorf("%s: %s %+v %v", format, changes(p), p.Problems, err)
			}
		}
	})
}

func TestWrongTasksAreNamedAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		o.load(t, o.lead)
		neighbour := o.place(t, "Nachbarkreis", "Plan")
		p, err := o.ImportTasks(ctx, o.coord, strings.NewReader(taskFile+
			"7.7;Nirgends;;;\n1.9;;;;\n1.9;Wer;fremd@example.org;;\n1.9;Wann;;31.02.2027;\n1.9;Wie weit;;;halb\n2.1;raum BUCHEN;;;\n"), "")
		want := []string{"5:milestone", "6:title", "7:assignee", "8:due", "9:state", "10:title"}
		if got := fields(err); !slices.Equal(got, want) || !fault.Is(err, fault.Invalid) {
			t.Errorf("%q, want %q", got, want)
		}
		if tasks, err := o.OpenTasks(ctx, o.coord); err != nil || len(tasks) != 0 || p.Writes() {
			t.Errorf("%d tasks were written, %v", len(tasks), err)
		}
		if _, err := o.ImportTasks(ctx, neighbour, strings.NewReader(taskFile), ""); !slices.Contains(fields(err), "2:milestone") {
			t.Errorf("a neighbour's file: %v", err)
		}
	})
}

func TestATaskImportThatNoLongerFitsIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		o.load(t, o.lead)
		p, err := o.PreviewTasks(ctx, o.coord, strings.NewReader(taskFile))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.ImportTasks(ctx, o.coord, strings.NewReader(taskFile), ""); err != nil {
			t.Fatal(err)
		}
		if _, err := o.ImportTasks(ctx, o.coord, strings.NewReader(taskFile), p.Fingerprint()); !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v, want a conflict", err)
		}
	})
}

func TestTasksOfOneTitleAreToldApart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), context.Background()
		m := o.load(t, o.lead).Milestones()[0]
		for _, day := range []date.Date{"2027-02-15", "2027-01-15", ""} {
			_, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: "Raum buchen", DueOn: day, State: workplan.TaskOpen})
			if err != nil {
				t.Fatal(err)
			}
		}
		const head = "Arbeitsbaustein;Aufgabe;Fällig am\n"
		for file, want := range map[string]string{
			"1.9;Raum buchen;15.01.2027\n1.9;Raum buchen;15.02.2027\n1.9;Raum buchen;\n": "unchanged unchanged unchanged",
			"1.9;Raum buchen;\n1.9;Raum buchen;15.02.2027\n1.9;Raum buchen;15.01.2027\n": "unchanged unchanged unchanged",
			"1.9;Raum buchen;20.01.2027\n1.9;Raum buchen;15.02.2027\n":                   "changed unchanged",
			"1.9;Raum buchen;15.02.2027\n":                                               "unchanged",
		} {
			p, err := o.PreviewTasks(ctx, o.coord, strings.NewReader(head+file))
			if err != nil || changes(p) != want {
				t.Errorf("%q: %s %+v, %v", file, changes(p), p.Problems, err)
			}
		}
		fourth := strings.NewReader(head + strings.Repeat("1.9;Raum buchen;\n", 4))
		if p, err := o.PreviewTasks(ctx, o.coord, fourth); err != nil || len(p.Problems) != 1 || p.Problems[0].Line != 5 {
			t.Errorf("one more than there are: %s %+v, %v", changes(p), p.Problems, err)
		}
	})
}
