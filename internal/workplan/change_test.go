package workplan_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
	"rundertisch/migrations"
)

// tables are where things of each kind stand.
var tables = map[workplan.SubjectKind]string{
	workplan.GoalSubject: "goals", workplan.MilestoneSubject: "milestones", workplan.TaskSubject: "tasks",
	workplan.DependencySubject: "plan_dependencies", workplan.BaselineSubject: "baselines",
}

// TestEveryColumnIsRecordedOrNamedAsLeftOut holds the tables against the types. A new column needs a field of the type,
// which is recorded by itself, and a word for the history in both languages.
func TestEveryColumnIsRecordedOrNamedAsLeftOut(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	db := dbtest.Open(t, dbtest.SQLite(t))
	leftOut := []string{"id", "workspace_id", "project_id", "created_at", "version"}
	for _, kind := range workplan.SubjectKinds() {
		var columns []string
		if err := db.Read().NewRaw("SELECT name FROM pragma_table_info(?)", tables[kind]).Scan(t.Context(), &columns); err != nil || len(columns) < 4 {
			t.Fatal(columns, err)
		}
		recorded := workplan.FieldsOf(kind)
		for _, column := range columns {
			if !slices.Contains(recorded, column) && !slices.Contains(leftOut, column) {
				t.Errorf("%s.%s is not recorded: give the type a field for it", tables[kind], column)
			}
		}
		for _, field := range recorded {
			if !slices.Contains(columns, field) {
				t.Errorf("%s has no column %s", tables[kind], field)
			}
			for _, lang := range i18n.Languages() {
				if key := "history.field." + string(kind) + "." + field; !catalogue.Locale(lang, time.UTC).Has(key) {
					t.Errorf("the history has no word for a changed %s of a %s: %s (%s)", field, kind, key, lang)
				}
			}
		}
	}
}

// writers are the functions that may write rows of the plan, and what else in this package writes other tables.
var writers = map[string]string{
	"insert": "records", "update": "records", "take": "records", "putBack": "records",
	"recordWhole": "the record itself", "keepChanges": "the record itself",
	"insertBaseline": "the milestones of a baseline, which nothing changes", "insertMove": "why a deadline moved",
	"oneAtATime":    "locks and changes nothing",
	"ChooseColumns": "how a file is read",
	"write":         "checklists and comments, whose deeds the trail keeps",
	"RenameItem":    "a checklist", "TickItem": "a checklist", "MoveItem": "a checklist", "RemoveItem": "a checklist",
	"onChecklist": "locks and changes nothing",
	"overwrite":   "a comment", "tellIn": "mails",
	"takeTasks": "checklists and comments, which go along with their tasks", "bringBack": "checklists and comments, which come back with their tasks",
}

// TestThePlanIsWrittenByThoseWhoRecordIt reads the source for statements that go past the record.
func TestThePlanIsWrittenByThoseWhoRecordIt(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(function, func(node ast.Node) bool {
				selector, ok := node.(*ast.SelectorExpr)
				if !ok || !slices.Contains([]string{"NewInsert", "NewUpdate", "NewDelete", "ExecContext", "TakeIn", "WriteIn"}, selector.Sel.Name) {
					return true
				}
				used[function.Name.Name] = true
				if writers[function.Name.Name] == "" {
					t.Errorf("%s: %s writes past the record: use insert, update, take or putBack, or say above what it writes", name, function.Name.Name)
				}
				return true
			})
		}
	}
	for name := range writers {
		if !used[name] {
			t.Errorf("%s writes nothing any more", name)
		}
	}
}

// TestWhatWasThereBeforeTheRecordHasAFirstEntry runs the statements of the migration that began it.
func TestWhatWasThereBeforeTheRecordHasAFirstEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o, ctx := open(t, db), t.Context()
		p := o.load(t, o.lead)
		m := p.Milestones()[0].Milestone
		if _, err := o.AddTask(ctx, o.coord, workplan.Task{MilestoneID: m.ID, Title: `Abfrage "neu" – Größe`, State: workplan.TaskInWork, AssigneeID: o.coordinator.ID, DueOn: "2026-12-01"}); err != nil {
			t.Fatal(err)
		}
		if err := o.Tie(ctx, o.lead, m.ID, p.Milestones()[1].ID, 14); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Approve(ctx, o.lead, workplan.Baseline{Name: "Bescheid", ApprovedOn: "2026-11-01", Reason: "Bewilligt"}); err != nil {
			t.Fatal(err)
		}
		if err := o.Complete(ctx, o.lead, m.ID, workplan.Completion{On: "2026-11-20", Reason: "Fertig"}); err != nil {
			t.Fatal(err)
		}
		migrateAgain(t, db)
		stored, err := workplan.StoredIn(ctx, db.Read(), o.lead)
		if err != nil {
			t.Fatal(err)
		}
		then, err := workplan.StockBefore(ctx, db.Read(), o.lead, time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		same(t, stored, then)
		var baselines int
		if err := db.Read().NewRaw("SELECT count(*) FROM plan_changes WHERE subject_kind = 'baseline' AND deed = 'found'").Scan(ctx, &baselines); err != nil || baselines != 1 {
			t.Errorf("%d baselines, %v", baselines, err)
		}
	})
}

// migrateAgain forgets the record and begins it as the migration does.
func migrateAgain(t *testing.T, db *database.DB) {
	t.Helper()
	down, err := fs.ReadFile(migrations.FS, "0032_plan_changes.tx.down.sql")
	if err != nil {
		t.Fatal(err)
	}
	err = db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		for _, statement := range []string{string(down), "DELETE FROM bun_migrations WHERE name = '0032'"} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, stored, rebuilt workplan.Stock) {
	t.Helper()
	if diff := cmp.Diff(stored, rebuilt, workplan.Unrecorded); diff != "" {
		t.Errorf("stored −, rebuilt +:\n%s", diff)
	}
}
