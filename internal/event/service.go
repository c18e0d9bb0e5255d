package event

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service holds the use cases of events.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	zone      *time.Location
	observers []Observer
}

// New returns the service; new events take place in zone. A missing part or a nil observer is an error.
func New(db *database.DB, clock clock.Clock, zone *time.Location, observers ...Observer) (*Service, error) {
	if db == nil || clock == nil || zone == nil {
		return nil, errors.New("event: a required part is missing")
	}
	for _, o := range observers {
		if o == nil {
			return nil, errors.New("event: an observer is nil")
		}
	}
	return &Service{db: db, clock: clock, zone: zone, observers: observers}, nil
}

// Zone returns the zone in which new events take place.
func (s *Service) Zone() *time.Location { return s.zone }

// List returns the project's events by their beginning.
func (s *Service) List(ctx context.Context, actor account.Actor) ([]Event, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	return listEvents(ctx, s.db.Read(), actor)
}

// Find returns an event of the project.
func (s *Service) Find(ctx context.Context, actor account.Actor, eventID string) (Event, error) {
	if err := mayRead(actor); err != nil {
		return Event{}, err
	}
	return FindOfIn(ctx, s.db.Read(), actor, eventID)
}

// Programme returns an event of the project with its programme.
func (s *Service) Programme(ctx context.Context, actor account.Actor, eventID string) (Event, []ProgrammeItem, error) {
	e, err := s.Find(ctx, actor, eventID)
	if err != nil {
		return Event{}, nil, err
	}
	items, err := ListItemsIn(ctx, s.db.Read(), e.ID)
	return e, items, err
}

// Public returns the event with a public page at the slug and its programme; Missing for drafts and for events that are for
// invited people only.
func (s *Service) Public(ctx context.Context, slug string) (Event, []ProgrammeItem, error) {
	e, err := FindPublicIn(ctx, s.db.Read(), slug)
	if err != nil {
		return Event{}, nil, err
	}
	items, err := ListItemsIn(ctx, s.db.Read(), e.ID)
	return e, items, err
}

// Coming returns the published public events that are not over, of all workspaces, the next first.
func (s *Service) Coming(ctx context.Context) ([]Event, error) {
	events, err := listPublished(ctx, s.db.Read())
	var coming []Event
	for _, e := range events {
		if e.Kind.Public() && !e.Over(s.clock.Now()) {
			coming = append(coming, e)
		}
	}
	return coming, err
}

// Past returns the public events that are over or were held, of all workspaces, the latest first. Cancelled ones are not among
// them.
func (s *Service) Past(ctx context.Context) ([]Event, error) {
	events, err := listPast(ctx, s.db.Read(), s.clock.Now())
	return slices.DeleteFunc(events, func(e Event) bool { return !e.Kind.Public() }), err
}

// MissingFor lists what stands between the event and its publishing.
func (s *Service) MissingFor(ctx context.Context, e Event) ([]fault.Field, error) {
	w, err := findWorkspace(ctx, s.db.Read(), e.WorkspaceID)
	return Missing(e, w), err
}

// Add makes a draft. Field milestone names one of the project's.
func (s *Service) Add(ctx context.Context, actor account.Actor, d Details) (Event, error) {
	if err := mayRun(actor); err != nil {
		return Event{}, err
	}
	now := s.clock.Now()
	draft, err := d.apply(Event{
		ID: id.New(), WorkspaceID: actor.WorkspaceID, ProjectID: actor.ProjectID, Zone: s.zone.String(), State: Draft,
		CreatedAt: now, UpdatedAt: now, Version: 1,
	})
	if err != nil {
		return Event{}, err
	}
	var e Event
	err = s.named(ctx, d, func(ctx context.Context, tx bun.IDB) error {
		e = draft
		if err := chooseMilestone(ctx, tx, actor, &e, d.Milestone); err != nil {
			return err
		}
		if err := giveSlug(ctx, tx, &e); err != nil {
			return err
		}
		if err := insertEvent(ctx, tx, e); err != nil {
			return err
		}
		if err := s.recordTie(ctx, tx, actor, Event{}, e); err != nil {
			return err
		}
		return s.told(ctx, tx, actor, "event.added", Change{After: e})
	})
	return e, err
}

// Edit changes an event that is not held yet; version is the one the form was made from. When the event moves and keeps
// its length, the programme moves along; a programme that does not fit into the new time is refused at field end.
func (s *Service) Edit(ctx context.Context, actor account.Actor, eventID string, version int64, d Details) (Event, error) {
	if err := mayRun(actor); err != nil {
		return Event{}, err
	}
	var e Event
	err := s.named(ctx, d, func(ctx context.Context, tx bun.IDB) error {
		before, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		if e, err = d.apply(before); err != nil {
			return err
		}
		if err := chooseMilestone(ctx, tx, actor, &e, d.Milestone); err != nil {
			return err
		}
		if err := giveSlug(ctx, tx, &e); err != nil {
			return err
		}
		e.Version, e.UpdatedAt = version+1, s.clock.Now()
		if err := updateEvent(ctx, tx, e); err != nil {
			return err
		}
		if err := s.recordTie(ctx, tx, actor, before, e); err != nil {
			return err
		}
		if err := s.told(ctx, tx, actor, "event.edited", Change{Before: before, After: e}); err != nil {
			return err
		}
		return s.moveProgramme(ctx, tx, actor, before, e)
	})
	return e, err
}

// Publish makes a draft public; the fault lists what is missing.
func (s *Service) Publish(ctx context.Context, actor account.Actor, eventID string) (Event, error) {
	return s.step(ctx, actor, eventID, ToPublish)
}

// MarkHeld notes that the event took place; it must have begun.
func (s *Service) MarkHeld(ctx context.Context, actor account.Actor, eventID string) (Event, error) {
	return s.step(ctx, actor, eventID, ToMarkHeld)
}

// Close ends the work on a held event: nothing about it changes afterwards.
func (s *Service) Close(ctx context.Context, actor account.Actor, eventID string) (Event, error) {
	return s.step(ctx, actor, eventID, ToClose)
}

// Cancel calls a published event off; its public page says so.
func (s *Service) Cancel(ctx context.Context, actor account.Actor, eventID string) (Event, error) {
	return s.step(ctx, actor, eventID, ToCancel)
}

func (s *Service) step(ctx context.Context, actor account.Actor, eventID string, step Step) (Event, error) {
	if err := mayRun(actor); err != nil {
		return Event{}, err
	}
	var e Event
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		before, err := FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		e = before
		if e.State, err = before.State.take(step); err != nil {
			return err
		}
		if err := s.checkStep(ctx, tx, before, step); err != nil {
			return err
		}
		e.Version, e.UpdatedAt = before.Version+1, s.clock.Now()
		if err := updateEvent(ctx, tx, e); err != nil {
			return err
		}
		if step == ToPublish {
			if _, err := s.versionIn(ctx, tx, actor, e); err != nil {
				return err
			}
		}
		return s.told(ctx, tx, actor, "event."+string(e.State), Change{Before: before, After: e})
	})
	return e, err
}

// checkStep refuses what the state alone does not: publishing with gaps, holding before the beginning.
func (s *Service) checkStep(ctx context.Context, tx bun.IDB, e Event, step Step) error {
	switch {
	case step == ToMarkHeld && !e.Begun(s.clock.Now()):
		return fault.New(fault.Conflict, "event.step.not_begun")
	case step != ToPublish:
		return nil
	}
	w, err := findWorkspace(ctx, tx, e.WorkspaceID)
	if err != nil {
		return err
	}
	if missing := Missing(e, w); len(missing) > 0 {
		return &fault.Error{Kind: fault.Invalid, Key: "event.missing", Fields: missing}
	}
	return nil
}

// told records the change in the trail and tells the observers.
func (s *Service) told(ctx context.Context, tx bun.IDB, actor account.Actor, action string, change Change) error {
	kind, object := "event", change.After.ID
	if change.Item != nil {
		kind, object = "programme_item", change.Item.ID
	} else if change.ItemBefore != nil {
		kind, object = "programme_item", change.ItemBefore.ID
	}
	details := map[string]any{"event": change.After.ID, "state": string(change.After.State)}
	if err := audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, kind, object, details)); err != nil {
		return err
	}
	return s.tell(ctx, tx, change)
}

func (s *Service) tell(ctx context.Context, tx bun.IDB, change Change) error {
	for _, o := range s.observers {
		if err := o.EventChanged(ctx, tx, change); err != nil {
			return err
		}
	}
	return nil
}

// named runs fn in a transaction, again when somebody else took the slug that was made for the event meanwhile.
func (s *Service) named(ctx context.Context, d Details, fn func(context.Context, bun.IDB) error) error {
	var err error
	for range slugTries {
		if err = s.db.RunInTx(ctx, fn); d.Slug != "" || !slugTaken(err) {
			break
		}
	}
	return err
}

// giveSlug makes a slug for a draft without one.
func giveSlug(ctx context.Context, tx bun.IDB, e *Event) error {
	if e.Slug != "" {
		return nil
	}
	base := Slug(e.Title)
	taken, err := listSlugs(ctx, tx, base, e.ID)
	e.Slug = freeSlug(base, taken)
	return err
}

// findEditable returns the event of the actor's project, a Conflict when it is past changing.
func findEditable(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string) (Event, error) {
	e, err := FindOfIn(ctx, tx, actor, eventID)
	if err == nil && !e.Editable() {
		err = fault.New(fault.Conflict, "event.not_editable")
	}
	return e, err
}
