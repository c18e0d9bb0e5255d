package workplan

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"rundertisch/internal/date"
)

// PastPlan is the plan as it was at the end of a day, rebuilt from the record of its changes.
type PastPlan struct {
	Plan  // as of the day
	Tasks []TaskLine
	Ties  []Tie
	Since date.Date // first day on which changes were recorded; empty when none were
}

// Unrecorded reports whether nothing is known of the day because the record began later.
func (p PastPlan) Unrecorded() bool { return p.Since == "" || p.Today < p.Since }

// stock is all that a plan holds at a time.
type stock struct {
	goals        []Goal
	milestones   []Milestone
	tasks        []Task
	dependencies []Dependency
}

// rebuild plays changes, those of one thing in the order in which they were made, and returns what was there after the
// last of them. Columns that are not recorded stay empty, but for the identifiers.
func rebuild(changes []FieldChange) (stock, error) {
	rows := map[string]reflect.Value{} // by identifier
	for _, c := range changes {
		if err := play(rows, c); err != nil {
			return stock{}, fmt.Errorf("workplan: change %s: %w", c.ID, err)
		}
	}
	var s stock
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		switch row := rows[id].Interface().(type) {
		case Goal:
			s.goals = append(s.goals, row)
		case Milestone:
			s.milestones = append(s.milestones, row)
		case Task:
			s.tasks = append(s.tasks, row)
		case Dependency:
			s.dependencies = append(s.dependencies, row)
		}
	}
	return s, nil
}

func play(rows map[string]reflect.Value, c FieldChange) error {
	row, there := rows[c.SubjectID]
	switch c.Deed {
	case Removed:
		delete(rows, c.SubjectID)
		return nil
	case Altered:
		if !there {
			return nil // another instance's clock put the beginning behind the end of the day
		}
		return setField(row, c.Field, c.New)
	}
	empty, known := kept[c.SubjectKind]
	if !known {
		return nil // written by a newer program
	}
	row = reflect.New(reflect.TypeOf(empty)).Elem()
	for field, value := range map[string]string{"ID": c.SubjectID, "WorkspaceID": c.WorkspaceID, "ProjectID": c.ProjectID} {
		row.FieldByName(field).SetString(value)
	}
	values, err := wholeOf(c.New)
	if err != nil {
		return err
	}
	for name, value := range values {
		if err := setField(row, name, value); err != nil {
			return err
		}
	}
	rows[c.SubjectID] = row
	return nil
}

// setField sets a column of the row; one that the program does not know any more is left out.
func setField(row reflect.Value, name, text string) error {
	for known, i := range columnsOf(row.Type()) {
		if known == name {
			return setText(row.Field(i), text)
		}
	}
	return nil
}

// counts counts tasks by milestone.
func counts(tasks []Task) map[string]Counts {
	of := map[string][]Task{}
	for _, t := range tasks {
		of[t.MilestoneID] = append(of[t.MilestoneID], t)
	}
	found := map[string]Counts{}
	for id, all := range of {
		found[id] = CountTasks(all)
	}
	return found
}
