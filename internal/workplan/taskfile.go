package workplan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

// TaskColumns lists the columns of a file of tasks.
func TaskColumns() []string { return []string{"milestone", "title", "assignee", "due", "state"} }

// taskNames leads from folded headings to columns.
func taskNames() map[string]string {
	return byName(map[string][]string{
		"milestone": {"Arbeitsbaustein", "Nummer", "Nr.", "Nr", "Number"},
		"title":     {"Aufgabe", "Titel", "Task"},
		"assignee":  {"Zuständig", "Zuständige Person", "E-Mail", "Verantwortlich", "Responsible", "E-mail"},
		"due":       {"Fällig am", "Fällig", "Frist", "Termin", "Due on", "Deadline"},
		"state":     {"Stand", "Status", "Zustand"},
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
		fmt.Fprintf(sum, "%q %q %s %s %s %s %s\n", r.Milestone, r.Task.Title, r.Task.ID, r.Task.AssigneeID, r.Task.DueOn, r.Task.State, r.Change)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func compareTasks(text string, chosen []string, milestones []Milestone, tasks []Task, colleagues []account.User) TaskPreview {
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
	k := newKnownTasks(milestones, tasks, colleagues)
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
	tasks      map[string]Task
	colleagues []account.User
	states     map[string]string
	lines      map[string]int // that took a task first
}

func newKnownTasks(milestones []Milestone, tasks []Task, colleagues []account.User) knownTasks {
	k := knownTasks{milestones: map[string]string{}, tasks: map[string]Task{}, colleagues: colleagues, states: taskStates(), lines: map[string]int{}}
	for _, m := range milestones {
		k.milestones[m.Number] = m.ID
	}
	for _, t := range slices.Backward(tasks) { // the most urgent of two alike
		k.tasks[taskKey(t)] = t
	}
	return k
}

func taskKey(t Task) string { return t.MilestoneID + " " + database.FoldWord(t.Title) }

func (k knownTasks) judge(rec record) TaskRow {
	row := TaskRow{Line: rec.line, Milestone: cleanNumber(rec.cells["milestone"])}
	problem := func(column, key string, args ...any) {
		row.Problems = append(row.Problems, Problem{Line: rec.line, Column: column, Key: key, Args: args})
	}
	typed := Task{MilestoneID: k.milestones[row.Milestone], Title: sheet.OneLine(rec.cells["title"]), State: TaskOpen}
	if typed.MilestoneID == "" {
		problem("milestone", "workplan.taskfile.no_milestone", shorten(row.Milestone))
	}
	was, found := k.tasks[taskKey(typed)]
	row.Task = typed
	if found {
		row.Task = was
	}
	k.apply(&row.Task, rec, problem)
	for _, f := range fault.Fields(row.Task.Validate()) {
		problem(f.Name, f.Key, f.Args...)
	}
	first := k.lines[taskKey(typed)]
	if first != 0 && len(row.Problems) == 0 {
		problem("title", "workplan.taskfile.twice", first)
	}
	k.lines[taskKey(typed)] = rec.line
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
	if cell := rec.cells["assignee"]; cell != "" {
		at := slices.IndexFunc(k.colleagues, func(u account.User) bool {
			return account.FoldEmail(u.Email) == account.FoldEmail(cell) || database.FoldWord(u.Name) == database.FoldWord(cell)
		})
		if at < 0 {
			problem("assignee", "workplan.taskfile.no_colleague", shorten(cell))
		} else {
			t.AssigneeID, t.Assignee = k.colleagues[at].ID, k.colleagues[at].Name
		}
	}
	if cell := rec.cells["due"]; cell != "" {
		due, err := date.Parse(cell)
		if err != nil {
			problem("due", "workplan.taskfile.day", shorten(cell))
		}
		t.DueOn = due
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
