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
	State State
	Tasks Counts
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
func arrange(goals []Goal, milestones []Milestone, tasks map[string]Counts, today date.Date) Plan {
	plan := Plan{Today: today}
	of := map[string][]Progress{}
	for _, m := range milestones {
		of[m.GoalID] = append(of[m.GoalID], Progress{Milestone: m, State: m.StateOn(today, tasks[m.ID]), Tasks: tasks[m.ID]})
	}
	for _, g := range goals {
		plan.Goals = append(plan.Goals, GoalPlan{Goal: g, Milestones: of[g.ID]})
	}
	return plan
}
