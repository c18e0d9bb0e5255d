package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/workplan"
)

// rules are when the follow-up's milestones are reached. Of 1.1 and 1.2, whose figures and interviews are not kept here,
// the lead has said so.
func rules() map[string]workplan.Rule {
	tasks, events := workplan.Condition{Source: workplan.OfTasks}, workplan.Condition{Source: workplan.OfEvents}
	results, minutes := workplan.Condition{Source: workplan.OfResults}, workplan.Condition{Source: workplan.OfMinutes}
	concept := workplan.Condition{Source: workplan.OfDocuments, AtLeast: 1, Kind: document.Concept}
	agreement := workplan.Condition{Source: workplan.OfDocuments, AtLeast: 1, Kind: document.Agreement}
	return map[string]workplan.Rule{
		"1.3": workplan.RuleOf(tasks, concept),
		"2.1": workplan.RuleOf(events, minutes), "2.2": workplan.RuleOf(events, results), "2.3": workplan.RuleOf(tasks, agreement),
	}
}

// seedRules gives the follow-up's milestones their rules, and ties conference and symposium to 2.1 and 2.2.
func (c *county) seedRules(ctx context.Context) error {
	actor := c.actor(c.followUp)
	milestoneID := map[string]string{}
	err := c.eachMilestone(ctx, c.followUp, func(ctx context.Context, actor account.Actor, m workplan.Milestone) error {
		milestoneID[m.Number] = m.ID
		m.Rule = rules()[m.Number]
		return c.Plan.ChangeMilestone(ctx, actor, m, "")
	})
	if err != nil {
		return err
	}
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		number := map[event.Kind]string{event.Conference: "2.1", event.Symposium: "2.2"}[e.Kind]
		if number == "" || e.State == event.Draft {
			continue
		}
		if err := c.Events.Tie(ctx, actor, e.ID, milestoneID[number]); err != nil {
			return fmt.Errorf("event %q: %w", e.Title, err)
		}
	}
	return nil
}
