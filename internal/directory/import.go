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
	"rundertisch/internal/sheet"
)

const importLife = 24 * time.Hour

// Import is an uploaded file that waits for its owner's confirmation, or tells what became of it.
type Import struct {
	bun.BaseModel `bun:"table:directory_imports,alias:i"`

	ID            string     `bun:"id,pk"`
	WorkspaceID   string     `bun:"workspace_id"`
	OwnerID       string     `bun:"owner_id"` // only who uploaded it sees it
	Kind          ImportKind `bun:"kind"`
	FileName      string     `bun:"file_name"`
	Source        string     `bun:"source"`  // for rows of persons that do not say where their data came from
	Content       string     `bun:"content"` // the file as text; emptied when confirmed
	Chosen        string     `bun:"chosen"`  // fields of the columns that people named; empty when the headings say it
	Added         int        `bun:"added"`
	Changed       int        `bun:"changed"`
	Skipped       int        `bun:"skipped"`
	Organisations int        `bun:"organisations"` // made by a file of persons
	CreatedAt     time.Time  `bun:"created_at"`
	ExpiresAt     time.Time  `bun:"expires_at"`
	ConfirmedAt   *time.Time `bun:"confirmed_at"`
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
	read, err := sheet.Parse(i.Content, MaxImportRows)
	if err != nil {
		return i, atFile(err)
	}
	if err := checkWidth(read); err != nil {
		return i, err
	}
	if i.Chosen, err = remembered(ctx, s.db.Read(), actor.WorkspaceID, kind, read.Header); err != nil {
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
	plan, err := planIn(ctx, s.db.Read(), actor.WorkspaceID, i)
	return i, plan, err
}

// Confirm writes an uploaded file: all its new and changed rows in one transaction. stamp is the plan's that was
// looked at; when the directory has changed so much that the plan differs, a Conflict fault asks to look again. A
// second confirmation changes nothing and returns what the first one did.
func (s *Service) Confirm(ctx context.Context, actor account.Actor, importID, stamp string) (Import, error) {
	if err := mayKeep(actor); err != nil {
		return Import{}, err
	}
	var done Import
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		i, err := findImport(ctx, tx, actor, importID, now)
		if err != nil {
			return err
		}
		first, err := takeImport(ctx, tx, i.ID, now)
		if err != nil {
			return err
		}
		if !first {
			done, err = findImport(ctx, tx, actor, importID, now)
			return err
		}
		plan, err := planIn(ctx, tx, actor.WorkspaceID, i)
		if err != nil {
			return err
		}
		if plan.Stamp() != stamp {
			return fault.New(fault.Conflict, "directory.import.fault.outdated")
		}
		if err := s.writePlan(ctx, tx, actor, plan); err != nil {
			return err
		}
		i.Added, i.Changed, i.Skipped = plan.Count(RowNew), plan.Count(RowChanged), plan.Count(RowDuplicate)
		i.Organisations, i.ConfirmedAt, i.Content = len(plan.NewOrganisations), &now, ""
		done = i
		return updateImport(ctx, tx, i)
	})
	return done, err
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
		plan, err := planIn(ctx, tx, actor.WorkspaceID, Import{Kind: kind, Content: text})
		if err != nil {
			return err
		}
		done = plan.summary()
		return s.writePlan(ctx, tx, actor, plan)
	})
	return done, err
}

func planIn(ctx context.Context, db bun.IDB, workspaceID string, i Import) (Plan, error) {
	t, err := readTable(i.Kind, i.Content, chosenFields(i.Chosen))
	if err != nil {
		return Plan{}, err
	}
	organisations, err := everyOrganisation(ctx, db, workspaceID)
	if err != nil {
		return Plan{}, err
	}
	var persons []Person
	if i.Kind == ImportPersons {
		if persons, err = everyPerson(ctx, db, workspaceID); err != nil {
			return Plan{}, err
		}
	}
	return newPlanner(i.Kind, i.Source, t, organisations, persons).run(), nil
}

// writePlan stores what the plan's rows say, with an audit entry for each and one for the whole.
func (s *Service) writePlan(ctx context.Context, tx bun.IDB, actor account.Actor, plan Plan) error {
	if err := plan.Err(); err != nil {
		return err
	}
	w := writer{actor: actor, now: s.clock.Now()}
	w.take(plan)
	if err := w.store(ctx, tx); err != nil {
		return err
	}
	return audit.Record(ctx, tx, actor.Entry(w.now, "directory.imported", "workspace", actor.WorkspaceID, map[string]any{
		"kind": string(plan.Kind), "new": plan.Count(RowNew), "changed": plan.Count(RowChanged),
		"duplicate": plan.Count(RowDuplicate), "organisations": len(plan.NewOrganisations),
	}))
}
