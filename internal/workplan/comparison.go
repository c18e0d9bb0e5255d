package workplan

import (
	"slices"

	"rundertisch/internal/date"
	"rundertisch/internal/sheet"
)

// Comparison is what became of the milestones of one plan in another. A plan without a baseline is the one of today.
type Comparison struct {
	From, To    Baseline
	Differences []Difference // by number; milestones that are the same in both are among them
}

// Difference is a milestone in two plans. Number, title and goal are those of the later plan, unless it is gone there.
type Difference struct {
	MilestoneID         string
	Number, Title       string
	WasNumber, WasTitle string
	From, To            date.Month // deadlines; empty where the plan does not have it
	Reasons             []Move     // oldest first
}

// Added reports whether only the second plan has the milestone.
func (d Difference) Added() bool { return d.From == "" }

// Removed reports whether only the first plan has the milestone.
func (d Difference) Removed() bool { return d.To == "" }

// Days is by how many days the deadline is later in the second plan; negative when it is earlier.
func (d Difference) Days() int {
	if d.Added() || d.Removed() {
		return 0
	}
	return d.From.Last().DaysUntil(d.To.Last())
}

// Months is Days in whole months, as a plan of months counts them.
func (d Difference) Months() int {
	if d.Added() || d.Removed() {
		return 0
	}
	return d.From.Until(d.To)
}

// Renamed reports whether number or title are others.
func (d Difference) Renamed() bool {
	return !d.Added() && !d.Removed() && (d.Number != d.WasNumber || d.Title != d.WasTitle)
}

// Same reports whether nothing about the milestone is different.
func (d Difference) Same() bool {
	return !d.Added() && !d.Removed() && !d.Renamed() && d.Days() == 0
}

// Different lists what is not the same in both plans.
func (c Comparison) Different() []Difference {
	return slices.DeleteFunc(slices.Clone(c.Differences), Difference.Same)
}

// compareApproved joins two plans by their milestones, and the moves to them.
func compareApproved(from, to []Approved, moves []Move) []Difference {
	of := map[string]*Difference{}
	var all []*Difference
	for _, m := range from {
		d := &Difference{MilestoneID: m.MilestoneID, Number: m.Number, Title: m.Title, WasNumber: m.Number, WasTitle: m.Title, From: m.DueOn}
		of[m.MilestoneID] = d
		all = append(all, d)
	}
	for _, m := range to {
		d := of[m.MilestoneID]
		if d == nil {
			d = &Difference{MilestoneID: m.MilestoneID}
			of[m.MilestoneID] = d
			all = append(all, d)
		}
		d.Number, d.Title, d.To = m.Number, m.Title, m.DueOn
	}
	for _, move := range moves {
		if d := of[move.SubjectID]; d != nil {
			d.Reasons = append(d.Reasons, move)
		}
	}
	differences := make([]Difference, len(all))
	for i, d := range all {
		differences[i] = *d
	}
	slices.SortStableFunc(differences, func(x, y Difference) int { return compareNumbers(x.Number, y.Number) })
	return differences
}

// Table is the comparison as a file: one line per milestone, those that are the same as well.
func (c Comparison) Table(say Say, words func(Difference) string) sheet.Source {
	source := sheet.Source{Name: say("workplan.compare.title"), Rows: sheet.Of(c.Differences, func(d Difference) []string {
		return lines(d.Number, d.Title, d.From.Slash(), d.To.Slash(), words(d), reasons(d))
	})}
	for _, column := range []string{"number", "title", "from", "to", "change", "reason"} {
		source.Header = append(source.Header, say("workplan.compare.column."+column))
	}
	return source
}

func reasons(d Difference) string {
	text := ""
	for i, m := range d.Reasons {
		if i > 0 {
			text += " · "
		}
		text += m.Reason
	}
	return text
}
