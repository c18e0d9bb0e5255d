package workplan

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
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

// EvidenceSource selects what counts for milestones: one row for each proof with milestone_id, title, kind and path (texts;
// the path inside the project without slashes around it), held_on (a date.Date or empty), since (an instant or NULL) and
// happens_at (an instant, to sort by). A proof came about on held_on, else on the day of since; without both it is missing.
//
// All sources that the rules of a plan ask for are asked in one query, however many there are.
type EvidenceSource interface {
	Evidence(db bun.IDB, a account.Actor, milestoneIDs []string) *bun.SelectQuery
}

// EvidenceFunc is a function that is a source.
type EvidenceFunc func(db bun.IDB, a account.Actor, milestoneIDs []string) *bun.SelectQuery

// Evidence calls the function.
func (f EvidenceFunc) Evidence(db bun.IDB, a account.Actor, milestoneIDs []string) *bun.SelectQuery {
	return f(db, a, milestoneIDs)
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

// proofRow is a row that a source selects.
type proofRow struct {
	Source      Source        `bun:"source"`
	MilestoneID string        `bun:"milestone_id"`
	Title       string        `bun:"title"`
	Path        string        `bun:"path"`
	Kind        document.Kind `bun:"kind"`
	HeldOn      date.Date     `bun:"held_on"`
	Since       *time.Time    `bun:"since"`
}

func (row proofRow) proof(zone *time.Location) Proof {
	p := Proof{Title: row.Title, Path: strings.Split(row.Path, "/"), Kind: row.Kind, On: row.HeldOn}
	if p.On.IsZero() && row.Since != nil {
		p.On = date.Of(row.Since.In(zone))
	}
	return p
}

// find asks the sources that the rules need, all in one query.
func (s EvidenceSources) find(ctx context.Context, db bun.IDB, a account.Actor, zone *time.Location, milestones []Milestone) (evidence, error) {
	var parts []string
	var selects []any
	for _, source := range Sources() {
		var ids []string
		for _, m := range milestones {
			if s[source] != nil && m.Rule.Asks(source) {
				ids = append(ids, m.ID)
			}
		}
		if len(ids) > 0 {
			parts = append(parts, "SELECT ? AS source, milestone_id, title, path, kind, held_on, since, happens_at FROM (?) AS found")
			selects = append(selects, string(source), s[source].Evidence(db, a, ids))
		}
	}
	found := evidence{}
	if len(parts) == 0 {
		return found, nil
	}
	var rows []proofRow
	err := db.NewSelect().ColumnExpr("p.source, p.milestone_id, p.title, p.path, p.kind, p.held_on, p.since").
		TableExpr("("+strings.Join(parts, " UNION ALL ")+") AS p", selects...).OrderExpr("p.happens_at, p.path, p.title").Scan(ctx, &rows)
	for _, row := range rows {
		if found[row.Source] == nil {
			found[row.Source] = map[string][]Proof{}
		}
		found[row.Source][row.MilestoneID] = append(found[row.Source][row.MilestoneID], row.proof(zone))
	}
	return found, database.Fault(err)
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
