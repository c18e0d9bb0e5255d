package workplan

import (
	"context"
	"reflect"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// These functions are the only ones that write goals, milestones, tasks, dependencies and baselines: each records in the
// same transaction what it changed. A test reads the source for others.

// pen is who writes, and when.
type pen struct {
	account.Actor

	at time.Time
}

func (s *Service) pen(a account.Actor) pen { return pen{a, s.clock.Now()} }

// insert adds a row.
func insert(ctx context.Context, tx bun.IDB, by pen, row recorded) error {
	if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
		return numberFault(err)
	}
	change, err := whole(Added, row)
	if err != nil {
		return err
	}
	return keepChanges(ctx, tx, by, row.subject(), change)
}

// update writes the row, which carries its new version, over the one it was read from.
func update(ctx context.Context, tx bun.IDB, by pen, row recorded, version int64) error {
	before, _ := reflect.New(reflect.TypeOf(row).Elem()).Interface().(recorded)
	err := tx.NewSelect().Model(before).Where("?TableAlias.id = ? AND ?TableAlias.version = ?", row.subject().id, version-1).Scan(ctx)
	if err := database.Fault(err); fault.Is(err, fault.NotFound) {
		return stale()
	} else if err != nil {
		return err
	}
	changed, err := database.Changed(tx.NewUpdate().Model(row).WherePK().Where("?TableAlias.version = ?", version-1).Exec(ctx))
	if err == nil && !changed {
		return stale()
	}
	if err != nil {
		return numberFault(err)
	}
	return keepChanges(ctx, tx, by, row.subject(), differing(before, row)...)
}

// take deletes the rows that the condition names and returns them as they were.
func take[T recorded](ctx context.Context, tx bun.IDB, by pen, where string, args ...any) ([]T, error) {
	rows, err := bin.TakeIn[T](ctx, tx, where, args...)
	if err != nil {
		return nil, err
	}
	return rows, recordWhole(ctx, tx, by, Removed, rows)
}

// putBack writes rows again as they were.
func putBack[T recorded](ctx context.Context, tx bun.IDB, by pen, rows []T) error {
	if err := bin.WriteIn(ctx, tx, rows); err != nil {
		return err
	}
	return recordWhole(ctx, tx, by, BroughtBack, rows)
}

func recordWhole[T recorded](ctx context.Context, tx bun.IDB, by pen, deed Deed, rows []T) error {
	var changes []FieldChange
	for _, row := range rows {
		change, err := whole(deed, row)
		if err != nil {
			return err
		}
		changes = append(changes, by.sign(row.subject(), change))
	}
	return database.Fault(bin.WriteIn(ctx, tx, changes))
}

// whole is the change of all fields at once.
func whole(deed Deed, row recorded) (FieldChange, error) {
	text, err := wholeText(row)
	if deed == Removed {
		return FieldChange{Deed: deed, Old: text}, err
	}
	return FieldChange{Deed: deed, New: text}, err
}

func keepChanges(ctx context.Context, tx bun.IDB, by pen, of subject, changes ...FieldChange) error {
	for i := range changes {
		changes[i] = by.sign(of, changes[i])
	}
	return database.Fault(bin.WriteIn(ctx, tx, changes))
}

func (by pen) sign(of subject, c FieldChange) FieldChange {
	c.ID, c.WorkspaceID, c.ProjectID = id.New(), by.WorkspaceID, by.ProjectID
	c.SubjectKind, c.SubjectID, c.ParentID, c.Subject, c.Step = of.kind, of.id, of.parentID, of.name, of.step
	c.ChangedBy, c.ChangedAt = by.UserID, by.at
	return c
}

func numberFault(err error) error {
	if database.Duplicate(err) {
		return &fault.Error{
			Kind: fault.Conflict, Key: "fault.invalid", Err: err,
			Fields: []fault.Field{{Name: "number", Key: "workplan.fault.number_taken"}},
		}
	}
	return database.Fault(err)
}

func stale() error { return fault.New(fault.Conflict, "workplan.fault.stale") }
