package workplan

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/document"
)

// Source names where the evidence of a condition comes from.
type Source string

// The sources of evidence.
const (
	OfTasks     Source = "tasks"     // the milestone's tasks are done
	OfEvents    Source = "events"    // the events that belong to it were held
	OfMinutes   Source = "minutes"   // the minutes of these events are approved
	OfResults   Source = "results"   // every workshop of these events has published results
	OfDocuments Source = "documents" // documents are attached to it
)

// Sources lists the sources in the order of the pages.
func Sources() []Source { return []Source{OfTasks, OfEvents, OfMinutes, OfResults, OfDocuments} }

// MaxDocuments is the highest number of documents a rule may ask for.
const MaxDocuments = 99

// Condition is one thing that a rule asks for.
type Condition struct {
	Source  Source
	AtLeast int           // how many are enough; 0: all there are, and at least one
	Kind    document.Kind // of documents; empty: any
}

// Rule says when a milestone is reached: when all its conditions are. The empty rule leaves it to the lead's statement.
// It is stored as text, "events results documents:2:minutes".
type Rule string

// RuleOf returns the rule of the conditions.
func RuleOf(conditions ...Condition) Rule {
	parts := make([]string, len(conditions))
	for i, c := range conditions {
		parts[i] = c.String()
	}
	return Rule(strings.Join(parts, " "))
}

// String is how the condition is stored.
func (c Condition) String() string {
	switch {
	case c.Kind != "":
		return string(c.Source) + ":" + strconv.Itoa(c.AtLeast) + ":" + string(c.Kind)
	case c.AtLeast > 0:
		return string(c.Source) + ":" + strconv.Itoa(c.AtLeast)
	}
	return string(c.Source)
}

// Conditions lists what the rule asks for, in the order of the sources.
func (r Rule) Conditions() []Condition {
	var conditions []Condition
	for _, part := range strings.Fields(string(r)) {
		source, rest, _ := strings.Cut(part, ":")
		number, kind, _ := strings.Cut(rest, ":")
		n, err := strconv.Atoi(number)
		if err != nil {
			n = 0
		}
		conditions = append(conditions, Condition{Source: Source(source), AtLeast: n, Kind: document.Kind(kind)})
	}
	return conditions
}

// Asks reports whether the rule has a condition of the source.
func (r Rule) Asks(source Source) bool {
	return slices.ContainsFunc(r.Conditions(), func(c Condition) bool { return c.Source == source })
}

// valid reports whether the rule is one that RuleOf makes of known sources, each once.
func (r Rule) valid() bool {
	conditions := r.Conditions()
	place := -1
	for _, c := range conditions {
		at := slices.Index(Sources(), c.Source)
		counts := c.Source == OfDocuments
		if at <= place || counts != (c.AtLeast > 0) || c.AtLeast > MaxDocuments {
			return false
		}
		if c.Kind != "" && (!counts || !slices.Contains(document.Kinds(), c.Kind)) {
			return false
		}
		place = at
	}
	return r == RuleOf(conditions...)
}
