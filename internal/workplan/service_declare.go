package workplan

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// Complete declares a milestone reached on a day for a reason, whatever its rule says.
func (s *Service) Complete(ctx context.Context, a account.Actor, milestoneID string, statement Completion) error {
	if err := mayShape(a); err != nil {
		return err
	}
	if err := statement.Validate(s.Today()); err != nil {
		return err
	}
	return s.onProgress(ctx, a, milestoneID, func(ctx context.Context, tx bun.IDB, p Progress) error {
		if p.Complete() {
			return fault.New(fault.Conflict, "workplan.fault.already_complete")
		}
		m := p.Milestone
		m.CompletedOn, m.CompletedReason, m.KeptOpenReason = statement.On, statement.Reason, ""
		m.DeclaredBy, m.DeclaredOn = a.UserID, s.Today()
		return s.updateMilestone(ctx, tx, a, m, "milestone.completed", map[string]any{"completed_on": string(m.CompletedOn)})
	})
}

// KeepOpen declares for a reason that a milestone whose rule is fulfilled is not reached.
func (s *Service) KeepOpen(ctx context.Context, a account.Actor, milestoneID, reason string) error {
	if err := mayShape(a); err != nil {
		return err
	}
	var c fault.Checks
	c.Require("reason", reason)
	c.MaxLen("reason", reason, maxReason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.onProgress(ctx, a, milestoneID, func(ctx context.Context, tx bun.IDB, p Progress) error {
		m := p.Milestone
		if m.Declared() || !p.Standing.Fulfilled() {
			return fault.New(fault.Conflict, "workplan.fault.not_fulfilled")
		}
		m.KeptOpenReason, m.DeclaredBy, m.DeclaredOn = reason, a.UserID, s.Today()
		return s.updateMilestone(ctx, tx, a, m, "milestone.kept_open", nil)
	})
}

// Reopen takes back what was declared about a milestone, reached or not; day and reason are forgotten, the trail keeps
// that there was one. Its rule counts again.
func (s *Service) Reopen(ctx context.Context, a account.Actor, milestoneID string) error {
	if err := mayShape(a); err != nil {
		return err
	}
	return s.onMilestone(ctx, a, milestoneID, func(ctx context.Context, tx bun.IDB, m Milestone) error {
		if !m.Declared() {
			return fault.New(fault.Conflict, "workplan.fault.not_complete")
		}
		action, details := "milestone.kept_open_no_longer", map[string]any{}
		if m.Complete() {
			action, details = "milestone.reopened", map[string]any{"completed_on": string(m.CompletedOn)}
		}
		m.CompletedOn, m.CompletedReason, m.KeptOpenReason, m.DeclaredBy, m.DeclaredOn = "", "", "", "", ""
		return s.updateMilestone(ctx, tx, a, m, action, details)
	})
}

// onProgress is onMilestone with what the milestone's rule says.
func (s *Service) onProgress(ctx context.Context, a account.Actor, milestoneID string, fn func(context.Context, bun.IDB, Progress) error) error {
	return s.onMilestone(ctx, a, milestoneID, func(ctx context.Context, tx bun.IDB, m Milestone) error {
		tasks, err := listTasks(ctx, tx, a, m.ID)
		if err != nil {
			return err
		}
		found, err := s.evidence.find(ctx, tx, a, s.zone, []Milestone{m})
		if err != nil {
			return err
		}
		return fn(ctx, tx, m.progress(s.Today(), CountTasks(tasks), found))
	})
}
