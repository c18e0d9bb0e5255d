package overview

import (
	"cmp"
	"slices"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

// Board is what the dashboard tells.
type Board struct {
	Plan      workplan.Plan
	Mine      []workplan.Task     // the person's open tasks, the most urgent first
	LateTasks []workplan.Task     // everybody's overdue tasks, the longest overdue first
	Ahead     []workplan.Progress // milestones that ask for attention: see Ahead
	Next      *Upcoming           // nil without an event ahead
	Mail      Mail
	Steps     []Step
}

// Upcoming is the next event with how full it is.
type Upcoming struct {
	Event event.Event
	Seats attendance.Seats
}

// Mail is how outgoing mail fares.
type Mail struct {
	Held   bool // no mail server is set up: messages are withheld
	Counts map[mail.State]int
	Failed []mail.Message // the newest that were given up, without texts; only on the page of mail
}

// Count is the number of messages in any of the states.
func (m Mail) Count(states ...mail.State) int {
	n := 0
	for _, s := range states {
		n += m.Counts[s]
	}
	return n
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
