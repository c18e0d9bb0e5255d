package directory

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/jobs"
)

const (
	importJob   = "directory.import"
	patientTill = 3 // attempts without success after which an import stops and says so
)

// LeftOut is a row that an import did not take.
type LeftOut struct {
	bun.BaseModel `bun:"table:directory_import_rows,alias:lo"`

	ImportID    string          `bun:"import_id,pk"`
	Line        int             `bun:"line,pk"`
	WorkspaceID string          `bun:"workspace_id"`
	State       RowState        `bun:"state"` // RowDuplicate or RowWrong
	Name        string          `bun:"name"`
	Place       string          `bun:"place"`
	Reason      string          `bun:"reason"` // catalogue key
	Args        json.RawMessage `bun:"args"`
	TargetID    string          `bun:"target_id"` // the entry that is there already
}

// Because returns the sentence's arguments.
func (l LeftOut) Because() []any {
	var args []any
	if json.Unmarshal(l.Args, &args) != nil {
		return nil
	}
	for n, arg := range args {
		if number, ok := arg.(float64); ok {
			args[n] = int(number)
		}
	}
	return args
}

// order is what the job is told: whose import it writes, for the trail.
type order struct {
	Import, Workspace, Project, User, Name string
}

func (o order) actor() account.Actor {
	return account.Actor{UserID: o.User, Name: o.Name, WorkspaceID: o.Workspace, ProjectID: o.Project}
}

func (s *Service) enqueueImport(ctx context.Context, tx bun.IDB, actor account.Actor, importID string) error {
	what := order{importID, actor.WorkspaceID, actor.ProjectID, actor.UserID, actor.Name}
	return s.jobs.EnqueueIn(ctx, tx, importJob, "", what, s.clock.Now())
}

// Imports lists the actor's uploads of the last days, the newest first, without their text.
func (s *Service) Imports(ctx context.Context, actor account.Actor) ([]Import, error) {
	if err := mayKeep(actor); err != nil {
		return nil, err
	}
	return listImports(ctx, s.db.Read(), actor, s.clock.Now())
}

// Progress returns how far an import has come.
func (s *Service) Progress(ctx context.Context, actor account.Actor, importID string) (Import, error) {
	if err := mayKeep(actor); err != nil {
		return Import{}, err
	}
	return findProgress(ctx, s.db.Read(), actor, importID, s.clock.Now())
}

// Resume lets an import that has stopped go on where it was.
func (s *Service) Resume(ctx context.Context, actor account.Actor, importID string) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findProgress(ctx, tx, actor, importID, s.clock.Now()); err != nil {
			return err
		}
		stopped, err := holdImport(ctx, tx, importID, nil)
		if err != nil || !stopped {
			return err
		}
		return s.enqueueImport(ctx, tx, actor, importID)
	})
	s.jobs.Wake()
	return err
}

// LeftOut lists the rows that an import did not take, of a finished one or one that is being written those so far.
// limit 0 means all.
func (s *Service) LeftOut(ctx context.Context, actor account.Actor, importID string, limit int64) ([]LeftOut, error) {
	i, err := s.Progress(ctx, actor, importID)
	if err != nil {
		return nil, err
	}
	return listLeftOut(ctx, s.db.Read(), i, limit)
}

// doImport is the job: it writes what is not written yet. A process may die at any moment and another begin again: every
// part is one transaction that also says how far the import has come.
func (s *Service) doImport(ctx context.Context, job jobs.Job) error {
	var what order
	if err := job.Read(&what); err != nil {
		return err
	}
	i, open, err := openImport(ctx, s.db.Read(), what.Workspace, what.Import)
	if err != nil || !open {
		return err
	}
	err = s.writeImport(ctx, what.actor(), i)
	if err == nil || job.Attempts < patientTill {
		return err
	}
	held := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		_, err := holdImport(ctx, tx, i.ID, &now)
		return err
	})
	if held != nil {
		return held
	}
	return err // for the log; the next attempt finds nothing to do
}

func (s *Service) writeImport(ctx context.Context, actor account.Actor, i Import) error {
	t, err := readTable(i.Kind, i.Content, chosenFields(i.Chosen))
	if err != nil {
		return err
	}
	i.Content = ""
	p, written := newPlanner(i.Kind, i.Source, t, similar{}), i.Done
	err = t.parts(written, func(records []record, read int) error {
		if read <= written { // once more for what these rows take from those below them
			_, err := comparePart(ctx, s.db.Read(), actor.WorkspaceID, p, records)
			return err
		}
		return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			return s.writePart(ctx, tx, actor, p, &i, records)
		})
	})
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		first, err := finishImport(ctx, tx, i.ID, s.clock.Now())
		if err != nil || !first {
			return err
		}
		return s.recordImport(ctx, tx, actor, i.Kind, Summary{New: i.Added, Changed: i.Changed, Duplicate: i.Skipped, Organisations: i.Organisations})
	})
}

// comparePart plans records against the directory as it stands in db.
func comparePart(ctx context.Context, db bun.IDB, workspaceID string, p *planner, records []record) ([]Row, error) {
	k, err := knownFor(ctx, db, workspaceID, p.kind, records)
	if err != nil {
		return nil, err
	}
	p.know(k)
	return p.part(records), nil
}

// writePart compares and writes one part. What somebody else has changed since the preview decides anew: a row that is
// wrong by now is left out and told, and the others are written.
func (s *Service) writePart(ctx context.Context, tx bun.IDB, actor account.Actor, p *planner, i *Import, records []record) error {
	before := *i
	i.Done += len(records)
	rows, err := comparePart(ctx, tx, actor.WorkspaceID, p, records)
	if err != nil {
		return err
	}
	w, err := s.writeRows(ctx, tx, actor, i.Kind, rows, p.fresh)
	if err != nil {
		return err
	}
	left := leftOut(before, w.leftOut)
	i.Skipped += len(left)
	i.Changed += len(w.changedOrganisations) + len(w.changedPersons)
	i.Organisations += len(p.fresh)
	i.Added += len(w.newOrganisations) + len(w.newPersons) - len(p.fresh)
	if err := insertLeftOut(ctx, tx, left); err != nil {
		return err
	}
	return advanceImport(ctx, tx, *i, before.Done)
}

func leftOut(i Import, rows []Row) []LeftOut {
	all := make([]LeftOut, len(rows))
	for n, row := range rows {
		all[n] = LeftOut{
			ImportID: i.ID, WorkspaceID: i.WorkspaceID, Line: row.Line, State: row.State, Name: row.Name, Place: row.Place, TargetID: row.TargetID,
		}
		why := row.reason()
		all[n].Reason = why.Key
		if args, err := json.Marshal(why.Args); err == nil && len(why.Args) > 0 {
			all[n].Args = args
		} else {
			all[n].Args = json.RawMessage("[]")
		}
	}
	return all
}

// reason is why a row is left out: its note, or the first thing that is wrong.
func (r Row) reason() Remark {
	switch {
	case len(r.Problems) > 0:
		return Remark{Key: r.Problems[0].Key, Args: r.Problems[0].Args}
	case r.Note != nil:
		return *r.Note
	}
	return Remark{Key: "directory.import.note.same"}
}

// tidy forgets, once an hour, what has had its time.
func (s *Service) tidy(ctx context.Context, _ jobs.Job) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := forgetMerges(ctx, tx, s.clock.Now().Add(-undoLife)); err != nil {
			return err
		}
		return deleteExpiredImports(ctx, tx, s.clock.Now())
	})
}

// work registers what the directory does later.
func (s *Service) work() {
	s.jobs.Handle(importJob, s.doImport)
	s.jobs.Every("tidy.directory", time.Hour, s.tidy)
}
