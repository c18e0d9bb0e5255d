package workplan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

// TaskColumns lists the columns of a file of tasks.
func TaskColumns() []string {
	return []string{"milestone", "title", "description", "assignee", "person", "deputy", "starts", "due", "state"}
}

// taskNames leads from folded headings to columns.
func taskNames() map[string]string {
	return byName(map[string][]string{
		"milestone": {"Arbeitsbaustein", "Nummer", "Nr.", "Nr", "Number"},
		"title":     {"Aufgabe", "Titel", "Task"},

		"description": {"Beschreibung", "Bemerkung", "Notiz", "Description", "Notes"},
		"person":      {"Person aus dem Verzeichnis", "Ansprechperson", "Kontakt", "Person in the directory", "Contact"},
		"deputy":      {"Vertretung", "Stellvertretung", "Stand-in", "Substitute"},
		"starts":      {"Beginn", "Beginnt am", "Start", "Starts on", "Begin"},

		"assignee": {"Zuständig", "Zuständige Person", "E-Mail", "Verantwortlich", "Responsible", "E-mail"},
		"due":      {"Fällig am", "Fällig", "Frist", "Termin", "Due on", "Deadline"},
		"state":    {"Stand", "Status", "Zustand"},
	})
}

// taskStates leads from folded words to states.
func taskStates() map[string]string {
	return byName(map[string][]string{
		string(TaskOpen): {"Offen", "Neu", "To do"}, string(TaskInWork): {"In Arbeit", "Begonnen", "In progress"},
		string(TaskDone): {"Erledigt", "Fertig", "Abgeschlossen"},
	})
}

func byName(called map[string][]string) map[string]string {
	names := map[string]string{}
	for name, others := range called {
		for _, other := range append(others, name) {
			names[database.FoldWord(other)] = name
		}
	}
	return names
}

// TaskRow is one row of a file of tasks, compared with the tasks as they stand.
type TaskRow struct {
	Line      int
	Milestone string // number
	Change    Change
	Task      Task // as it will be; Assignee is the colleague's name
	Problems  []Problem
}

// TaskPreview is a file of tasks before anything is written.
type TaskPreview struct {
	Text     string
	Rows     []TaskRow
	Problems []Problem
	Columns  []Column // to be asked about, because the headings are not understood
}

// Count is the number of rows that do the change.
func (p TaskPreview) Count(change Change) int {
	n := 0
	for _, row := range p.Rows {
		if row.Change == change {
			n++
		}
	}
	return n
}

// Writes reports whether importing the file would change anything.
func (p TaskPreview) Writes() bool {
	return len(p.Problems) == 0 && p.Count(RowNew)+p.Count(RowChanged) > 0
}

// Err returns an Invalid fault that names every problem's place, nil when there is none.
func (p TaskPreview) Err() error { return Preview{Problems: p.Problems}.Err() }

// Fingerprint is the same for two previews that do the same.
func (p TaskPreview) Fingerprint() string {
	sum := sha256.New()
	for _, r := range p.Rows {
		t := r.Task
		fmt.Fprintf(sum, "%q %q %q %s %s %s %s %s %s %s %s\n", r.Milestone, t.Title, t.Description, t.ID, t.AssigneeID, t.PersonID, t.DeputyID, t.StartsOn, t.DueOn, t.State, r.Change)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func compareTasks(text string, chosen []string, milestones []Milestone, tasks []Task, people People) TaskPreview {
	p := TaskPreview{Text: text}
	table, err := sheet.Parse(text, maxFileRows)
	problem := unreadable(err)
	var columns []string
	if problem == nil {
		columns, problem = taskKind().headingOf(table, chosen)
	}
	var records []record
	if problem == nil {
		records, problem = readRecords(table, columns)
	}
	if problem != nil {
		p.Problems, p.Columns = []Problem{*problem}, taskKind().asked(text, *problem)
		return p
	}
	k := newKnownTasks(milestones, tasks, people)
	k.match(records)
	for _, r := range records {
		row := k.judge(r)
		p.Rows = append(p.Rows, row)
		p.Problems = append(p.Problems, row.Problems...)
	}
	return p
}

// knownTasks is what a file of tasks is compared with.
type knownTasks struct {
	milestones map[string]string // ID by number
	tasks      map[string][]Task // of one milestone and title, the most urgent first
	people     People
	states     map[string]string
	lines      map[string]int // that took a task first
	taken      map[int]Task   // by line
}

func newKnownTasks(milestones []Milestone, tasks []Task, people People) knownTasks {
	k := knownTasks{
		milestones: map[string]string{}, tasks: map[string][]Task{}, people: people, states: taskStates(), lines: map[string]int{}, taken: map[int]Task{},
	}
	for _, m := range milestones {
		k.milestones[m.Number] = m.ID
	}
	for _, t := range tasks {
		k.tasks[taskKey(t)] = append(k.tasks[taskKey(t)], t)
	}
	return k
}

// match finds the task that each row is about. Where several have one title, a row takes the one that has its days, else
// one that it leaves as it is, else the most urgent of those that are left.
func (k knownTasks) match(records []record) {
	for _, fits := range []func(record, Task) bool{
		func(r record, t Task) bool { return k.sameDays(r, t) && k.unchanged(r, t) },
		k.unchanged,
		func(record, Task) bool { return true },
	} {
		for _, r := range records {
			key := taskKey(k.typed(r))
			if _, has := k.taken[r.line]; has {
				continue
			}
			if at := slices.IndexFunc(k.tasks[key], func(t Task) bool { return fits(r, t) }); at >= 0 {
				k.taken[r.line] = k.tasks[key][at]
				k.tasks[key] = slices.Delete(k.tasks[key], at, at+1)
				if k.lines[key] == 0 {
					k.lines[key] = r.line
				}
			}
		}
	}
}

func (k knownTasks) sameDays(r record, t Task) bool {
	starts, errStarts := date.Parse(r.cells["starts"])
	due, errDue := date.Parse(r.cells["due"])
	return errStarts == nil && errDue == nil && starts == t.StartsOn && due == t.DueOn
}

func (k knownTasks) unchanged(r record, t Task) bool {
	is, wrong := t, false
	k.apply(&is, r, func(string, string, ...any) { wrong = true })
	return is == t && !wrong
}

// typed is the row as a task, as far as it says which one it is.
func (k knownTasks) typed(r record) Task {
	return Task{MilestoneID: k.milestones[cleanNumber(r.cells["milestone"])], Title: sheet.OneLine(r.cells["title"]), State: TaskOpen}
}

func taskKey(t Task) string { return t.MilestoneID + " " + database.FoldWord(t.Title) }

func (k knownTasks) judge(rec record) TaskRow {
	row := TaskRow{Line: rec.line, Milestone: cleanNumber(rec.cells["milestone"])}
	problem := func(column, key string, args ...any) {
		row.Problems = append(row.Problems, Problem{Line: rec.line, Column: column, Key: key, Args: args})
	}
	typed := k.typed(rec)
	if typed.MilestoneID == "" {
		problem("milestone", "workplan.taskfile.no_milestone", shorten(row.Milestone))
	}
	was, found := k.taken[rec.line]
	row.Task = typed
	if found {
		row.Task = was
	}
	k.apply(&row.Task, rec, problem)
	for _, f := range fault.Fields(row.Task.Validate()) {
		problem(strings.TrimSuffix(f.Name, "_on"), f.Key, f.Args...)
	}
	first := k.lines[taskKey(typed)]
	if first != 0 && !found && len(row.Problems) == 0 {
		problem("title", "workplan.taskfile.twice", first)
	}
	if first == 0 {
		k.lines[taskKey(typed)] = rec.line
	}
	switch {
	case len(row.Problems) > 0:
		row.Change = RowWrong
	case !found:
		row.Change = RowNew
	case row.Task == was:
		row.Change = RowUnchanged
	default:
		row.Change = RowChanged
	}
	return row
}

// apply puts the row's filled cells into the task.
func (k knownTasks) apply(t *Task, rec record, problem func(column, key string, args ...any)) {
	// A cell holds one line: the description stays as it is unless another one is typed.
	if cell := rec.cells["description"]; cell != "" && cell != sheet.OneLine(t.Description) {
		t.Description = cell
	}
	k.give(t, rec, problem)
	for column, day := range map[string]*date.Date{"starts": &t.StartsOn, "due": &t.DueOn} {
		cell := rec.cells[column]
		if cell == "" {
			continue
		}
		read, err := date.Parse(cell)
		if err != nil {
			problem(column, "workplan.taskfile.day", shorten(cell))
		}
		*day = read
	}
	if cell := rec.cells["state"]; cell != "" {
		state, ok := k.states[database.FoldWord(cell)]
		if !ok {
			problem("state", "workplan.taskfile.no_state", shorten(cell))
			return
		}
		t.State = TaskState(state)
	}
}

// give names who has the task and who stands in. The name of somebody who has left, as an export writes it, changes nothing.
func (k knownTasks) give(t *Task, rec record, problem func(column, key string, args ...any)) {
	who, person, deputy := rec.cells["assignee"], rec.cells["person"], rec.cells["deputy"]
	colleague := func(column, cell, present string) (id, name string) {
		if u, ok := k.people.colleague(cell); ok {
			return u.ID, u.Name
		}
		if database.FoldWord(cell) != database.FoldWord(present) {
			problem(column, "workplan.taskfile.no_colleague", shorten(cell))
		}
		return "", ""
	}
	if who != "" && person != "" {
		problem("person", "workplan.fault.one_assignee")
	} else if who != "" {
		present := t.Assignee
		if t.PersonID != "" {
			present = ""
		}
		if id, name := colleague("assignee", who, present); id != "" {
			t.AssigneeID, t.PersonID, t.Assignee = id, "", name
		}
	} else if person != "" {
		id, key := k.people.PersonCalled(person, *t)
		if key != "" {
			problem("person", key)
		} else if id != t.PersonID {
			t.AssigneeID, t.PersonID, t.Assignee = "", id, person
		}
	}
	if deputy != "" {
		if id, name := colleague("deputy", deputy, t.Deputy); id != "" {
			t.DeputyID, t.Deputy = id, name
		}
	}
}
