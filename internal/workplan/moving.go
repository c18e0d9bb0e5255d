package workplan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"rundertisch/internal/date"
)

// Moving is what happens when the last day of a milestone or task moves, before anything is written.
type Moving struct {
	Part  Part   // as it is
	To    Part   // as it will be
	Along []Step // what would move with it, each after those it depends on
}

// Step is a milestone or task that moves along, because one that it depends on ends too late for it otherwise.
type Step struct {
	Part    Part // as it is
	To      Part // as it will be
	Because Part // what it waits for
	LagDays int  // how many days have to lie between
}

// Moved is the decision on what was shown.
type Moved struct {
	PartID string
	To     date.Date // the last day; of a milestone any day of its month
	Along  []string  // identifiers of what moves along: all that was shown, some or none
	Reason string    // empty when only tasks move
	Seen   string    // fingerprint of what was shown
}

// Days is by how many days it moves.
func (s Step) Days() int { return s.To.days(s.Part) }

// Days is by how many days it moves.
func (m Moving) Days() int { return m.To.days(m.Part) }

// AsksReason reports whether a deadline of the plan moves, or may move along: tasks move without a reason.
func (m Moving) AsksReason() bool {
	return !m.Part.IsTask() || slices.ContainsFunc(m.Along, func(s Step) bool { return !s.Part.IsTask() })
}

// Fingerprint is the same for two previews that show the same: what was seen is what is written.
func (m Moving) Fingerprint() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %d %s %s\n", m.Part.ID, m.Part.Version, m.Part.Ends, m.To.Ends)
	for _, s := range m.Along {
		fmt.Fprintf(sum, "%s %d %s %s %q %d\n", s.Part.ID, s.Part.Version, s.Part.Begins, s.To.Begins, s.Because.ID, s.LagDays)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// moving finds out what moves along when a part ends on another day: everything whose dependency holds now and would not
// hold any more, as far as needed and never to an earlier day. What is done stays where it is, and so does what a
// dependency was violated for before.
func moving(p Part, to date.Date, all []Tie) Moving {
	plan := Moving{Part: p, To: p.endingOn(to)}
	now := map[string]Part{p.ID: plan.To}
	steps := map[string]Step{}
	for _, id := range inOrder(p.ID, all) {
		for _, tie := range all {
			from, moved := now[tie.FromID]
			if tie.ToID != id || !moved || tie.Violated() || tie.To.Done {
				continue
			}
			present, has := now[id]
			if !has {
				present = tie.To
			}
			if then := tie.follow(from, present); then != present {
				now[id] = then
				steps[id] = Step{Part: tie.To, To: then, Because: tie.From, LagDays: tie.LagDays}
			}
		}
		if step, ok := steps[id]; ok {
			plan.Along = append(plan.Along, step)
		}
	}
	return plan
}

// inOrder lists what depends on a part, each after all those before it.
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
