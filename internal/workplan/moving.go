package workplan

import (
	"cmp"
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
	Along []Step // what would move with it, by milestone and day
}

// Step is a milestone or task that moves along, because one that it depends on ends too late for it otherwise, or because
// its milestone moves.
type Step struct {
	Part    Part // as it is
	To      Part // as it will be
	Because Part // what it waits for, or the milestone it belongs to
	LagDays int  // how many days have to lie between
	Inside  bool // it is a task of the milestone
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

// moving finds out what moves along when a part ends on another day: the tasks of a milestone that moves, by as many months;
// and everything whose dependency holds now and would not hold any more, as far as needed and never to an earlier day.
// What is done stays where it is, and so does what a dependency was violated for before.
func moving(p Part, to, today date.Date, all []Tie, inside []Part) Moving {
	plan := Moving{Part: p, To: p.endingOn(to, today)}
	links := linked(all, inside, today)
	now := map[string]Part{p.ID: plan.To}
	steps := map[string]Step{}
	for _, id := range inOrder(p.ID, links) {
		for _, l := range links {
			from, moved := now[l.from.ID]
			if l.to.ID != id || !moved || l.to.Done {
				continue
			}
			present, has := now[id]
			if !has {
				present = l.to
			}
			if then := l.move(from, present); then != present {
				now[id] = then
				steps[id] = Step{Part: l.to, To: then, Because: l.from, LagDays: l.lag, Inside: l.inside}
			}
		}
		if step, ok := steps[id]; ok {
			plan.Along = append(plan.Along, step)
		}
	}
	slices.SortFunc(plan.Along, func(x, y Step) int {
		return cmp.Or(compareNumbers(x.Part.Number, y.Part.Number), cmp.Compare(x.Part.Kind, y.Part.Kind), cmp.Compare(x.Part.Begins, y.Part.Begins), compareParts(x.Part, y.Part))
	})
	return plan
}

// link is why a part moves when another does: it is a task inside of it, or waits for it.
type link struct {
	from, to Part // as they are
	inside   bool
	lag      int
	move     func(from, to Part) Part // to as it will be when from is as it is given
}

// linked lists the links, those from a milestone to its tasks first. Of dependencies only those that hold count.
func linked(all []Tie, inside []Part, today date.Date) []link {
	milestones := map[string]Part{}
	var links []link
	for _, part := range inside {
		if !part.IsTask() {
			milestones[part.ID] = part
		}
	}
	for _, part := range inside {
		of, ok := milestones[part.MilestoneID]
		if part.IsTask() && ok {
			links = append(links, link{from: of, to: part, inside: true, move: func(is, task Part) Part { return task.within(of, is, today) }})
		}
	}
	for _, tie := range all {
		if !tie.overlaps() {
			links = append(links, link{from: tie.From, to: tie.To, lag: tie.LagDays, move: tie.follow})
		}
	}
	return links
}

// inOrder lists what is linked to a part, each after all those before it.
func inOrder(first string, all []link) []string {
	var order []string
	seen := map[string]bool{}
	var visit func(string)
	visit = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		for _, l := range all {
			if l.from.ID == id {
				visit(l.to.ID)
			}
		}
		order = append(order, id)
	}
	visit(first)
	slices.Reverse(order)
	return order[1:]
}
