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
	Sitting     string    `bun:"sitting"` // hash over who wrote and in which sitting; empty: it was saved once
	Turn        int64     `bun:"turn"`    // of the sitting

	Tally
}

// Draft is what somebody has written about an item, and is to be kept.
type Draft struct {
	Revision int64   // the form's: 1 before anything was written
	Text     string  // plain
	Ballot   *Ballot // how it was voted on; nil: as it stands
	Sitting  string  // a random value of the form that was opened; empty: there is one saving only
	Turn     int64   // counts the savings of the sitting, so that one that comes late does not count
}

// Write stores the text of an item's minutes as its next version; a vote stays as it is. What did not change makes no version. Field: minutes.
func (s *Service) Write(ctx context.Context, a account.Actor, eventID, itemID string, revision int64, minutes string) error {
	_, err := s.Keep(ctx, a, eventID, itemID, Draft{Revision: revision, Text: minutes})
	return err
}

// Keep is Write for texts that are saved while they are written: all savings of one sitting are one version. It returns the item as it
// stands then. Another's text is never written over: a form that is outdated is a Conflict, unless nobody but the sitting itself has
// written since. More votes than people who may have given them are refused. Fields: minutes, motion, yes, no, abstained.
func (s *Service) Keep(ctx context.Context, a account.Actor, eventID, itemID string, d Draft) (item Item, err error) {
	d.Text = text(d.Text)
	err = s.onItem(ctx, a, eventID, itemID, func(ctx context.Context, tx bun.IDB, of Detail, p Point) (err error) {
		if !Minutable(of.Event) {
			return fault.New(fault.Conflict, "meeting.fault.draft")
		}
		tally, err := d.read(of, p.Item)
		if err != nil {
			return err
		}
		item, err = s.keepIn(ctx, tx, a, p.Item, d, tally)
		return err
	})
	return item, err
}

// read checks a draft, and returns how the item was voted on. What stands already is not counted again: who was present may have been
// noted since, and that is not the fault of whoever writes on.
func (d Draft) read(of Detail, item Item) (Tally, error) {
	var c fault.Checks
	c.MaxLen("minutes", d.Text, maxMinutes)
	t := item.Tally
	if d.Ballot != nil {
		t = d.Ballot.tally(&c)
	}
	if c.Err() == nil && t != item.Tally {
		t.within(&c, of)
	}
	return t, c.Err()
}

func (s *Service) keepIn(ctx context.Context, tx bun.IDB, a account.Actor, item Item, d Draft, tally Tally) (Item, error) {
	w := Written{
		ItemID: item.ID, Number: item.MinutesVersion + 1, WorkspaceID: item.WorkspaceID, Text: d.Text, Tally: tally,
		WrittenBy: a.Name, WrittenAt: s.Clock.Now(), Turn: d.Turn,
	}
	if d.Sitting != "" {
		w.Sitting = id.Hash(a.UserID + " " + d.Sitting)
	}
	var last Written
	err := database.Fault(tx.NewSelect().Model(&last).Where("mw.item_id = ? AND mw.number = ?", item.ID, item.MinutesVersion).Scan(ctx))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return item, err
	}
	switch outdated := item.MinutesRevision+1 != d.Revision; {
	case outdated && !w.after(last):
		return item, fault.New(fault.Conflict, "fault.conflict")
	case item.Minutes == d.Text && item.Tally == tally:
		return item, nil
	}
	item.Minutes, item.Tally, item.MinutesRevision = w.Text, tally, item.MinutesRevision+1
	if w.goesOn(last) {
		w.Number = last.Number
		err = database.OneRow(tx.NewUpdate().Model(&w).WherePK().Exec(ctx))
	} else {
		_, err = tx.NewInsert().Model(&w).Exec(ctx)
	}
	if err != nil {
		return item, database.Fault(err)
	}
	begun := w.Number > item.MinutesVersion
	item.MinutesVersion = w.Number
	if _, err = tx.NewUpdate().Model(&item).Column(minutesColumns()...).WherePK().Exec(ctx); err != nil || !begun {
		return item, database.Fault(err)
	}
	return item, s.record(ctx, tx, a, "event.minutes_written", item.EventID)
}

// minutesColumns are those of an item that belong to its minutes.
func minutesColumns() []string {
	return []string{"minutes", "motion", "counted", "votes_yes", "votes_no", "votes_abstained", "minutes_version", "minutes_revision"}
}

// after reports whether w was sent by the sitting that has written last, and later than that.
func (w Written) after(last Written) bool {
	return w.Sitting != "" && w.Sitting == last.Sitting && w.Turn > last.Turn
}

// goesOn reports whether w takes the place of the last version, of the same sitting. What is less than half of it does not, nor what
// leaves out a vote, so that what was deleted by mistake can be found.
func (w Written) goesOn(last Written) bool {
	lost := last.Counted && !w.Counted || 2*len(w.Motion) < len(last.Motion)
	return w.Sitting != "" && w.Sitting == last.Sitting && 2*len(w.Text) >= len(last.Text) && !lost
}

// Same reports whether a version is what the draft says.
func Same(w Written, d Draft) bool {
	var c fault.Checks
	return w.Text == text(d.Text) && (d.Ballot == nil || w.Tally == d.Ballot.tally(&c) && c.Err() == nil)
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
