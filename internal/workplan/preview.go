package workplan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Change says what a row of a plan file does to the plan.
type Change string

// What a row can do.
const (
	RowNew       Change = "new"
	RowChanged   Change = "changed"
	RowUnchanged Change = "unchanged"
	RowWrong     Change = "wrong"
)

// Row is one row of a plan file, compared with the plan. Exactly one of goal and milestone is meant.
type Row struct {
	Line     int
	Number   string
	Parent   string // number of the goal; empty for a goal
	Title    string
	Due      string // as typed
	Change   Change
	Was      Was // what a changed row replaces; empty fields stay as they are
	Problems []Problem

	dueOn  date.Month
	stored string // ID of the goal or milestone with this number
}

// Goal reports whether the row is a goal.
func (r Row) Goal() bool { return r.Parent == "" }

// DueOn is the deadline, empty for goals and for what could not be read.
func (r Row) DueOn() date.Month { return r.dueOn }

// Was holds the present values that a changed row replaces.
type Was struct {
	Title  string
	Parent string
	DueOn  date.Month
}

// Preview is a plan file compared with the plan, before anything is written.
type Preview struct {
	Text     string // of the file, decoded; empty when it is no text
	Rows     []Row
	Problems []Problem // of the file as a whole and of all rows, in the order of lines
	Columns  []Column  // to be asked about, because the headings are not understood
	Kept     []string  // numbers in the plan that the file does not mention: they stay as they are
}

// Count is the number of rows that do the change.
func (p Preview) Count(change Change) int {
	n := 0
	for _, r := range p.Rows {
		if r.Change == change {
			n++
		}
	}
	return n
}

// OK reports whether the file may be imported.
func (p Preview) OK() bool { return len(p.Problems) == 0 }

// Writes reports whether importing the file would change anything.
func (p Preview) Writes() bool { return p.OK() && p.Count(RowNew)+p.Count(RowChanged) > 0 }

// Moves is the number of rows that move a deadline.
func (p Preview) Moves() int {
	n := 0
	for _, r := range p.Rows {
		if r.Change == RowChanged && r.Was.DueOn != "" {
			n++
		}
	}
	return n
}

// checkReason asks once for the reason of all deadlines that move. Field: move_reason.
func (p Preview) checkReason(reason string) error {
	var c fault.Checks
	if p.Moves() > 0 {
		c.Require("move_reason", reason)
	}
	c.MaxLen("move_reason", reason, maxReason)
	return c.Err()
}

// Fingerprint is the same for two previews that do the same to the same plan: what was seen is what is written.
func (p Preview) Fingerprint() string {
	sum := sha256.New()
	for _, r := range p.Rows {
		fmt.Fprintf(sum, "%q %q %q %s %s %q\n", r.Number, r.Parent, r.Title, r.dueOn, r.Change, r.Was)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Err returns an Invalid fault that names every problem's place as field ("4:due"), nil when there is none.
func (p Preview) Err() error {
	if p.OK() {
		return nil
	}
	f := fault.New(fault.Invalid, "workplan.import.refused", len(p.Problems))
	for _, problem := range p.Problems {
		f.Fields = append(f.Fields, fault.Field{Name: problem.place(), Key: problem.Key, Args: problem.Args})
	}
	return f
}

// compare compares the text of a plan file with goals and milestones as they stand.
func compare(text string, chosen []string, goals []Goal, milestones []Milestone) Preview {
	p := Preview{Text: text}
	records, problem := readFile(text, chosen)
	if problem != nil {
		p.Problems, p.Columns = []Problem{*problem}, planKind().asked(text, *problem)
		return p
	}
	known := index(goals, milestones)
	for _, r := range records {
		known.place(r)
		p.Rows = append(p.Rows, parseRow(r))
	}
	checkTogether(p.Rows, known)
	for i := range p.Rows {
		known.judge(&p.Rows[i])
		p.Problems = append(p.Problems, p.Rows[i].Problems...)
	}
	p.Kept = known.unmentioned(p.Rows)
	return p
}

func parseRow(rec record) Row {
	row := Row{
		Line: rec.line, Number: cleanNumber(rec.cells["number"]), Parent: cleanNumber(rec.cells["parent"]),
		Title: rec.cells["title"], Due: rec.cells["due"],
	}
	due, err := readMonth(row.Due)
	row.dueOn = due
	if err != nil {
		row.problem("due", "workplan.import.month", shorten(row.Due))
	}
	if row.Goal() {
		row.add((Goal{Number: row.Number, Title: row.Title}).Validate())
		if row.Due != "" {
			row.problem("due", "workplan.import.goal_due")
		}
		return row
	}
	m := Milestone{Number: row.Number, Title: row.Title, DueOn: due}
	if err != nil {
		m.DueOn = "9999-12" // said already
	}
	row.add(m.Validate())
	return row
}

func (r *Row) problem(column, key string, args ...any) {
	r.Problems = append(r.Problems, Problem{Line: r.Line, Column: column, Key: key, Args: args})
}

// add takes over field messages; the form's due_on is the file's due.
func (r *Row) add(err error) {
	for _, f := range fault.Fields(err) {
		if f.Name == "due_on" {
			f.Name = "due"
		}
		if f.Key == "fault.required" {
			f.Key = "workplan.import.required"
		}
		r.problem(f.Name, f.Key, f.Args...)
	}
}

// checkTogether finds what is wrong between rows: numbers that come twice and parents that do not exist.
func checkTogether(rows []Row, known known) {
	first := map[string]int{}
	goals := map[string]bool{}
	for _, r := range rows {
		if r.Goal() {
			goals[r.Number] = true
		}
	}
	for i := range rows {
		r := &rows[i]
		if line, twice := first[r.Number]; twice && r.Number != "" {
			r.problem("number", "workplan.import.number_twice", shorten(r.Number), line)
		} else {
			first[r.Number] = r.Line
		}
		if m := known.milestones[r.Number]; m.StartsOn != "" && r.dueOn != "" && r.dueOn < m.StartsOn {
			r.problem("due", "workplan.import.before_start", m.StartsOn.Slash())
		}
		if _, stored := known.goals[r.Parent]; !r.Goal() && !goals[r.Parent] && !stored {
			r.problem("parent", "workplan.import.no_parent", shorten(r.Parent))
		}
	}
}

// known is the plan as it stands, by number.
type known struct {
	goals      map[string]Goal
	milestones map[string]Milestone
	goalNumber map[string]string // by goal ID
}

func index(goals []Goal, milestones []Milestone) known {
	k := known{goals: map[string]Goal{}, milestones: map[string]Milestone{}, goalNumber: map[string]string{}}
	for _, g := range goals {
		k.goals[g.Number], k.goalNumber[g.ID] = g, g.Number
	}
	for _, m := range milestones {
		k.milestones[m.Number] = m
	}
	return k
}

// place says where a row without parent belongs: known numbers stay where they are.
func (k known) place(rec record) {
	number := cleanNumber(rec.cells["number"])
	if !rec.inferred {
		return
	}
	if _, isGoal := k.goals[number]; isGoal {
		rec.cells["parent"] = ""
	} else if m, found := k.milestones[number]; found {
		rec.cells["parent"] = k.goalNumber[m.GoalID]
	}
}

// judge says what the row does to the plan.
func (k known) judge(r *Row) {
	switch {
	case len(r.Problems) > 0:
		r.Change = RowWrong
	case r.Goal():
		g, found := k.goals[r.Number]
		r.stored = g.ID
		r.decide(found, Was{Title: g.Title}, Was{Title: r.Title})
	default:
		m, found := k.milestones[r.Number]
		r.stored = m.ID
		was := Was{Title: m.Title, Parent: k.goalNumber[m.GoalID], DueOn: m.DueOn}
		r.decide(found, was, Was{Title: r.Title, Parent: r.Parent, DueOn: r.dueOn})
	}
}

func (r *Row) decide(found bool, was, is Was) {
	switch {
	case !found:
		r.Change = RowNew
	case was == is:
		r.Change = RowUnchanged
	default:
		r.Change = RowChanged
		r.Was = replaced(was, is)
	}
}

func replaced(was, is Was) Was {
	if was.Title == is.Title {
		was.Title = ""
	}
	if was.Parent == is.Parent {
		was.Parent = ""
	}
	if was.DueOn == is.DueOn {
		was.DueOn = ""
	}
	return was
}

func (k known) unmentioned(rows []Row) []string {
	mentioned := map[string]bool{}
	for _, r := range rows {
		mentioned[r.Number] = true
	}
	var kept []string
	for number := range k.goals {
		if !mentioned[number] {
			kept = append(kept, number+".")
		}
	}
	for number := range k.milestones {
		if !mentioned[number] {
			kept = append(kept, number)
		}
	}
	slices.SortFunc(kept, compareNumbers)
	return kept
}
