package backup

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

const (
	batchRows  = 250
	batchBytes = 1 << 19 // of lines; a longer row goes alone
)

// load empties all tables and inserts all rows.
func (a *Archive) load(ctx context.Context, db *database.DB, tx bun.IDB) error {
	for _, table := range a.Manifest.Tables {
		if _, err := tx.ExecContext(ctx, "DELETE FROM ?", bun.Ident(table.Name)); err != nil {
			return err
		}
	}
	for _, table := range a.Manifest.Tables {
		l := &loader{tx: tx, table: table, clean: db.Postgres()}
		err := a.read(table.Path, func(r io.Reader) error { return l.all(ctx, bufio.NewReaderSize(r, 1<<16)) })
		if err != nil {
			return fmt.Errorf("table %s: %w", table.Name, err)
		}
		if l.rows != table.Rows {
			return fmt.Errorf("table %s: %d rows instead of %d", table.Name, l.rows, table.Rows)
		}
	}
	return nil
}

// loader fills one table in batches.
type loader struct {
	tx    bun.IDB
	table Table
	clean bool // the database takes only UTF-8 without NUL
	args  []any
	open  int // rows in args
	bytes int
	rows  int
}

func (l *loader) all(ctx context.Context, r *bufio.Reader) error {
	for {
		line, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := l.add(line); err != nil {
				return fmt.Errorf("row %d: %w", l.rows+1, err)
			}
		}
		if l.open >= batchRows || l.bytes >= batchBytes || (err != nil && l.open > 0) {
			if err := l.flush(ctx); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (l *loader) add(line []byte) error {
	var values []json.RawMessage
	if err := json.Unmarshal(line, &values); err != nil {
		return err
	}
	if len(values) != len(l.table.Columns) {
		return fmt.Errorf("%d values for %d columns", len(values), len(l.table.Columns))
	}
	for i, column := range l.table.Columns {
		value, err := inward(column.Kind, values[i])
		if err != nil {
			return fmt.Errorf("%s: %w", column.Name, err)
		}
		if s, ok := value.(string); ok && l.clean {
			value = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
		}
		l.args = append(l.args, value)
	}
	l.open++
	l.rows++
	l.bytes += len(line)
	return nil
}

func (l *loader) flush(ctx context.Context) error {
	head := []any{bun.Ident(l.table.Name)}
	for _, column := range l.table.Columns {
		head = append(head, bun.Ident(column.Name))
	}
	marks := "(?" + strings.Repeat(",?", len(l.table.Columns)-1) + ")"
	query := "INSERT INTO ? " + marks + " VALUES " + marks + strings.Repeat(","+marks, l.open-1)
	_, err := l.tx.ExecContext(ctx, query, append(head, l.args...)...)
	l.args, l.open, l.bytes = l.args[:0], 0, 0
	return err
}
