package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// FindIn returns the event, whoever's it is: for packages that act on an event they know.
func FindIn(ctx context.Context, db bun.IDB, id string) (Event, error) {
	var e Event
	err := db.NewSelect().Model(&e).Where("e.id = ?", id).Scan(ctx)
	return e, database.Fault(err)
}

// FindOfIn returns the event of the actor's project.
func FindOfIn(ctx context.Context, db bun.IDB, actor account.Actor, id string) (Event, error) {
	var e Event
	err := db.NewSelect().Model(&e).
		Where("e.id = ? AND e.workspace_id = ? AND e.project_id = ?", id, actor.WorkspaceID, actor.ProjectID).Scan(ctx)
	return e, database.Fault(err)
}

// FindPublicIn returns the event with a public page at the slug; drafts and events for invited people only are Missing.
func FindPublicIn(ctx context.Context, db bun.IDB, slug string) (Event, error) {
	var e Event
	err := db.NewSelect().Model(&e).Where("e.slug = ?", slug).Scan(ctx)
	if err == nil && (e.State == Draft || !e.Kind.Public()) {
		return Event{}, fault.Missing()
	}
	return e, database.Fault(err)
}

// ListItemsIn returns the programme in its order.
func ListItemsIn(ctx context.Context, db bun.IDB, eventID string) ([]ProgrammeItem, error) {
	var items []ProgrammeItem
	err := db.NewSelect().Model(&items).Where("i.event_id = ?", eventID).
		Order("i.starts_at", "i.ends_at DESC", "i.created_at", "i.id").Scan(ctx)
	return items, database.Fault(err)
}

// FindItemIn returns an item of the event.
func FindItemIn(ctx context.Context, db bun.IDB, eventID, itemID string) (ProgrammeItem, error) {
	var i ProgrammeItem
	err := db.NewSelect().Model(&i).Where("i.id = ? AND i.event_id = ?", itemID, eventID).Scan(ctx)
	return i, database.Fault(err)
}

func listEvents(ctx context.Context, db bun.IDB, actor account.Actor) ([]Event, error) {
	var events []Event
	err := db.NewSelect().Model(&events).
		Where("e.workspace_id = ? AND e.project_id = ?", actor.WorkspaceID, actor.ProjectID).
		Order("e.starts_at", "e.id").Scan(ctx)
	return events, database.Fault(err)
}

// ListIn lists the events of the actor's project by their beginning.
func ListIn(ctx context.Context, db bun.IDB, actor account.Actor) ([]Event, error) {
	return listEvents(ctx, db, actor)
}

func listPublished(ctx context.Context, db bun.IDB) ([]Event, error) {
	var events []Event
	err := db.NewSelect().Model(&events).Where("e.state = ?", Published).Order("e.starts_at", "e.id").Scan(ctx)
	return events, database.Fault(err)
}

func listPast(ctx context.Context, db bun.IDB, now time.Time) ([]Event, error) {
	var events []Event
	err := db.NewSelect().Model(&events).
		Where("e.state IN (?) OR e.state = ? AND e.ends_at <= ?", bun.List([]State{Held, Closed}), Published, now).
		Order("e.starts_at DESC", "e.id").Scan(ctx)
	return events, database.Fault(err)
}

func listSlugs(ctx context.Context, db bun.IDB, base, except string) ([]string, error) {
	var events []Event
	err := db.NewSelect().Model(&events).Column("slug").
		Where("e.slug LIKE ? AND e.id <> ?", base+"%", except).Scan(ctx)
	slugs := make([]string, 0, len(events))
	for _, e := range events {
		slugs = append(slugs, e.Slug)
	}
	return slugs, database.Fault(err)
}

func findWorkspace(ctx context.Context, db bun.IDB, id string) (account.Workspace, error) {
	var w account.Workspace
	err := db.NewSelect().Model(&w).Where("w.id = ?", id).Scan(ctx)
	return w, database.Fault(err)
}

func insertEvent(ctx context.Context, tx bun.IDB, e Event) error {
	_, err := tx.NewInsert().Model(&e).Exec(ctx)
	return slugFault(err)
}

// updateEvent writes e over the version before it; a Conflict when that is not what is stored.
func updateEvent(ctx context.Context, tx bun.IDB, e Event) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&e).ExcludeColumn("form_version", "asks_needs", "takes_photos", "lists_guests").WherePK().
		Where("workspace_id = ? AND project_id = ? AND version = ?", e.WorkspaceID, e.ProjectID, e.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return slugFault(err)
}

// AskIn notes that the questions of the event's registration form change, and whether needs and photos are among them; it returns the event
// with the new version of its form. The event's own version stays: whoever edits its texts is not in the way of this.
func AskIn(ctx context.Context, tx bun.IDB, e Event) (Event, error) {
	err := database.OneRow(tx.NewUpdate().Model((*Event)(nil)).Set("form_version = form_version + 1").
		Set("asks_needs = ?, takes_photos = ?", e.AsksNeeds, e.TakesPhotos).Where("id = ?", e.ID).Exec(ctx))
	if err != nil {
		return e, err
	}
	return FindIn(ctx, tx, e.ID)
}

func insertItem(ctx context.Context, tx bun.IDB, i ProgrammeItem) error {
	_, err := tx.NewInsert().Model(&i).Exec(ctx)
	return database.Fault(err)
}

func updateItem(ctx context.Context, tx bun.IDB, i ProgrammeItem) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&i).WherePK().
		Where("event_id = ? AND version = ?", i.EventID, i.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}
