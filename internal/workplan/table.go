package workplan

import (
	"context"
	"iter"

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
	people, err := s.peopleIn(ctx, s.db.Read(), a)
	if err != nil {
		return sheet.Source{}, err
	}
	return taskTable(say("workplan.milestone.tasks"), say, sheet.Of(inPlanOrder(tasks, plan), func(t numbered) []string {
		return people.Cells(t.number, t.Task, say)
	})), nil
}

// LinesTable is a list of tasks as a file that an import reads again.
func LinesTable(lines []TaskLine, people People, say Say) sheet.Source {
	return taskTable(say("tasklist.title"), say, sheet.Of(lines, func(t TaskLine) []string {
		return people.Cells(t.Milestone.Number, t.Task, say)
	}))
}

func taskTable(name string, say Say, rows iter.Seq2[[]string, error]) sheet.Source {
	source := sheet.Source{Name: name, Rows: rows}
	for _, column := range TaskColumns() {
		source.Header = append(source.Header, say("workplan.taskfile."+column))
	}
	return source
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
