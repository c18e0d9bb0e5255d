package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Repeat makes a draft after the model of another event, in whatever state that is: its texts, place and times of day, the rules of
// registration, its rooms and its programme, moved to the new first day; observers bring along what the form asks and the shares of
// kinds of organisations. People stay behind, because they were asked for the
// other event: nobody speaks or moderates yet. So do the days of registration, the milestone and what was answered. Fields: title,
// day, and those of Details as far as the model does not hold any more.
func (s *Service) Repeat(ctx context.Context, actor account.Actor, eventID, title, day string) (Event, error) {
	if err := mayRun(actor); err != nil {
		return Event{}, err
	}
	var e Event
	err := s.named(ctx, Details{}, func(ctx context.Context, tx bun.IDB) error {
		model, err := FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		now := s.clock.Now()
		d, days := again(model, title, day)
		e, err = d.apply(Event{
			ID: id.New(), WorkspaceID: model.WorkspaceID, ProjectID: model.ProjectID, Zone: model.Zone, State: Draft,
			Approval: model.Approval, ByKind: model.ByKind, ConfirmHours: model.ConfirmHours, GroupMost: model.GroupMost, CreatedAt: now, UpdatedAt: now, Version: 1,
		})
		if err != nil {
			return err
		}
		if err := giveSlug(ctx, tx, &e); err != nil {
			return err
		}
		if err := insertEvent(ctx, tx, e); err != nil {
			return err
		}
		if err := s.told(ctx, tx, actor, "event.added", Change{After: e, Model: &model}); err != nil {
			return err
		}
		if err := repeatRooms(ctx, tx, model, e, now); err != nil {
			return err
		}
		return s.repeatProgramme(ctx, tx, actor, model, e, days)
	})
	return e, err
}

// again is the model as it would be typed for the new day, and by how many days it moves.
func again(model Event, title, day string) (Details, int) {
	d := DetailsOf(model)
	d.Title, d.Day, d.Slug, d.From, d.Until, d.Milestone = title, day, "", "", "", ""
	first, err := date.Parse(day)
	if err != nil || first.IsZero() {
		return d, 0 // which apply refuses at field day
	}
	days := model.FirstDay().DaysUntil(first)
	if d.EndDay != "" {
		d.EndDay = string(date.Date(d.EndDay).AddDays(days))
	}
	return d, days
}

func repeatRooms(ctx context.Context, tx bun.IDB, model, e Event, now time.Time) error {
	rooms, err := ListRoomsIn(ctx, tx, model.ID)
	if err != nil || len(rooms) == 0 {
		return err
	}
	for i := range rooms {
		rooms[i].ID, rooms[i].EventID, rooms[i].CreatedAt, rooms[i].Version = id.New(), e.ID, now, 1
	}
	_, err = tx.NewInsert().Model(&rooms).Exec(ctx)
	return database.Fault(err)
}

// repeatProgramme puts the model's items on the new days. In the spring an hour of a night is missing: an item that does not fit is
// refused at field day.
func (s *Service) repeatProgramme(ctx context.Context, tx bun.IDB, actor account.Actor, model, e Event, days int) error {
	items, err := ListItemsIn(ctx, tx, model.ID)
	if err != nil {
		return err
	}
	for _, item := range items {
		d := ItemDetailsOf(item)
		d.Day, d.Speakers, d.Moderator = string(date.Date(d.Day).AddDays(days)), "", ""
		i, err := d.apply(e, ProgrammeItem{ID: id.New(), EventID: e.ID, CreatedAt: s.clock.Now(), Version: 1})
		if fault.Is(err, fault.Invalid) {
			var c fault.Checks
			c.Add("day", "event.repeat.does_not_fit", item.Title)
			return c.Err()
		}
		if err != nil {
			return err
		}
		if err := insertItem(ctx, tx, i); err != nil {
			return err
		}
		if err := s.told(ctx, tx, actor, "event.item_added", Change{Before: e, After: e, Item: &i}); err != nil {
			return err
		}
	}
	return nil
}
