package overview

import (
	"cmp"
	"slices"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/workplan"
)

// Board is what the dashboard tells.
type Board struct {
	Plan  workplan.Plan
	Tasks workplan.Urgent
	Ahead []workplan.Progress // milestones that ask for attention: see Ahead
	Next  *Upcoming           // nil without an event ahead
	Mail  Mail
	Steps []Step
}

// How many tasks the dashboard names.
const (
	mineShown = 8
	lateShown = 5
)

// Upcoming is the next event with how full it is.
type Upcoming struct {
	Event event.Event
	Seats attendance.Seats
}

// StepName names one of the first steps in a new project.
type StepName string

// The first steps in the order in which they are done best.
const (
	LoadPlan    StepName = "plan"
	AddActors   StepName = "actors"
	SetUpMail   StepName = "mail"
	CreateEvent StepName = "event"
)

// Step is a first step and whether it is done.
type Step struct {
	Name StepName
	Done bool
}

// Begun reports whether the project has a plan or an event: until then the dashboard is the list of first steps.
func (b Board) Begun() bool {
	return !b.Plan.Empty() || slices.Contains(b.Steps, Step{CreateEvent, true})
}

// OpenSteps lists the first steps that are not done.
func (b Board) OpenSteps() []Step {
	return slices.DeleteFunc(slices.Clone(b.Steps), func(s Step) bool { return s.Done })
}

// aheadAtLeast is how many milestones are named as next even when none is due soon.
const aheadAtLeast = 3

// ahead lists the milestones that ask for attention by their deadline: all that are late or due soon, filled up with
// the next ones.
func ahead(plan workplan.Plan) []workplan.Progress {
	open := slices.DeleteFunc(plan.Milestones(), func(m workplan.Progress) bool { return m.State == workplan.Done })
	slices.SortStableFunc(open, func(a, b workplan.Progress) int { return cmp.Compare(a.DueOn, b.DueOn) })
	urgent := 0
	for _, m := range open {
		if m.State == workplan.Late || m.State == workplan.DueSoon {
			urgent++
		}
	}
	return open[:min(len(open), max(urgent, aheadAtLeast))]
}
