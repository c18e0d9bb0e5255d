package workplan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"rundertisch/internal/date"
)

// Moving is what happens when a milestone's deadline moves, before anything is written.
type Moving struct {
	Milestone Milestone // as it is
	To        date.Month
	Along     []Step // the milestones that would move with it, each after those it depends on
}

// Step is a milestone that moves along, because one that it depends on ends too late for it otherwise.
type Step struct {
	Milestone Milestone  // as it is
	To        date.Month // its new deadline
	Because   string     // number of the milestone it waits for
	LagDays   int        // how many days have to lie between
}

// Moved is the decision on what was shown.
type Moved struct {
	MilestoneID string
	To          date.Month
	Along       []string // identifiers of the milestones that move along: all that were shown, some or none
	Reason      string
	Seen        string // fingerprint of what was shown
}

// Days is by how many days the deadline moves.
func (s Step) Days() int { return s.Milestone.Deadline().DaysUntil(s.To.Last()) }

// Days is by how many days the deadline moves.
func (m Moving) Days() int { return m.Milestone.Deadline().DaysUntil(m.To.Last()) }

// Fingerprint is the same for two previews that show the same: what was seen is what is written.
func (m Moving) Fingerprint() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %d %s %s\n", m.Milestone.ID, m.Milestone.Version, m.Milestone.DueOn, m.To)
	for _, s := range m.Along {
		fmt.Fprintf(sum, "%s %d %s %s %q %d\n", s.Milestone.ID, s.Milestone.Version, s.Milestone.DueOn, s.To, s.Because, s.LagDays)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// shift moves start and deadline together by months.
func shift(m Milestone, months int) Milestone {
	m.DueOn = m.DueOn.Add(months)
	if m.StartsOn != "" {
		m.StartsOn = m.StartsOn.Add(months)
	}
	return m
}

// moving finds out who moves along when the milestone's deadline becomes another: everybody whose dependency holds now
// and would not hold any more, as far as needed and never to an earlier month. What is complete stays where it is, and so
// does what a dependency was violated for before.
func moving(m Milestone, to date.Month, all []Tie) Moving {
	plan := Moving{Milestone: m, To: to}
	now := map[string]Milestone{m.ID: shift(m, m.DueOn.Until(to))}
	steps := map[string]Step{}
	for _, id := range inOrder(m.ID, all) {
		for _, tie := range all {
			from, moved := now[tie.FromID]
			if tie.ToID != id || !moved || tie.Violated() || tie.To.Complete() {
				continue
			}
			present, has := now[id]
			if !has {
				present = tie.To
			}
			if months := tie.delay(from, present); months > 0 {
				now[id] = shift(present, months)
				steps[id] = Step{Milestone: tie.To, To: now[id].DueOn, Because: tie.From.Number, LagDays: tie.LagDays}
			}
		}
		if step, ok := steps[id]; ok {
			plan.Along = append(plan.Along, step)
		}
	}
	return plan
}

// inOrder lists the milestones that depend on one, each after all those before it.
func inOrder(first string, all []Tie) []string {
	var order []string
	seen := map[string]bool{}
	var visit func(string)
	visit = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		for _, tie := range all {
			if tie.FromID == id {
				visit(tie.ToID)
			}
		}
		order = append(order, id)
	}
	visit(first)
	slices.Reverse(order)
	return order[1:]
}
