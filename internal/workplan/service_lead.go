package workplan

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// checkMilestone validates a milestone. Who answers for it now stays a choice after leaving.
func (s *Service) checkMilestone(ctx context.Context, a account.Actor, m, present Milestone) error {
	var c fault.Checks
	c.Merge("", m.Validate())
	for _, who := range []struct{ field, id, now string }{{"lead", m.LeadID, present.LeadID}, {"deputy", m.DeputyID, present.DeputyID}} {
		if who.id == who.now {
			continue
		}
		err := s.checkColleague(ctx, a, who.field, who.id)
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		c.Merge("", err)
	}
	return c.Err()
}

// handOverMilestonesIn puts another user, or nobody, in the place of one who answers for milestones or stands in. Whoever
// would stand in for themselves does not.
func (s *Service) handOverMilestonesIn(ctx context.Context, tx bun.IDB, a account.Actor, from, to string) error {
	var milestones []Milestone
	err := tx.NewSelect().Model(&milestones).Apply(at(a)).Where("m.lead_id = ? OR m.deputy_id = ?", from, from).Order("m.id").Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	for _, m := range milestones {
		was := m
		if m.LeadID == from {
			m.LeadID = to
		}
		if m.DeputyID == from {
			m.DeputyID = to
		}
		if m.DeputyID == m.LeadID {
			m.DeputyID = ""
		}
		if err := s.updateMilestone(ctx, tx, a, m, "milestone.changed", differences(was, m)); err != nil {
			return err
		}
	}
	return nil
}
