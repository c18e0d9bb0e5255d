package showcase

import (
	"bytes"
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// findPage returns the event's page, one without anything when nobody changed it yet.
func findPage(ctx context.Context, db bun.IDB, e event.Event) (Page, error) {
	var p Page
	err := database.Fault(db.NewSelect().Model(&p).Where("ep.event_id = ? AND ep.workspace_id = ?", e.ID, e.WorkspaceID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return Page{EventID: e.ID, WorkspaceID: e.WorkspaceID}, nil
	}
	return p, err
}

// findSheet returns the page and what may be put on it.
func findSheet(ctx context.Context, db bun.IDB, e event.Event) (sheet Sheet, err error) {
	if sheet.Page, err = findPage(ctx, db, e); err != nil {
		return sheet, err
	}
	sheet.Guests = e.ListsGuests
	err = db.NewSelect().Model((*organiser)(nil)).Column("organisation_id").Where("eo.event_id = ?", e.ID).
		Order("organisation_id").Scan(ctx, &sheet.Page.Organisers)
	if err != nil {
		return sheet, database.Fault(err)
	}
	err = db.NewSelect().Model((*paper)(nil)).Column("document_id").Where("ed.event_id = ?", e.ID).
		Order("document_id").Scan(ctx, &sheet.Page.Documents)
	if err != nil {
		return sheet, database.Fault(err)
	}
	err = db.NewSelect().TableExpr("organisations AS o").ColumnExpr("o.id, o.name AS title").
		Where("o.workspace_id = ?", e.WorkspaceID).
		Where("o.archived_at IS NULL OR o.id IN (SELECT organisation_id FROM event_organisers WHERE event_id = ?)", e.ID).
		Order("o.name_key", "o.id").Scan(ctx, &sheet.Organisations)
	if err != nil {
		return sheet, database.Fault(err)
	}
	err = db.NewSelect().TableExpr("documents AS d").ColumnExpr("d.id, d.title").
		Join("JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = ? AND dl.subject_id = ?", document.Event, e.ID).
		Where("d.workspace_id = ? AND d.project_id = ?", e.WorkspaceID, e.ProjectID).Order("d.title_key", "d.id").Scan(ctx, &sheet.Papers)
	return sheet, database.Fault(err)
}

// offered reports whether every chosen identifier can be chosen, or was chosen before: what lies in the bin keeps its place.
func offered(chosen []string, choices []Choice, before []string) bool {
	known := map[string]bool{}
	for _, choice := range choices {
		known[choice.ID] = true
	}
	for _, id := range before {
		known[id] = true
	}
	for _, id := range chosen {
		if !known[id] {
			return false
		}
	}
	return true
}

// writePage writes p over the version before it, or as the first one; a Conflict when that is not what is stored.
func writePage(ctx context.Context, tx bun.IDB, p Page) error {
	ok, err := database.Changed(tx.NewInsert().Model(&p).On("CONFLICT (event_id) DO UPDATE").
		Set("travel = EXCLUDED.travel, large = EXCLUDED.large, small = EXCLUDED.small, width = EXCLUDED.width, height = EXCLUDED.height").
		Set("alt = EXCLUDED.alt, credit = EXCLUDED.credit, version = EXCLUDED.version").
		Where("ep.version = ?", p.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// writeChoices writes organisers and documents anew.
func writeChoices(ctx context.Context, tx bun.IDB, p Page) error {
	if _, err := tx.NewDelete().Model((*organiser)(nil)).Where("event_id = ?", p.EventID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if _, err := tx.NewDelete().Model((*paper)(nil)).Where("event_id = ?", p.EventID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	organisers := make([]organiser, len(p.Organisers))
	for i, id := range p.Organisers {
		organisers[i] = organiser{EventID: p.EventID, OrganisationID: id, WorkspaceID: p.WorkspaceID}
	}
	papers := make([]paper, len(p.Documents))
	for i, id := range p.Documents {
		papers[i] = paper{EventID: p.EventID, DocumentID: id, WorkspaceID: p.WorkspaceID}
	}
	if err := bin.WriteIn(ctx, tx, organisers); err != nil {
		return err
	}
	return bin.WriteIn(ctx, tx, papers)
}

// listPictures returns those of the stored files that belong to a picture of an event that is there, or lies in the bin, to one of its
// photos, or to a picture of a person of its programme. Those of people whose event lies in the bin are named by its entry.
func listPictures(ctx context.Context, db bun.IDB, names []string) ([]string, error) {
	var found []struct{ Large, Small string }
	err := db.NewSelect().TableExpr("event_pages AS ep").Column("ep.large", "ep.small").
		Where("ep.large IN (?) OR ep.small IN (?)", bun.List(names), bun.List(names)).
		Where("EXISTS (SELECT 1 FROM events WHERE id = ep.event_id) OR EXISTS (SELECT 1 FROM bin_entries WHERE subject_id = ep.event_id)").
		Scan(ctx, &found)
	var files []string
	for _, row := range found {
		files = append(files, row.Large, row.Small)
	}
	if err != nil {
		return nil, database.Fault(err)
	}
	err = db.NewSelect().TableExpr("event_photos AS ph").Column("ph.large", "ph.small").
		Where("ph.large IN (?) OR ph.small IN (?)", bun.List(names), bun.List(names)).Scan(ctx, &found)
	for _, row := range found {
		files = append(files, row.Large, row.Small)
	}
	if err != nil {
		return nil, database.Fault(err)
	}
	var portraits []string
	err = db.NewSelect().TableExpr("event_speakers AS sp").Column("sp.picture").Where("sp.picture IN (?)", bun.List(names)).Scan(ctx, &portraits)
	if err != nil {
		return nil, database.Fault(err)
	}
	var binned []bin.Entry
	err = db.NewSelect().Model(&binned).Column("snapshot").Where("be.kind = ?", bin.Event).Scan(ctx)
	for _, entry := range binned {
		for _, name := range names {
			if bytes.Contains(entry.Snapshot, []byte(name)) {
				portraits = append(portraits, name)
			}
		}
	}
	return append(files, portraits...), database.Fault(err)
}

// hasPicture reports whether the file is of a picture on the public pages at the slug.
func hasPicture(ctx context.Context, db bun.IDB, slug, name string) (bool, error) {
	n, err := db.NewSelect().TableExpr("event_pages AS ep").Join("JOIN events AS e ON e.id = ep.event_id").
		Where("e.slug = ? AND e.state <> ? AND e.kind IN (?)", slug, event.Draft, bun.List(publicKinds())).
		Where("ep.large = ? OR ep.small = ?", name, name).Count(ctx)
	if err != nil || n > 0 || name == "" {
		return n > 0 && name != "", database.Fault(err)
	}
	n, err = db.NewSelect().TableExpr("event_photos AS ph").Join("JOIN events AS e ON e.id = ph.event_id").
		Where("e.slug = ? AND e.state IN (?)", slug, bun.List([]event.State{event.Published, event.Held, event.Closed})).
		Where("ph.large = ? OR ph.small = ?", name, name).Count(ctx)
	if err != nil || n > 0 {
		return n > 0, database.Fault(err)
	}
	n, err = db.NewSelect().TableExpr("event_speakers AS sp").Join("JOIN events AS e ON e.id = sp.event_id").
		Where("e.slug = ? AND e.state <> ? AND e.kind IN (?)", slug, event.Draft, bun.List(publicKinds())).Where("sp.picture = ?", name).Count(ctx)
	return n > 0, database.Fault(err)
}

// publicKinds are the kinds of events with a public page.
func publicKinds() []event.Kind {
	var kinds []event.Kind
	for _, kind := range event.Kinds() {
		if kind.Public() {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
