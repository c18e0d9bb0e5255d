package event

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Rooms lists the rooms of an event of the project by their names.
func (s *Service) Rooms(ctx context.Context, actor account.Actor, eventID string) ([]Room, error) {
	e, err := s.Find(ctx, actor, eventID)
	if err != nil {
		return nil, err
	}
	return ListRoomsIn(ctx, s.db.Read(), e.ID)
}

// FindRoom returns a room of an event of the project.
func (s *Service) FindRoom(ctx context.Context, actor account.Actor, eventID, roomID string) (Room, error) {
	e, err := s.Find(ctx, actor, eventID)
	if err != nil {
		return Room{}, err
	}
	return findRoom(ctx, s.db.Read(), e.ID, roomID)
}

// AddRoom gives the event a room; a name that it has already is refused at field name.
func (s *Service) AddRoom(ctx context.Context, actor account.Actor, eventID string, d RoomDetails) (Room, error) {
	if err := mayRun(actor); err != nil {
		return Room{}, err
	}
	var room Room
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		room, err = d.apply(Room{ID: id.New(), WorkspaceID: e.WorkspaceID, EventID: e.ID, CreatedAt: s.clock.Now(), Version: 1})
		if err != nil {
			return err
		}
		if err := freeRoom(ctx, tx, room); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&room).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, actor, "event.room_added", "event_room", room.ID, map[string]any{"event": room.EventID, "name": room.Name})
	})
	return room, err
}

// EditRoom changes a room; version is the one the form was made from. A new name moves into the programme, and whoever has
// the old one in a calendar is told as of every change of place.
func (s *Service) EditRoom(ctx context.Context, actor account.Actor, eventID, roomID string, version int64, d RoomDetails) (Room, error) {
	if err := mayRun(actor); err != nil {
		return Room{}, err
	}
	var room Room
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		before, err := findRoom(ctx, tx, e.ID, roomID)
		if err != nil {
			return err
		}
		if room, err = d.apply(before); err != nil {
			return err
		}
		if err := freeRoom(ctx, tx, room); err != nil {
			return err
		}
		room.Version = version + 1
		ok, err := database.Changed(tx.NewUpdate().Model(&room).WherePK().Where("event_id = ? AND version = ?", e.ID, version).Exec(ctx))
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "fault.conflict")
		}
		if err != nil {
			return err
		}
		if err := s.record(ctx, tx, actor, "event.room_edited", "event_room", room.ID, map[string]any{"event": room.EventID, "name": room.Name}); err != nil {
			return err
		}
		return s.reword(ctx, tx, actor, e, func(i *ProgrammeItem) {
			if i.Room == before.Name {
				i.Room = room.Name
			}
		})
	})
	return room, err
}

// RemoveRoom takes a room off the list; a Conflict while the programme names it.
func (s *Service) RemoveRoom(ctx context.Context, actor account.Actor, eventID, roomID string) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		room, err := findRoom(ctx, tx, e.ID, roomID)
		if err != nil {
			return err
		}
		used, err := tx.NewSelect().Model((*ProgrammeItem)(nil)).Where("i.event_id = ? AND i.room = ?", e.ID, room.Name).Exists(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if used {
			return fault.New(fault.Conflict, "event.room.in_use", room.Name)
		}
		if _, err := tx.NewDelete().Model(&room).WherePK().Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, actor, "event.room_removed", "event_room", room.ID, map[string]any{"event": room.EventID, "name": room.Name})
	})
}

func (s *Service) record(ctx context.Context, tx bun.IDB, actor account.Actor, action, kind, id string, details map[string]any) error {
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, kind, id, details))
}

// reword changes words that programme items share.
func (s *Service) reword(ctx context.Context, tx bun.IDB, actor account.Actor, e Event, change func(*ProgrammeItem)) error {
	items, err := ListItemsIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	for _, before := range items {
		after := before
		if change(&after); after == before {
			continue
		}
		after.Version++
		if err := s.changeItem(ctx, tx, actor, e, before, after); err != nil {
			return err
		}
	}
	return nil
}

// giveRoom writes the item's room as the event's list has it, and puts a new one on the list.
func (s *Service) giveRoom(ctx context.Context, tx bun.IDB, e Event, i *ProgrammeItem) error {
	if i.Room == "" {
		return nil
	}
	rooms, err := ListRoomsIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	if known, ok := roomNamed(rooms, i.Room); ok {
		i.Room = known.Name
		return nil
	}
	room := Room{ID: id.New(), WorkspaceID: e.WorkspaceID, EventID: e.ID, Name: i.Room, CreatedAt: s.clock.Now(), Version: 1}
	_, err = tx.NewInsert().Model(&room).Exec(ctx)
	return database.Fault(err)
}

// freeRoom refuses a name that another room of the event has.
func freeRoom(ctx context.Context, tx bun.IDB, room Room) error {
	rooms, err := ListRoomsIn(ctx, tx, room.EventID)
	if err != nil {
		return err
	}
	var c fault.Checks
	if other, taken := roomNamed(rooms, room.Name); taken && other.ID != room.ID {
		c.Add("name", "event.room.taken", other.Name)
	}
	return c.Err()
}

// ListRoomsIn lists the rooms of the event by their names.
func ListRoomsIn(ctx context.Context, db bun.IDB, eventID string) ([]Room, error) {
	var rooms []Room
	err := db.NewSelect().Model(&rooms).Where("r.event_id = ?", eventID).Order("r.name", "r.id").Scan(ctx)
	return rooms, database.Fault(err)
}

func findRoom(ctx context.Context, db bun.IDB, eventID, roomID string) (Room, error) {
	var room Room
	err := db.NewSelect().Model(&room).Where("r.id = ? AND r.event_id = ?", roomID, eventID).Scan(ctx)
	return room, database.Fault(err)
}
