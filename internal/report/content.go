package report

import (
	"bytes"
	"encoding/json"

	"rundertisch/internal/date"
	"rundertisch/internal/sheet"
)

// Content is a report said in the words of its language. It is stored as JSON, so fields are only ever added.
type Content struct {
	Lang       string      `json:"lang"`
	Draft      string      `json:"draft,omitempty"` // says that it is one; empty of a frozen report
	Title      string      `json:"title"`
	Project    string      `json:"project"`
	Workspace  string      `json:"workspace"`
	Funding    string      `json:"funding,omitempty"`
	Facts      []Fact      `json:"facts"`
	Summary    Section     `json:"summary"`
	Figures    Section     `json:"figures"`
	Goals      Section     `json:"goals"`
	Baselines  Section     `json:"baselines"`
	Overview   Section     `json:"overview"`
	Milestones []Milestone `json:"milestones"`
	Chapter    string      `json:"chapter"` // heading above the milestones
	Removed    Section     `json:"removed"`
	Events     Section     `json:"events"`
	Deviation  Section     `json:"deviation"`
	Outlook    Section     `json:"outlook"`
}

// Fact is a name with its value.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Section is a part under a heading, with a text, facts or a table. One with nothing in it is left out.
type Section struct {
	Title string `json:"title"`
	Text  string `json:"text,omitempty"` // paragraphs by blank lines
	Facts []Fact `json:"facts,omitempty"`
	Table *Table `json:"table,omitempty"`
}

// Table is rows under headings; the first column names the row.
type Table struct {
	Header []string   `json:"header"`
	Rows   [][]string `json:"rows"`
}

// Milestone is what the report says about one, and its dates for programs.
type Milestone struct {
	ID       string    `json:"id"`
	Number   string    `json:"number"`
	Title    string    `json:"title"`
	Planned  date.Date `json:"planned"`
	Forecast date.Date `json:"forecast"`
	Actual   date.Date `json:"actual,omitempty"`
	Slip     int       `json:"slip_days"`
	Facts    []Fact    `json:"facts"`
	Parts    []Part    `json:"parts"`
}

// Part is a text about a milestone, or a list.
type Part struct {
	Title string   `json:"title"`
	Text  string   `json:"text,omitempty"`
	List  []string `json:"list,omitempty"`
}

// Empty reports whether there is nothing under the heading.
func (s Section) Empty() bool { return s.Text == "" && len(s.Facts) == 0 && s.Table == nil }

// Sheet is the overview of the milestones as a file.
func (c Content) Sheet() sheet.Source {
	source := sheet.Source{Name: c.Overview.Title}
	var rows [][]string
	if c.Overview.Table != nil {
		source.Header, rows = c.Overview.Table.Header, c.Overview.Table.Rows
	}
	source.Rows = sheet.Of(rows, func(row []string) []string { return row })
	return source
}

// canonical is the content as the one text that there is for it: fields in their order, no blanks, nothing escaped that need
// not be.
func (c Content) canonical() (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(c)
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), err
}

// fingerprint is the same for two contents that say the same.
func (c Content) fingerprint() (string, error) {
	text, err := c.canonical()
	return sum(text), err
}
