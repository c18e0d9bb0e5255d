package directory

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/id"
)

// writer turns planned rows into stored ones.
type writer struct {
	actor account.Actor
	now   time.Time

	newOrganisations, changedOrganisations []Organisation
	newPersons, changedPersons             []Person
	leftOut                                []Row
}

func (w *writer) take(kind ImportKind, rows []Row, fresh []Organisation) {
	for _, o := range fresh {
		w.newOrganisations = append(w.newOrganisations, w.freshOrganisation(o))
	}
	for _, row := range rows {
		switch {
		case row.State == RowNew && kind == ImportPersons:
			w.newPersons = append(w.newPersons, w.freshPerson(row.person))
		case row.State == RowNew:
			w.newOrganisations = append(w.newOrganisations, w.freshOrganisation(row.organisation))
		case row.State == RowChanged && kind == ImportPersons:
			row.person.UpdatedAt = w.now
			w.changedPersons = append(w.changedPersons, row.person)
		case row.State == RowChanged:
			row.organisation.UpdatedAt = w.now
			w.changedOrganisations = append(w.changedOrganisations, row.organisation)
		default:
			w.leftOut = append(w.leftOut, row)
		}
	}
}

func (w *writer) freshOrganisation(o Organisation) Organisation {
	if o.ID == "" {
		o.ID = id.New()
	}
	o.WorkspaceID, o.CreatedAt, o.UpdatedAt, o.Version = w.actor.WorkspaceID, w.now, w.now, 1
	return o
}

func (w *writer) freshPerson(p Person) Person {
	p.ID, p.WorkspaceID, p.CreatedAt, p.UpdatedAt, p.Version = id.New(), w.actor.WorkspaceID, w.now, w.now, 1
	return p
}

func (w *writer) store(ctx context.Context, tx bun.IDB) error {
	if err := insertOrganisations(ctx, tx, w.newOrganisations); err != nil {
		return err
	}
	if err := insertPersons(ctx, tx, w.newPersons); err != nil {
		return err
	}
	for _, o := range w.changedOrganisations {
		if err := updateOrganisation(ctx, tx, o); err != nil {
			return err
		}
	}
	for _, p := range w.changedPersons {
		if err := updatePerson(ctx, tx, p); err != nil {
			return err
		}
	}
	return w.record(ctx, tx)
}

func (w *writer) record(ctx context.Context, tx bun.IDB) error {
	var entries []audit.Entry
	note := func(action, kind, objectID string) {
		entries = append(entries, w.actor.Entry(w.now, action, kind, objectID, map[string]any{"by": "import"}))
	}
	for _, o := range w.newOrganisations {
		note("organisation.added", "organisation", o.ID)
	}
	for _, o := range w.changedOrganisations {
		note("organisation.changed", "organisation", o.ID)
	}
	for _, p := range w.newPersons {
		note("person.added", "person", p.ID)
	}
	for _, p := range w.changedPersons {
		note("person.changed", "person", p.ID)
	}
	return audit.RecordAll(ctx, tx, entries)
}
