package workplan

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/sheet"
)

const maxFileRows = 10000

// Columns lists the columns of a plan file.
func Columns() []string { return []string{"number", "parent", "title", "due"} }

// columnNames leads from folded headings to columns, ours and those that people use.
func columnNames() map[string]string {
	return byName(map[string][]string{
		"number": {"Nummer", "Nr.", "Nr", "No."},
		"parent": {"Übergeordnet", "Zielnummer", "Goal"},
		"title":  {"Titel", "Ziel", "Arbeitsbaustein", "Meilenstein", "Bezeichnung", "Milestone"},
		"due":    {"Frist", "Umsetzung bis", "Fällig", "Termin", "Bis", "Deadline"},
		ignored:  {"project", "Projekt", "Vorhaben", "state", "Stand"}, // what exports say beside the plan
	})
}

// Problem is one thing that is wrong in a plan file. Line 0 means the file as a whole, Column "" the whole line.
type Problem struct {
	Line   int    // in the file, the heading is line 1
	Column string // one of Columns
	Key    string // catalogue key
	Args   []any
}

// Text says the problem and its place in the locale's language: "Zeile 4, Spalte „due“: …".
func (p Problem) Text(l *i18n.Locale) string {
	said := l.T(p.Key, p.Args...)
	switch {
	case p.Line == 0:
		return said
	case p.Column == "":
		return l.T("workplan.import.at_line", p.Line, said)
	}
	return l.T("workplan.import.at_cell", p.Line, p.Column, said)
}

// record is one line of a plan file, its cells by column.
type record struct {
	line     int
	cells    map[string]string
	inferred bool // the parent is not said and follows from the number
}

// readFile reads a plan into records: a table with our headings, or the table of a web page as it was pasted. Any problem
// here makes the rest unreadable.
func readFile(text string, chosen []string) ([]record, *Problem) {
	table, err := sheet.Parse(text, maxFileRows)
	problem := unreadable(err)
	var columns []string
	if problem == nil {
		columns, problem = planKind().headingOf(table, chosen)
	}
	if problem == nil {
		return readRecords(table, columns)
	}
	if pasted := readPasted(text); pasted != nil {
		return pasted, nil
	}
	return nil, problem
}

// unreadable makes a problem of what the reading of a file came to; its sentence names the line itself.
func unreadable(err error) *Problem {
	if err == nil {
		return nil
	}
	refused, ok := sheet.Reported(err)
	if !ok {
		return &Problem{Key: "sheet.fault.damaged"}
	}
	return &Problem{Key: refused.Key(), Args: refused.Args()}
}

func readRecords(table sheet.Table, columns []string) ([]record, *Problem) {
	var records []record
	withParent := slices.Contains(columns, "parent")
	for _, row := range table.Rows {
		r := record{line: row.Line, cells: map[string]string{}}
		if len(row.Cells) > len(columns) {
			return nil, &Problem{Line: row.Line, Key: "workplan.import.width", Args: []any{len(columns), len(row.Cells)}}
		}
		for i, cell := range row.Cells {
			r.cells[columns[i]] = cell
		}
		if !withParent {
			r.cells["parent"], r.inferred = parentOf(r.cells["number"]), true
		}
		records = append(records, r)
	}
	return records, nil
}

// parentOf is the goal that a milestone's number begins with: 1 for 1.2; empty for a goal's number.
func parentOf(number string) string {
	goal, _, isMilestone := strings.Cut(cleanNumber(number), ".")
	if !isMilestone {
		return ""
	}
	return goal
}

// readMonth reads a deadline: a month as people type it, or what a spreadsheet makes of one: its first day, or
// "Mar-22".
func readMonth(s string) (date.Month, error) {
	month, err := date.ParseMonth(s)
	if err == nil {
		return month, nil
	}
	if day, dayErr := date.Parse(s); dayErr == nil && strings.HasSuffix(string(day), "-01") {
		return date.ParseMonth(strings.TrimSuffix(string(day), "-01"))
	}
	if shown, shownErr := time.Parse("Jan-06", s); shownErr == nil {
		return date.MonthOf(shown), nil
	}
	return "", err
}

// shorten keeps foreign text in messages to a length that can be read.
func shorten(s string) string {
	const limit = 40
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}

// place names the problem's cell for faults: "4:due", "4", "file".
func (p Problem) place() string {
	switch {
	case p.Line == 0:
		return "file"
	case p.Column == "":
		return strconv.Itoa(p.Line)
	}
	return strconv.Itoa(p.Line) + ":" + p.Column
}
