package workplan

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const maxLag = 365 // days

// Dependency says that a milestone begins only after another has ended, some days later. It outlives milestones that
// lie in the bin, so that it is there again when they come back, and so that no cycle comes back with them.
type Dependency struct {
	bun.BaseModel `bun:"table:plan_dependencies,alias:pd"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	FromID      string    `bun:"from_id"` // ends first
	ToID        string    `bun:"to_id"`   // begins afterwards
	LagDays     int       `bun:"lag_days"`
	CreatedAt   time.Time `bun:"created_at"`
}

// Begins is the first day of the milestone; one without a beginning is worked on in the month of its deadline.
func (m Milestone) Begins() date.Date {
	if m.StartsOn != "" {
		return m.StartsOn.First()
	}
	return m.DueOn.First()
}

// delay is by how many months the later milestone has to move for the dependency to hold; 0 when it holds.
func (d Dependency) delay(from, to Milestone) int {
	earliest := from.Deadline().AddDays(1 + d.LagDays)
	begins := to.Begins()
	if begins >= earliest {
		return 0
	}
	months := begins.Month().Until(earliest.Month())
	if begins.Month().Add(months).First() < earliest {
		months++
	}
	return months
}

// Tie is a dependency with its two milestones.
type Tie struct {
	Dependency
	From, To Milestone
}

// Violated reports whether the later milestone begins too early.
func (t Tie) Violated() bool { return t.delay(t.From, t.To) > 0 }

// ties joins dependencies with the milestones that are there.
func ties(all []Dependency, milestones []Milestone) []Tie {
	of := map[string]Milestone{}
	for _, m := range milestones {
		of[m.ID] = m
	}
	var joined []Tie
	for _, d := range all {
		from, fromOK := of[d.FromID]
		to, toOK := of[d.ToID]
		if fromOK && toOK {
			joined = append(joined, Tie{Dependency: d, From: from, To: to})
		}
	}
	slices.SortStableFunc(joined, func(x, y Tie) int {
		if n := compareNumbers(x.From.Number, y.From.Number); n != 0 {
			return n
		}
		return compareNumbers(x.To.Number, y.To.Number)
	})
	return joined
}

// way finds a chain of dependencies from one milestone to another, both included; nil when there is none.
func way(all []Dependency, from, to string) []string {
	next := map[string][]string{}
	for _, d := range all {
		next[d.FromID] = append(next[d.FromID], d.ToID)
	}
	cameFrom := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == to {
			var chain []string
			for at := to; at != ""; at = cameFrom[at] {
				chain = append(chain, at)
			}
			slices.Reverse(chain)
			return chain
		}
		for _, id := range next[queue[0]] {
			if _, seen := cameFrom[id]; !seen {
				cameFrom[id] = queue[0]
				queue = append(queue, id)
			}
		}
	}
	return nil
}

// checkCycle refuses a dependency that closes a circle, and names it: "1.2 → 2.1 → 2.2 → 1.2". Field: from.
func checkCycle(all []Dependency, added Dependency, number func(milestoneID string) string) error {
	chain := way(all, added.ToID, added.FromID)
	if chain == nil {
		return nil
	}
	chain = append([]string{added.FromID}, chain...)
	names := make([]string, len(chain))
	for i, id := range chain {
		names[i] = number(id)
	}
	var c fault.Checks
	c.Add("from", "workplan.fault.cycle", strings.Join(names, " → "))
	return c.Err()
}
