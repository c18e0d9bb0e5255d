package workplan

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// AddMilestone adds a milestone under the goal m.GoalID.
func (s *Service) AddMilestone(ctx context.Context, a account.Actor, m Milestone) (Milestone, error) {
	if err := mayShape(a); err != nil {
		return Milestone{}, err
	}
	m.Clean()
	if err := s.checkMilestone(ctx, a, m, Milestone{}); err != nil {
		return Milestone{}, err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := checkGoal(ctx, tx, a, m.GoalID); err != nil {
			return err
		}
		return s.insertMilestone(ctx, tx, a, &m, "milestone.added")
	})
	return m, err
}

func (s *Service) insertMilestone(ctx context.Context, tx bun.IDB, a account.Actor, m *Milestone, action string) error {
	m.ID, m.WorkspaceID, m.ProjectID, m.CreatedAt, m.Version = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now(), 1
	m.CompletedOn, m.CompletedReason, m.KeptOpenReason, m.DeclaredBy, m.DeclaredOn = "", "", "", "", ""
	if err := insert(ctx, tx, s.pen(a), m); err != nil {
		return err
	}
	details := map[string]any{"number": m.Number, "due_on": string(m.DueOn)}
	return audit.Record(ctx, tx, a.Entry(m.CreatedAt, action, "milestone", m.ID, details))
}

// ChangeMilestone changes goal, number, title, start, deadline, lead, deputy and rule of the milestone with m.ID; m.Version is the one
// the change was made on. A deadline moves for a reason, which is kept; nothing else needs one.
func (s *Service) ChangeMilestone(ctx context.Context, a account.Actor, m Milestone, reason string) error {
	if err := mayShape(a); err != nil {
		return err
	}
	m.Clean()
	present, err := findMilestone(ctx, s.db.Read(), a, m.ID)
	if err != nil {
		return err
	}
	if err := s.checkMilestone(ctx, a, m, present); err != nil {
		return err
	}
	return s.onMilestone(ctx, a, m.ID, func(ctx context.Context, tx bun.IDB, stored Milestone) error {
		if stored.Version != m.Version {
			return stale()
		}
		if err := checkGoal(ctx, tx, a, m.GoalID); err != nil {
			return err
		}
		if err := checkMove(stored, m, reason); err != nil {
			return err
		}
		was := stored
		stored.GoalID, stored.Number, stored.Title, stored.StartsOn, stored.DueOn = m.GoalID, m.Number, m.Title, m.StartsOn, m.DueOn
		stored.LeadID, stored.DeputyID, stored.Rule = m.LeadID, m.DeputyID, m.Rule
		if err := s.recordMove(ctx, tx, a, was, stored, reason); err != nil {
			return err
		}
		return s.updateMilestone(ctx, tx, a, stored, "milestone.changed", differences(was, stored))
	})
}

// recordMove keeps why the deadline moved, if it did.
func (s *Service) recordMove(ctx context.Context, tx bun.IDB, a account.Actor, was, is Milestone, reason string) error {
	if was.DueOn == is.DueOn {
		return nil
	}
	return insertMove(ctx, tx, Move{
		ID: id.New(), WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, SubjectKind: "milestone", SubjectID: is.ID,
		From: was.Deadline(), To: is.Deadline(), Reason: reason, MovedBy: a.UserID, MovedAt: s.clock.Now(),
	})
}

func (s *Service) onMilestone(ctx context.Context, a account.Actor, milestoneID string, fn func(context.Context, bun.IDB, Milestone) error) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		m, err := findMilestone(ctx, tx, a, milestoneID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, m)
	})
}

func (s *Service) updateMilestone(ctx context.Context, tx bun.IDB, a account.Actor, m Milestone, action string, details map[string]any) error {
	m.Version++
	if err := update(ctx, tx, s.pen(a), &m, m.Version); err != nil {
		return err
	}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "milestone", m.ID, details))
}

func checkGoal(ctx context.Context, tx bun.IDB, a account.Actor, goalID string) error {
	_, err := findGoal(ctx, tx, a, goalID)
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	var c fault.Checks
	c.Add("goal", "workplan.fault.goal")
	return c.Err()
}

// differences says for the trail what changed: months and numbers as they were and are, texts only by name.
func differences(was, is Milestone) map[string]any {
	details := map[string]any{}
	for name, pair := range map[string][2]string{
		"number":    {was.Number, is.Number},
		"due_on":    {string(was.DueOn), string(is.DueOn)},
		"starts_on": {string(was.StartsOn), string(is.StartsOn)},
		"rule":      {string(was.Rule), string(is.Rule)},
	} {
		if pair[0] != pair[1] {
			details[name+"_from"], details[name+"_to"] = pair[0], pair[1]
		}
	}
	if was.Title != is.Title {
		details["title_changed"] = true
	}
	if was.GoalID != is.GoalID {
		details["goal_changed"] = true
	}
	for name, pair := range map[string][2]string{"lead": {was.LeadID, is.LeadID}, "deputy": {was.DeputyID, is.DeputyID}} {
		if pair[0] != pair[1] {
			details[name+"_from"], details[name+"_to"] = pair[0], pair[1]
		}
	}
	return details
}
