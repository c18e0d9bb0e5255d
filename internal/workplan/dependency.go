package workplan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const maxLag = 365 // days

// Dependency says that a milestone or task begins only after another has ended, some days later. It outlives those that
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

// follow is the later part, moved as little as it takes for the dependency to hold. It stays where it is when one of the
// two has no day yet.
func (d Dependency) follow(from, to Part) Part {
	if from.Ends.IsZero() {
		return to
	}
	return to.notBefore(from.Ends.AddDays(1 + d.LagDays))
}

// Tie is a dependency with its two ends.
type Tie struct {
	Dependency
	From, To Part
}

// Violated reports whether the later part begins too early. What was reached is waited for no longer, and what is done
// itself has begun.
func (t Tie) Violated() bool { return !t.From.Done && !t.To.Done && t.overlaps() }

// overlaps reports whether the later part begins too early by the days of both alone.
func (t Tie) overlaps() bool { return t.follow(t.From, t.To) != t.To }

// ties joins dependencies with the parts that are there, by their numbers and titles.
func ties(all []Dependency, parts map[string]Part) []Tie {
	var joined []Tie
	for _, d := range all {
		from, fromOK := parts[d.FromID]
		to, toOK := parts[d.ToID]
		if fromOK && toOK {
			joined = append(joined, Tie{Dependency: d, From: from, To: to})
		}
	}
	slices.SortStableFunc(joined, func(x, y Tie) int { return cmp.Or(compareParts(x.From, y.From), compareParts(x.To, y.To)) })
	return joined
}

func compareParts(x, y Part) int {
	return cmp.Or(compareNumbers(x.Number, y.Number), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Title, y.Title), cmp.Compare(x.ID, y.ID))
}

// partsOf are milestones and tasks by identifier.
func partsOf(milestones []Milestone, tasks []Task) map[string]Part {
	parts := map[string]Part{}
	for _, m := range milestones {
		parts[m.ID] = m.Part()
	}
	for _, t := range tasks {
		parts[t.ID] = t.Part(parts[t.MilestoneID].Number)
	}
	return parts
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

// inside are links from milestones to their tasks: a task does not begin before its milestone does, so that what waits for
// the task and what the milestone waits for cannot be the same.
func inside(parts map[string]Part) []Dependency {
	var links []Dependency
	for _, p := range parts {
		if p.IsTask() {
			links = append(links, Dependency{FromID: p.MilestoneID, ToID: p.ID})
		}
	}
	return links
}

// checkCycle refuses a dependency that closes a circle, and names it: "1.2 → Bogen entwerfen → 2.2 → 1.2". Field: from.
func checkCycle(all []Dependency, added Dependency, name func(id string) string) error {
	chain := way(all, added.ToID, added.FromID)
	if chain == nil {
		return nil
	}
	chain = append([]string{added.FromID}, chain...)
	names := make([]string, len(chain))
	for i, id := range chain {
		names[i] = name(id)
	}
	var c fault.Checks
	c.Add("from", "workplan.fault.cycle", strings.Join(names, " → "))
	return c.Err()
}
