package workplan

import "rundertisch/internal/date"

// Plan is a project's whole work plan as it stands on a day.
type Plan struct {
	Today date.Date
	Goals []GoalPlan // by number
}

// GoalPlan is a goal with its milestones by number.
type GoalPlan struct {
	Goal
	Milestones []Progress
}

// Progress is a milestone with its state.
type Progress struct {
	Milestone
	State    State
	Tasks    Counts
	Standing Standing // what its rule asks for, and what is missing

	// CompletedOn is the day on which the milestone was reached, by its rule or by the lead's statement; empty while it is
	// open. The statement alone is Milestone.CompletedOn.
	CompletedOn date.Date
}

// Complete reports whether the milestone is reached, by its rule or by the lead's statement.
func (p Progress) Complete() bool { return p.CompletedOn != "" }

// progress derives where the milestone stands; a statement of the lead goes before the rule.
func (m Milestone) progress(today date.Date, tasks Counts, found evidence) Progress {
	p := Progress{Milestone: m, Tasks: tasks, Standing: m.standing(today, tasks, found), CompletedOn: m.CompletedOn}
	if !m.Declared() {
		p.CompletedOn = p.Standing.On()
	}
	p.State = m.stateOn(today, tasks, p.Complete())
	return p
}

// Empty reports whether there is no plan yet.
func (p Plan) Empty() bool { return len(p.Goals) == 0 }

// Milestones lists the milestones of all goals.
func (p Plan) Milestones() []Progress {
	var all []Progress
	for _, g := range p.Goals {
		all = append(all, g.Milestones...)
	}
	return all
}

// Count is the number of milestones in a state.
func (p Plan) Count(state State) int {
	n := 0
	for _, m := range p.Milestones() {
		if m.State == state {
			n++
		}
	}
	return n
}

// arrange puts sorted milestones under their sorted goals and derives their states.
func arrange(goals []Goal, milestones []Milestone, tasks map[string]Counts, found evidence, today date.Date) Plan {
	plan := Plan{Today: today}
	of := map[string][]Progress{}
	for _, m := range milestones {
		of[m.GoalID] = append(of[m.GoalID], m.progress(today, tasks[m.ID], found))
	}
	for _, g := range goals {
		plan.Goals = append(plan.Goals, GoalPlan{Goal: g, Milestones: of[g.ID]})
	}
	return plan
}
