package body

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

var _ event.Observer = (*Service)(nil)

// Meeting says that an event is the meeting of a body.
type Meeting struct {
	bun.BaseModel `bun:"table:body_meetings,alias:bt"`

	EventID     string `bun:"event_id,pk"`
	WorkspaceID string `bun:"workspace_id"`
	ProjectID   string `bun:"project_id"`
	BodyID      string `bun:"body_id"`
}

// Of returns the body whose meeting the event is, with its members of the event's first day; nothing when it is none's.
func (s *Service) Of(ctx context.Context, a account.Actor, e event.Event) (Detail, error) {
	if err := mayRead(a); err != nil {
		return Detail{}, err
	}
	return OfIn(ctx, s.db.Read(), e)
}

// OfIn is Of for higher packages; it asks nobody.
func OfIn(ctx context.Context, db bun.IDB, e event.Event) (Detail, error) {
	var b Body
	err := database.Fault(db.NewSelect().Model(&b).Join("JOIN body_meetings AS bt ON bt.body_id = bo.id").Where("bt.event_id = ?", e.ID).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return Detail{}, nil
	}
	if err != nil {
		return Detail{}, err
	}
	members, err := listMembers(ctx, db, "bm.body_id = ?", b.ID)
	return Detail{Body: b, Members: MembersOn(members, e.FirstDay())}, err
}

// Hold makes an event of the project the meeting of a body of the same project; an empty bodyID ends that. Field: body.
func (s *Service) Hold(ctx context.Context, a account.Actor, eventID, bodyID string) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		if bodyID == "" {
			ended, err := database.Changed(tx.NewDelete().Model((*Meeting)(nil)).Where("event_id = ?", e.ID).Exec(ctx))
			if err != nil || !ended {
				return err
			}
			return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "event.body_left", "event", e.ID, nil))
		}
		if _, err := findBody(ctx, tx, a, bodyID); err != nil {
			if fault.Is(err, fault.NotFound) {
				var c fault.Checks
				c.Add("body", "fault.choice")
				err = c.Err()
			}
			return err
		}
		m := Meeting{EventID: e.ID, WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, BodyID: bodyID}
		_, err = tx.NewInsert().Model(&m).On("CONFLICT (event_id) DO UPDATE").Set("body_id = EXCLUDED.body_id").Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "event.body_chosen", "event", e.ID, map[string]any{"body": bodyID}))
	})
}

// MeetingsIn lists the meetings of a body, by their beginning.
func MeetingsIn(ctx context.Context, db bun.IDB, bodyID string) ([]event.Event, error) {
	var events []event.Event
	err := db.NewSelect().Model(&events).Join("JOIN body_meetings AS bt ON bt.event_id = e.id").Where("bt.body_id = ?", bodyID).
		Order("e.starts_at", "e.id").Scan(ctx)
	return events, database.Fault(err)
}

// Meetings lists the meetings of a body of the project, by their beginning.
func (s *Service) Meetings(ctx context.Context, a account.Actor, bodyID string) ([]event.Event, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	b, err := findBody(ctx, s.db.Read(), a, bodyID)
	if err != nil {
		return nil, err
	}
	return MeetingsIn(ctx, s.db.Read(), b.ID)
}

const binned = "body_meetings"

// EventChanged lets the link go along with a draft into the bin and back.
func (s *Service) EventChanged(ctx context.Context, tx bun.IDB, change event.Change) error {
	switch {
	case change.Item != nil || change.ItemBefore != nil:
		return nil
	case change.Before.ID == "":
		var rows []Meeting
		if err := change.Parts.Take(binned, &rows); err != nil {
			return err
		}
		return bringBackMeetings(ctx, tx, rows)
	case change.Removed:
		rows, err := bin.TakeIn[Meeting](ctx, tx, "bt.event_id = ?", change.Before.ID)
		if err != nil {
			return err
		}
		return change.Parts.Put(binned, rows)
	}
	return nil
}

// bringBackMeetings writes those links whose event and body are there, and whose event has found no other body meanwhile.
func bringBackMeetings(ctx context.Context, tx bun.IDB, rows []Meeting) error {
	for _, row := range rows {
		bodies, err := tx.NewSelect().Model((*Body)(nil)).Where("bo.id = ?", row.BodyID).Exists(ctx)
		if err != nil {
			return database.Fault(err)
		}
		events, err := tx.NewSelect().Model((*event.Event)(nil)).Where("e.id = ?", row.EventID).Exists(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if !bodies || !events {
			continue
		}
		if _, err := tx.NewInsert().Model(&row).On("CONFLICT (event_id) DO NOTHING").Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}
