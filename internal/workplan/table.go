package workplan

import (
	"context"

	"rundertisch/internal/account"
	"rundertisch/internal/sheet"
)

// Say returns the sentence for a catalogue key.
type Say func(key string, args ...any) string

// Table is the plan as a file: the columns of ExportCSV.
func (p Plan) Table(project string, say Say) sheet.Source {
	return sheet.Source{Name: say("workplan.plan.title"), Header: exportHeading(), Rows: func(yield func([]string, error) bool) {
		for row := range planRows(project, p) {
			if !yield(row, nil) {
				return
			}
		}
	}}
}

// TasksTable is the project's tasks as a file: those of a milestone together, in the order of the plan.
func (s *Service) TasksTable(ctx context.Context, a account.Actor, say Say) (sheet.Source, error) {
	plan, err := s.Plan(ctx, a)
	if err != nil {
		return sheet.Source{}, err
	}
	tasks, err := listTasks(ctx, s.db.Read(), a, "")
	if err != nil {
		return sheet.Source{}, err
	}
	colleagues, err := s.people.Colleagues(ctx, a)
	if err != nil {
		return sheet.Source{}, err
	}
	source := sheet.Source{Name: say("workplan.milestone.tasks"), Rows: sheet.Of(inPlanOrder(tasks, plan), func(t numbered) []string {
		return []string{t.number, t.Title, assignee(t.Task, colleagues), t.DueOn.German(), say("workplan.task.state." + string(t.State))}
	})}
	for _, column := range TaskColumns() {
		source.Header = append(source.Header, say("workplan.taskfile."+column))
	}
	return source, nil
}

// numbered is a task with its milestone's number.
type numbered struct {
	Task

	number string
}

func inPlanOrder(tasks []Task, plan Plan) []numbered {
	var ordered []numbered
	for _, m := range plan.Milestones() {
		for _, t := range tasks {
			if t.MilestoneID == m.ID {
				ordered = append(ordered, numbered{Task: t, number: m.Number})
			}
		}
	}
	return ordered
}

// assignee is the colleague's address, or the name of one who has left.
func assignee(t Task, colleagues []account.User) string {
	for _, u := range colleagues {
		if u.ID == t.AssigneeID {
			return u.Email
		}
	}
	return t.Assignee
}
