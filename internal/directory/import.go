package directory

import (
	"context"
	"io"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const (
	importLife = 24 * time.Hour     // of a file that waits for its confirmation
	resultLife = 7 * 24 * time.Hour // of what it came to
)

// Import is an uploaded file that waits for its owner's confirmation, is being written, or tells what became of it.
type Import struct {
	bun.BaseModel `bun:"table:directory_imports,alias:i"`

	ID            string     `bun:"id,pk"`
	WorkspaceID   string     `bun:"workspace_id"`
	OwnerID       string     `bun:"owner_id"` // only who uploaded it sees it
	Kind          ImportKind `bun:"kind"`
	FileName      string     `bun:"file_name"`
	Source        string     `bun:"source"`  // for rows of persons that do not say where their data came from
	Content       string     `bun:"content"` // the file as text; emptied when it is done with
	Chosen        string     `bun:"chosen"`  // fields of the columns that people named; empty when the headings say it
	Added         int        `bun:"added"`
	Changed       int        `bun:"changed"`
	Skipped       int        `bun:"skipped"`       // left out: known already, or wrong by the time their turn came
	Organisations int        `bun:"organisations"` // made by a file of persons
	CreatedAt     time.Time  `bun:"created_at"`
	ExpiresAt     time.Time  `bun:"expires_at"`
	ConfirmedAt   *time.Time `bun:"confirmed_at"`
	Rows          int        `bun:"row_count"` // of the file; 0 until it is confirmed
	Done          int        `bun:"rows_done"` // of them
	FinishedAt    *time.Time `bun:"finished_at"`
	StoppedAt     *time.Time `bun:"stopped_at"` // it could not go on; somebody must say so before it does
}

// ImportState says where an import stands.
type ImportState string

// The states of an import.
const (
	ImportWaiting  ImportState = "waiting" // for its confirmation
	ImportRunning  ImportState = "running"
	ImportStopped  ImportState = "stopped"
	ImportFinished ImportState = "finished"
)

// State derives where the import stands.
func (i Import) State() ImportState {
	switch {
	case i.FinishedAt != nil:
		return ImportFinished
	case i.StoppedAt != nil:
		return ImportStopped
	case i.ConfirmedAt != nil:
		return ImportRunning
	}
	return ImportWaiting
}

// Upload keeps a file for its preview. An Invalid fault at "file" tells why it cannot be read at all; headings that are
// not understood are asked about by Columns, unless the workspace has answered for them before.
func (s *Service) Upload(ctx context.Context, actor account.Actor, kind ImportKind, fileName, source string, file io.Reader) (Import, error) {
	if err := mayKeep(actor); err != nil {
		return Import{}, err
	}
	now := s.clock.Now()
	i := Import{
		ID: id.New(), WorkspaceID: actor.WorkspaceID, OwnerID: actor.UserID, Kind: kind, FileName: shorten(oneLine(fileName)),
		Source: oneLine(source), CreatedAt: now, ExpiresAt: now.Add(importLife),
	}
	if err := i.validate(); err != nil {
		return i, err
	}
	var err error
	if i.Content, err = decode(file); err != nil {
		return i, err
	}
	seen, err := survey(i.Content)
	if err != nil {
		return i, err
	}
	if err := seen.width(); err != nil {
		return i, err
	}
	if i.Chosen, err = remembered(ctx, s.db.Read(), actor.WorkspaceID, kind, seen.header); err != nil {
		return i, err
	}
	return i, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := deleteExpiredImports(ctx, tx, now); err != nil {
			return err
		}
		return insertImport(ctx, tx, i)
	})
}

func (i Import) validate() error {
	var c fault.Checks
	if !i.Kind.Valid() {
		c.Add("kind", "fault.choice")
	}
	c.MaxLen("source", i.Source, maxText)
	return c.Err()
}

// Preview compares an uploaded file with the directory as it stands and writes nothing. A confirmed import has an
// empty plan.
func (s *Service) Preview(ctx context.Context, actor account.Actor, importID string) (Import, Plan, error) {
	if err := mayKeep(actor); err != nil {
		return Import{}, Plan{}, err
	}
	i, err := findImport(ctx, s.db.Read(), actor, importID, s.clock.Now())
	if err != nil || i.ConfirmedAt != nil {
		return i, Plan{Kind: i.Kind}, err
	}
	plan, err := planIn(ctx, s.db.Read(), actor.WorkspaceID, i, nil)
	return i, plan, err
}

// Confirm hands an uploaded file over to be written, part by part, by a job; see the package comment. stamp is the
// plan's that was looked at; when the directory has changed so much that the plan differs, a Conflict fault asks to look
// again. A second confirmation changes nothing and returns how far the first one has come.
func (s *Service) Confirm(ctx context.Context, actor account.Actor, importID, stamp string) (Import, error) {
	i, plan, err := s.Preview(ctx, actor, importID)
	if err != nil || i.ConfirmedAt != nil {
		return i, err
	}
	if err := plan.Err(); err != nil {
		return i, err
	}
	if plan.Stamp() != stamp {
		return i, fault.New(fault.Conflict, "directory.import.fault.outdated")
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		first, err := takeImport(ctx, tx, i.ID, plan.rows(), now)
		if err != nil || !first {
			return err
		}
		return s.enqueueImport(ctx, tx, actor, i.ID)
	})
	if err != nil {
		return i, err
	}
	s.jobs.Wake()
	return findImport(ctx, s.db.Read(), actor, importID, s.clock.Now())
}

// Discard forgets an uploaded file.
func (s *Service) Discard(ctx context.Context, actor account.Actor, importID string) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return deleteImport(ctx, tx, actor, importID)
	})
}

// ImportPersons reads a file of persons and writes it at once, for the command line. With a wrong row nothing is
// written and the Invalid fault names every wrong cell as "<line>:<column>".
func (s *Service) ImportPersons(ctx context.Context, actor account.Actor, file io.Reader) (Summary, error) {
	return s.importNow(ctx, actor, ImportPersons, file)
}

// ImportOrganisations is ImportPersons for a file of organisations.
func (s *Service) ImportOrganisations(ctx context.Context, actor account.Actor, file io.Reader) (Summary, error) {
	return s.importNow(ctx, actor, ImportOrganisations, file)
}

func (s *Service) importNow(ctx context.Context, actor account.Actor, kind ImportKind, file io.Reader) (Summary, error) {
	if err := mayKeep(actor); err != nil {
		return Summary{}, err
	}
	text, err := decode(file)
	if err != nil {
		return Summary{}, err
	}
	var done Summary
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		plan, err := planIn(ctx, tx, actor.WorkspaceID, Import{Kind: kind, Content: text}, func(rows []Row, fresh []Organisation, refused bool) error {
			if refused {
				return nil // the rest is only looked at
			}
			_, err := s.writeRows(ctx, tx, actor, kind, rows, fresh)
			return err
		})
		if err != nil {
			return err
		}
		done = plan.summary()
		if err := plan.Err(); err != nil {
			return err
		}
		return s.recordImport(ctx, tx, actor, kind, done)
	})
	return done, err
}

// planIn compares a file with the directory, part by part. fn, when there is one, may write each part before the next is
// compared; refused tells that a row up to here was wrong.
func planIn(ctx context.Context, db bun.IDB, workspaceID string, i Import, fn func(rows []Row, fresh []Organisation, refused bool) error) (Plan, error) {
	t, err := readTable(i.Kind, i.Content, chosenFields(i.Chosen))
	if err != nil {
		return Plan{}, err
	}
	organisations, err := similarOrganisations(ctx, db, workspaceID)
	if err != nil {
		return Plan{}, err
	}
	plan, p := newPlan(i.Kind), newPlanner(i.Kind, i.Source, t, organisations)
	err = t.parts(0, func(records []record, _ int) error {
		rows, err := comparePart(ctx, db, workspaceID, p, records)
		if err != nil {
			return err
		}
		for _, row := range rows {
			plan.add(row)
		}
		plan.NewOrganisations = append(plan.NewOrganisations, p.fresh...)
		if fn == nil {
			return nil
		}
		return fn(rows, p.fresh, plan.Count(RowWrong) > 0)
	})
	plan.note(organisations)
	return plan, err
}

// writeRows stores what rows and the organisations made for them say, with an audit entry for each.
func (s *Service) writeRows(ctx context.Context, tx bun.IDB, actor account.Actor, kind ImportKind, rows []Row, fresh []Organisation) (writer, error) {
	w := writer{actor: actor, now: s.clock.Now()}
	w.take(kind, rows, fresh)
	return w, w.store(ctx, tx)
}

// recordImport notes an import as a whole.
func (s *Service) recordImport(ctx context.Context, tx bun.IDB, actor account.Actor, kind ImportKind, done Summary) error {
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "directory.imported", "workspace", actor.WorkspaceID, map[string]any{
		"kind": string(kind), "new": done.New, "changed": done.Changed, "duplicate": done.Duplicate, "organisations": done.Organisations,
	}))
}
