package workplan

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/sheet"
)

// ignored stands for a column that is not read.
const ignored = "-"

// FileKind says what a file holds.
type FileKind string

// The kinds of files.
const (
	PlanFile FileKind = "plan"
	TaskFile FileKind = "tasks"
)

// Column is a column of a file and what it is taken for.
type Column struct {
	Heading string // as typed; may be empty
	Field   string // one of the kind's columns; empty when it is not read
	Sample  string // its first filled cell
}

// kindOfFile is what is known of the columns of a kind of file.
type kindOfFile struct {
	kind     FileKind
	names    map[string]string // from folded headings to columns
	columns  []string
	optional []string
}

func planKind() kindOfFile {
	return kindOfFile{PlanFile, columnNames(), Columns(), []string{"parent"}}
}

func taskKind() kindOfFile {
	return kindOfFile{TaskFile, taskNames(), TaskColumns(), []string{"description", "assignee", "person", "deputy", "starts", "due", "state"}}
}

func fileKind(kind FileKind) kindOfFile {
	if kind == TaskFile {
		return taskKind()
	}
	return planKind()
}

// headingOf returns the column of each heading, "" for one that is not read; only optional columns may be missing. What
// people have chosen goes before what the headings say.
func (k kindOfFile) headingOf(table sheet.Table, chosen []string) ([]string, *Problem) {
	columns := make([]string, len(table.Header))
	for i, name := range table.Header {
		column := k.names[database.FoldWord(name)]
		if len(chosen) == len(table.Header) {
			column = chosen[i]
		}
		switch {
		case column == ignored || name == "" && table.Blank(i):
			continue
		case column == "":
			return nil, &Problem{Line: table.Line, Key: unknownColumn, Args: []any{shorten(name), strings.Join(k.columns, ", ")}}
		case slices.Contains(columns, column):
			return nil, &Problem{Line: table.Line, Key: columnTwice, Args: []any{name}}
		}
		columns[i] = column
	}
	for _, name := range k.columns {
		if !slices.Contains(k.optional, name) && !slices.Contains(columns, name) {
			return nil, &Problem{Line: table.Line, Key: columnMissing, Args: []any{name}}
		}
	}
	return columns, nil
}

// What can be wrong with the headings.
const (
	unknownColumn = "workplan.import.unknown_column"
	columnTwice   = "workplan.import.column_twice"
	columnMissing = "workplan.import.column_missing"
)

// asked lists the columns that people are asked about when the headings are the problem.
func (k kindOfFile) asked(text string, problem Problem) []Column {
	if !slices.Contains([]string{unknownColumn, columnTwice, columnMissing}, problem.Key) {
		return nil
	}
	table, err := sheet.Parse(text, maxFileRows)
	if err != nil || len(table.Header) < 2 {
		return nil
	}
	columns := make([]Column, len(table.Header))
	taken := map[string]bool{}
	for i, heading := range table.Header {
		columns[i].Heading = heading
		if field := k.names[database.FoldWord(heading)]; field != ignored && !taken[field] {
			columns[i].Field, taken[field] = field, true
		}
		for _, row := range table.Rows {
			if i < len(row.Cells) && row.Cells[i] != "" {
				columns[i].Sample = shorten(row.Cells[i])
				break
			}
		}
	}
	return columns
}

// planMapping is what the people of a project once said about a set of headings.
type planMapping struct {
	bun.BaseModel `bun:"table:plan_import_mappings,alias:pm"`

	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id,pk"`
	Kind        FileKind  `bun:"kind,pk"`
	Headings    string    `bun:"headings,pk"` // hash of the folded headings in their order
	Chosen      string    `bun:"chosen"`      // the columns' fields, separated by blanks
	UpdatedAt   time.Time `bun:"updated_at"`
}

func headingsKey(header []string) string {
	keys := make([]string, len(header))
	for i, heading := range header {
		keys[i] = database.FoldWord(heading)
	}
	return id.Hash(strings.Join(keys, "\x00"))
}

// remembered returns what was chosen for the text's headings before, nil for nothing.
func (k kindOfFile) remembered(ctx context.Context, db bun.IDB, a account.Actor, text string) ([]string, error) {
	reader, err := sheet.NewReader(text, maxFileRows)
	if err != nil {
		return nil, nil //nolint:nilerr // whoever reads the file says so
	}
	var m planMapping
	err = database.Fault(db.NewSelect().Model(&m).Where("pm.workspace_id = ? AND pm.project_id = ? AND pm.kind = ? AND pm.headings = ?",
		a.WorkspaceID, a.ProjectID, k.kind, headingsKey(reader.Head.Cells)).Scan(ctx))
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil, nil
		}
		return nil, err
	}
	return strings.Split(m.Chosen, " "), nil
}

// ChooseColumns says for each column of a file which field it holds, "" for none, and remembers it for files of the project
// with the same headings. Fields of faults: "column-<n>", n from 0.
func (s *Service) ChooseColumns(ctx context.Context, a account.Actor, kind FileKind, text string, fields []string) error {
	may := mayShape
	if kind == TaskFile {
		may = mayKeepTasks
	}
	if err := may(a); err != nil {
		return err
	}
	reader, err := sheet.NewReader(text, maxFileRows)
	if err != nil || len(reader.Head.Cells) != len(fields) {
		return fault.New(fault.Invalid, "workplan.import.nothing_sent")
	}
	if err := fileKind(kind).check(fields); err != nil {
		return err
	}
	chosen := slices.Clone(fields)
	for i, field := range chosen {
		if field == "" {
			chosen[i] = ignored
		}
	}
	m := planMapping{
		WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, Kind: kind, Headings: headingsKey(reader.Head.Cells),
		Chosen: strings.Join(chosen, " "), UpdatedAt: s.clock.Now(),
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewInsert().Model(&m).On("CONFLICT (project_id, kind, headings) DO UPDATE").
			Set("chosen = EXCLUDED.chosen").Set("updated_at = EXCLUDED.updated_at").Exec(ctx)
		return database.Fault(err)
	})
}

func (k kindOfFile) check(fields []string) error {
	var c fault.Checks
	for n, field := range fields {
		name := "column-" + strconv.Itoa(n)
		switch {
		case field != "" && !slices.Contains(k.columns, field):
			c.Add(name, "fault.choice")
		case field != "" && slices.Index(fields, field) < n:
			c.Add(name, "workplan.import.chosen_twice")
		}
	}
	for _, column := range k.columns {
		if !slices.Contains(k.optional, column) && !slices.Contains(fields, column) {
			c.Add("column-0", "workplan.import.chosen_missing."+string(k.kind))
			break
		}
	}
	return c.Err()
}
