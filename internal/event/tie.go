package event

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Tie makes an event of the project evidence for a milestone of the same project; Conflict when it is cancelled or belongs
// to another one.
func (s *Service) Tie(ctx context.Context, actor account.Actor, eventID, milestoneID string) error {
	return s.onTie(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, e *Event) error {
		if err := findMilestone(ctx, tx, actor, milestoneID); err != nil {
			return err
		}
		if e.State == Cancelled {
			return fault.New(fault.Conflict, "event.tie.cancelled")
		}
		if e.MilestoneID != "" && e.MilestoneID != milestoneID {
			err := findMilestone(ctx, tx, actor, e.MilestoneID)
			if !fault.Is(err, fault.NotFound) {
				return taken(err)
			}
		}
		e.MilestoneID = milestoneID
		return nil
	})
}

// Untie ends that the event is evidence for the milestone; Conflict when it is not.
func (s *Service) Untie(ctx context.Context, actor account.Actor, eventID, milestoneID string) error {
	return s.onTie(ctx, actor, eventID, func(_ context.Context, _ bun.IDB, e *Event) error {
		if e.MilestoneID != milestoneID {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		e.MilestoneID = ""
		return nil
	})
}

// onTie stores what fn makes of the event. Observers are not told: nothing changes for those who come.
func (s *Service) onTie(ctx context.Context, actor account.Actor, eventID string, fn func(context.Context, bun.IDB, *Event) error) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		before := e
		if err := fn(ctx, tx, &e); err != nil {
			return err
		}
		e.Version++
		if err := updateEvent(ctx, tx, e); err != nil {
			return err
		}
		return s.recordTie(ctx, tx, actor, before, e)
	})
}

// recordTie notes in the trail that the event belongs to another milestone than before.
func (s *Service) recordTie(ctx context.Context, tx bun.IDB, actor account.Actor, before, after Event) error {
	if before.MilestoneID == after.MilestoneID {
		return nil
	}
	entry := actor.Entry(s.clock.Now(), "event.tied", "event", after.ID, map[string]any{"milestone": after.MilestoneID})
	if after.MilestoneID == "" {
		entry = actor.Entry(s.clock.Now(), "event.untied", "event", after.ID, map[string]any{"milestone": before.MilestoneID})
	}
	return audit.Record(ctx, tx, entry)
}

// chooseMilestone puts the milestone that was chosen in the event's form into e, which still has the one before. One
// that is gone cannot be chosen and is not shown there: choosing none does not forget it.
func chooseMilestone(ctx context.Context, tx bun.IDB, actor account.Actor, e *Event, chosen string) error {
	if chosen == e.MilestoneID {
		return nil
	}
	if chosen == "" {
		err := findMilestone(ctx, tx, actor, e.MilestoneID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		e.MilestoneID = ""
		return err
	}
	err := findMilestone(ctx, tx, actor, chosen)
	if fault.Is(err, fault.NotFound) {
		var c fault.Checks
		c.Add("milestone", "fault.choice")
		return c.Err()
	}
	e.MilestoneID = chosen
	return err
}

func taken(err error) error {
	if err == nil {
		err = fault.New(fault.Conflict, "event.tie.taken")
	}
	return err
}

// Around lists the project's events that belong to the milestone, and those that may be tied to it: neither cancelled nor
// tied to another one. Both by their beginning.
func (s *Service) Around(ctx context.Context, actor account.Actor, milestoneID string) (tied, loose []Event, err error) {
	if err := mayRead(actor); err != nil {
		return nil, nil, err
	}
	var events []Event
	err = s.db.Read().NewSelect().Model(&events).Where("e.workspace_id = ? AND e.project_id = ?", actor.WorkspaceID, actor.ProjectID).
		Where("e.milestone_id = ? OR e.state <> ? AND NOT EXISTS (SELECT 1 FROM milestones AS m WHERE m.id = e.milestone_id)", milestoneID, Cancelled).
		Order("e.starts_at", "e.id").Scan(ctx)
	for _, e := range events {
		if e.MilestoneID == milestoneID {
			tied = append(tied, e)
		} else {
			loose = append(loose, e)
		}
	}
	return tied, loose, database.Fault(err)
}

// Evidence selects the events of the actor's project that belong to one of the milestones and are not cancelled, as a
// workplan.EvidenceSource; what was held counts from its last day on, by the wall clock of its zone.
func Evidence(db bun.IDB, actor account.Actor, milestoneIDs []string) *bun.SelectQuery {
	return db.NewSelect().TableExpr("events AS e").
		ColumnExpr("e.milestone_id, e.title, 'events/' || e.id AS path, '' AS kind, e.starts_at AS happens_at").
		ColumnExpr("CASE WHEN e.state IN (?) THEN substr(e.ends_wall, 1, 10) ELSE '' END AS held_on", bun.List([]State{Held, Closed})).
		ColumnExpr("CASE WHEN e.state IN (?) THEN e.ends_at END AS since", bun.List([]State{Held, Closed})).
		Where("e.workspace_id = ? AND e.project_id = ?", actor.WorkspaceID, actor.ProjectID).
		Where("e.milestone_id IN (?) AND e.state <> ?", bun.List(milestoneIDs), Cancelled)
}

// findMilestone is Missing unless the plan of the actor's project has the milestone.
func findMilestone(ctx context.Context, db bun.IDB, actor account.Actor, milestoneID string) error {
	n, err := db.NewSelect().Table("milestones").
		Where("id = ? AND workspace_id = ? AND project_id = ?", milestoneID, actor.WorkspaceID, actor.ProjectID).Count(ctx)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return database.Fault(err)
}
