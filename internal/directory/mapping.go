package directory

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
)

// Ignored stands for a column that is not imported.
const Ignored = "-"

// Column is a column of an uploaded file and what it is taken for.
type Column struct {
	Heading string   // as typed; may be empty
	Field   string   // one of Columns, or Ignored
	Samples []string // its first filled cells
}

// mapping is what the people of a workspace once said about a set of headings.
type mapping struct {
	bun.BaseModel `bun:"table:import_mappings,alias:im"`

	WorkspaceID string     `bun:"workspace_id,pk"`
	Kind        ImportKind `bun:"kind,pk"`
	Headings    string     `bun:"headings,pk"` // hash of the folded headings in their order
	Chosen      string     `bun:"chosen"`
	UpdatedAt   time.Time  `bun:"updated_at"`
}

func headingsKey(header []string) string {
	keys := make([]string, len(header))
	for i, heading := range header {
		keys[i] = headingKey(heading)
	}
	return id.Hash(strings.Join(keys, "\x00"))
}

// chosenFields reads a stored choice: the fields of the columns in their order.
func chosenFields(chosen string) []string {
	if chosen == "" {
		return nil
	}
	return strings.Split(chosen, " ")
}

// Columns tells the columns of an uploaded file and what each is taken for. understood is false when people must say
// so before the file can be compared.
func (s *Service) Columns(ctx context.Context, actor account.Actor, importID string) (i Import, columns []Column, understood bool, err error) {
	if err := mayKeep(actor); err != nil {
		return i, nil, false, err
	}
	if i, err = findImport(ctx, s.db.Read(), actor, importID, s.clock.Now()); err != nil {
		return i, nil, false, err
	}
	if i.ConfirmedAt != nil {
		return i, nil, true, nil
	}
	seen, err := survey(i.Content)
	if err != nil {
		return i, nil, false, err
	}
	_, _, headErr := readHead(i.Kind, seen, chosenFields(i.Chosen))
	return i, columnsIn(i, seen), headErr == nil, nil
}

func columnsIn(i Import, seen surveyed) []Column {
	known, chosen := knownHeadings(i.Kind), chosenFields(i.Chosen)
	taken := map[string]bool{}
	columns := make([]Column, len(seen.header))
	for n, heading := range seen.header {
		field := known[headingKey(heading)]
		if len(chosen) == len(seen.header) {
			field = chosen[n]
		}
		if field == "" || taken[field] {
			field = Ignored
		}
		taken[field] = field != Ignored
		columns[n] = Column{Heading: heading, Field: field, Samples: seen.samples[n]}
	}
	return columns
}

// ChooseColumns says for each column of an uploaded file which field it holds, and remembers it for files of the
// workspace with the same headings. Fields of faults: "column-<n>", n from 0.
func (s *Service) ChooseColumns(ctx context.Context, actor account.Actor, importID string, fields []string) error {
	i, columns, _, err := s.Columns(ctx, actor, importID)
	if err != nil {
		return err
	}
	if i.ConfirmedAt != nil {
		return fault.New(fault.Conflict, "directory.import.fault.outdated")
	}
	if err := checkColumns(i.Kind, columns, fields); err != nil {
		return err
	}
	header := make([]string, len(columns))
	for n, column := range columns {
		header[n] = column.Heading
	}
	i.Chosen = strings.Join(fields, " ")
	m := mapping{WorkspaceID: actor.WorkspaceID, Kind: i.Kind, Headings: headingsKey(header), Chosen: i.Chosen, UpdatedAt: s.clock.Now()}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := chooseForImport(ctx, tx, i); err != nil {
			return err
		}
		return saveMapping(ctx, tx, m)
	})
}

func checkColumns(kind ImportKind, columns []Column, fields []string) error {
	var c fault.Checks
	allowed := append(Columns(kind), Ignored)
	for n, field := range fields {
		name := "column-" + strconv.Itoa(n)
		switch {
		case !slices.Contains(allowed, field):
			c.Add(name, "fault.choice")
		case field != Ignored && slices.Index(fields, field) < n:
			c.Add(name, "directory.import.fault.chosen_twice")
		}
	}
	if len(fields) != len(columns) || !slices.Contains(fields, kind.required()) {
		c.Add("column-0", "directory.import.fault.chosen_missing."+string(kind))
	}
	return c.Err()
}

func chooseForImport(ctx context.Context, tx bun.IDB, i Import) error {
	return database.OneRow(tx.NewUpdate().Model((*Import)(nil)).Set("chosen = ?", i.Chosen).
		Where("id = ? AND confirmed_at IS NULL", i.ID).Exec(ctx))
}

func saveMapping(ctx context.Context, tx bun.IDB, m mapping) error {
	_, err := tx.NewInsert().Model(&m).On("CONFLICT (workspace_id, kind, headings) DO UPDATE").
		Set("chosen = EXCLUDED.chosen").Set("updated_at = EXCLUDED.updated_at").Exec(ctx)
	return database.Fault(err)
}

// remembered returns what was chosen for the headings before, "" for nothing.
func remembered(ctx context.Context, db bun.IDB, workspaceID string, kind ImportKind, header []string) (string, error) {
	var m mapping
	err := database.Fault(db.NewSelect().Model(&m).
		Where("im.workspace_id = ? AND im.kind = ? AND im.headings = ?", workspaceID, kind, headingsKey(header)).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return m.Chosen, err
}
