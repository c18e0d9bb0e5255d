package survey

import (
	"cmp"
	"slices"
)

// Least is how many people must have answered before anything is shown, and a question before its answers are.
const Least = 5

// SmallGroup is how many people must have taken an option of a choice for it to stand alone.
const SmallGroup = 3

// Row is how often one step or option was taken.
type Row struct {
	Label string // of an option; empty for the steps of a scale
	Count int
	Held  bool // held back; Count is 0
}

// Finding is what was answered to one question.
type Finding struct {
	Question
	Answered int  // people
	Held     bool // fewer than Least people answered it: nothing is shown
	Rows     []Row
	Mean     float64 // of a scale
	Texts    []string
}

// Findings is what a closed survey found.
type Findings struct {
	Answers  int
	Few      bool // fewer than Least: nothing is shown, not even how many
	Findings []Finding
}

// findings reads the tally, as far as it may be shown.
func findings(questions []Question, t Tally) (Findings, error) {
	if t.Answers < Least {
		return Findings{Few: true}, nil
	}
	counts, err := t.counts(questions)
	if err != nil {
		return Findings{}, err
	}
	found := Findings{Answers: int(t.Answers)}
	for i, q := range questions {
		found.Findings = append(found.Findings, finding(q, counts[i]))
	}
	return found, nil
}

func finding(q Question, c count) Finding {
	f := Finding{Question: q, Answered: c.Answered, Texts: c.Texts}
	if q.Kind == Text {
		return f // of all who answered anything: who wrote something is a choice of many
	}
	if c.Answered < Least {
		return Finding{Question: q, Held: true}
	}
	sum := 0
	for n, times := range c.Values {
		row := Row{Count: times}
		if q.Kind != Scale {
			row.Label = q.Options[n]
		}
		f.Rows = append(f.Rows, row)
		sum += (n + 1) * times
	}
	if q.Kind == Scale {
		f.Mean = float64(sum) / float64(c.Answered)
		return f
	}
	f.Rows = hold(f.Rows)
	return f
}

// hold holds small groups back, and the next larger ones with them as long as those held back are few together: what could be had by
// subtraction would tell the same. An option nobody took says nothing of anybody.
func hold(rows []Row) []Row {
	order := make([]int, 0, len(rows))
	for i, row := range rows {
		if row.Count > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[a].Count, rows[b].Count) })
	held, groups := 0, 0
	for _, i := range order {
		small := rows[i].Count < SmallGroup
		if !small && (held == 0 || held >= SmallGroup && groups > 1) {
			break
		}
		held += rows[i].Count
		groups++
		rows[i].Count, rows[i].Held = 0, true
	}
	return rows
}
