package meeting

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// Written is a version of an item's minutes.
type Written struct {
	bun.BaseModel `bun:"table:minutes_versions,alias:mw"`

	ItemID      string    `bun:"item_id,pk"`
	Number      int64     `bun:"number,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	Text        string    `bun:"text"`
	WrittenBy   string    `bun:"written_by"` // name, as it was then
	WrittenAt   time.Time `bun:"written_at"`
}

// Write stores the minutes of an item as its next version; version is the one the form was made from. What did not change makes no
// version. Field: minutes.
func (s *Service) Write(ctx context.Context, a account.Actor, eventID, itemID string, version int64, minutes string) error {
	minutes = text(minutes)
	var c fault.Checks
	c.MaxLen("minutes", minutes, maxMinutes)
	if err := c.Err(); err != nil {
		return err
	}
	return s.onItem(ctx, a, eventID, itemID, func(ctx context.Context, tx bun.IDB, of Detail, p Point) error {
		switch {
		case !Minutable(of.Event):
			return fault.New(fault.Conflict, "meeting.fault.draft")
		case p.MinutesVersion+1 != version:
			return fault.New(fault.Conflict, "fault.conflict")
		case p.Minutes == minutes:
			return nil
		}
		w := Written{ItemID: p.ID, Number: p.MinutesVersion + 1, WorkspaceID: p.WorkspaceID, Text: minutes, WrittenBy: a.Name, WrittenAt: s.Clock.Now()}
		if _, err := tx.NewInsert().Model(&w).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		_, err := tx.NewUpdate().Model((*Item)(nil)).Set("minutes = ?", minutes).Set("minutes_version = ?", w.Number).Where("id = ?", p.ID).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, a, "event.minutes_written", eventID)
	})
}

// Versions lists the versions of an item's minutes, the newest first.
func (s *Service) Versions(ctx context.Context, a account.Actor, eventID, itemID string) (Detail, Point, []Written, error) {
	d, p, err := s.FindPoint(ctx, a, eventID, itemID)
	if err != nil {
		return d, p, nil, err
	}
	var all []Written
	err = s.DB.Read().NewSelect().Model(&all).Where("mw.item_id = ?", p.ID).Order("mw.number DESC").Scan(ctx)
	return d, p, all, database.Fault(err)
}

// AddFollowup notes at an item what somebody is to do. Fields: title, due_on.
func (s *Service) AddFollowup(ctx context.Context, a account.Actor, eventID, itemID, title, dueOn string) error {
	return s.onItem(ctx, a, eventID, itemID, func(ctx context.Context, tx bun.IDB, of Detail, p Point) error {
		if !Minutable(of.Event) {
			return fault.New(fault.Conflict, "meeting.fault.draft")
		}
		var c fault.Checks
		title = oneLine(title)
		c.Require("title", title)
		c.MaxLen("title", title, maxTitle)
		due, err := date.Parse(dueOn)
		if err != nil {
			c.Add("due_on", "fault.day")
		}
		if err := c.Err(); err != nil {
			return err
		}
		f := Followup{ID: id.New(), WorkspaceID: p.WorkspaceID, ItemID: p.ID, Title: title, DueOn: due, CreatedAt: s.Clock.Now()}
		if _, err := tx.NewInsert().Model(&f).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return s.record(ctx, tx, a, "event.followup_added", eventID)
	})
}

// Take makes a task of a follow-up, under the first milestone that its item leads to, else under the event's. It works also when the
// minutes are approved: what was agreed is what is to be done. Taken once, it stays that task.
func (s *Service) Take(ctx context.Context, a account.Actor, eventID, followupID string) (taskID string, err error) {
	if err := mayDecide(a); err != nil {
		return "", err
	}
	err = s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		for _, p := range of.Points {
			for _, f := range p.Followups {
				if f.ID != followupID {
					continue
				}
				if f.TaskID != "" {
					taskID = f.TaskID
					return nil
				}
				taskID, err = s.takeIn(ctx, tx, a, of, p, f)
				return err
			}
		}
		return fault.Missing()
	})
	return taskID, err
}

func (s *Service) takeIn(ctx context.Context, tx bun.IDB, a account.Actor, of Detail, p Point, f Followup) (string, error) {
	under := of.Event.MilestoneID
	for _, l := range p.Links {
		if l.Kind == Milestone {
			under = l.ID
			break
		}
	}
	if under == "" {
		return "", fault.New(fault.Conflict, "meeting.fault.no_milestone")
	}
	task, err := s.Plan.AddTaskIn(ctx, tx, a, workplan.Task{MilestoneID: under, Title: f.Title, DueOn: f.DueOn, State: workplan.TaskOpen})
	if fault.Is(err, fault.NotFound) {
		return "", fault.New(fault.Conflict, "meeting.fault.no_milestone")
	}
	if err != nil {
		return "", err
	}
	if _, err := tx.NewUpdate().Model((*Followup)(nil)).Set("task_id = ?", task.ID).Where("id = ?", f.ID).Exec(ctx); err != nil {
		return "", database.Fault(err)
	}
	return task.ID, s.record(ctx, tx, a, "event.followup_taken", of.Event.ID)
}
