package workplan

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/document"
)

// Proof is one thing that a condition asks for, such as a workshop whose results are to be published.
type Proof struct {
	Title string
	Path  []string      // its address inside the project; empty when it has none
	Kind  document.Kind // of a document
	On    date.Date     // the day on which it came about; empty while it is missing
}

// EvidenceSource finds what counts for milestones. It asks the database once, however many milestones there are.
type EvidenceSource interface {
	Evidence(ctx context.Context, db bun.IDB, a account.Actor, milestoneIDs []string) (map[string][]Proof, error)
}

// EvidenceFunc is a function that is a source.
type EvidenceFunc func(ctx context.Context, db bun.IDB, a account.Actor, milestoneIDs []string) (map[string][]Proof, error)

// Evidence calls the function.
func (f EvidenceFunc) Evidence(ctx context.Context, db bun.IDB, a account.Actor, milestoneIDs []string) (map[string][]Proof, error) {
	return f(ctx, db, a, milestoneIDs)
}

// EvidenceSources are the sources of what lies outside of the plan; every one is required.
type EvidenceSources map[Source]EvidenceSource

func (s EvidenceSources) complete() error {
	for _, source := range Sources() {
		if source != OfTasks && s[source] == nil {
			return errors.New("workplan: no evidence of " + string(source))
		}
	}
	return nil
}

// evidence is what was found for milestones, by source and milestone.
type evidence map[Source]map[string][]Proof

// find asks each source that one of the rules needs, once.
func (s EvidenceSources) find(ctx context.Context, db bun.IDB, a account.Actor, milestones []Milestone) (evidence, error) {
	found := evidence{}
	for source, asked := range s {
		var ids []string
		for _, m := range milestones {
			if m.Rule.Asks(source) {
				ids = append(ids, m.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		proofs, err := asked.Evidence(ctx, db, a, ids)
		if err != nil {
			return nil, err
		}
		found[source] = proofs
	}
	return found, nil
}

// Check is how one condition stands.
type Check struct {
	Condition

	Done, Total int       // Total is 0 when there is nothing yet that could count
	Missing     []Proof   // what is not there yet; of tasks on the milestone's own page only
	On          date.Date // the day on which the last of it came about; empty while something is missing
}

// Fulfilled reports whether nothing is missing.
func (c Check) Fulfilled() bool { return c.On != "" }

// Standing is how a milestone's rule stands, condition by condition; empty without a rule.
type Standing []Check

// On is the day on which the rule was fulfilled; empty while it is not.
func (s Standing) On() date.Date {
	var last date.Date
	for _, c := range s {
		if !c.Fulfilled() {
			return ""
		}
		last = max(last, c.On)
	}
	return last
}

// Fulfilled reports whether there is a rule and all of it is met.
func (s Standing) Fulfilled() bool { return s.On() != "" }

// standing holds the rule against what was found by a day.
func (m Milestone) standing(today date.Date, tasks Counts, found evidence) Standing {
	var all Standing
	for _, c := range m.Rule.Conditions() {
		if c.Source == OfTasks {
			all = append(all, checkTasks(c, today, tasks))
			continue
		}
		all = append(all, checkProofs(c, today, found[c.Source][m.ID]))
	}
	return all
}

func checkTasks(c Condition, today date.Date, tasks Counts) Check {
	check := Check{Condition: c, Done: tasks.Done, Total: tasks.Total()}
	if check.Total > 0 && check.Done == check.Total && tasks.DoneOn <= today {
		check.On = tasks.DoneOn
	}
	return check
}

// checkProofs counts what came about by today: an event that is being held counts from its last day on.
func checkProofs(c Condition, today date.Date, proofs []Proof) Check {
	check := Check{Condition: c, Total: c.AtLeast}
	var days []date.Date
	for _, p := range proofs {
		switch {
		case c.Kind != "" && p.Kind != c.Kind:
		case p.On == "" || p.On > today:
			check.Missing = append(check.Missing, p)
		default:
			days = append(days, p.On)
		}
	}
	slices.Sort(days)
	enough := c.AtLeast
	if enough == 0 {
		enough = len(days) + len(check.Missing)
		check.Total = enough
	}
	check.Done = min(len(days), enough)
	if enough > 0 && len(days) >= enough {
		check.On = days[enough-1]
	}
	return check
}
