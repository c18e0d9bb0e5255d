package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strconv"

	"rundertisch/internal/fault"
)

// RowState says what a row of an import file does to the directory.
type RowState string

// What a row can do.
const (
	RowNew       RowState = "new"
	RowChanged   RowState = "changed"
	RowDuplicate RowState = "duplicate" // is left out; Note says why
	RowWrong     RowState = "wrong"     // refuses the file; Problems say why
)

// Row is one row of an import file, compared with the directory and the rows above it.
type Row struct {
	Line     int // of the file; the headings are line 1
	State    RowState
	Name     string
	Place    string // the person's organisation, the organisation's town or municipality
	Email    string
	TargetID string // the entry in the directory that is changed or was found again; empty for new ones
	Changes  []Difference
	Note     *Remark // why it is a duplicate, or what to look at
	Problems []Problem

	person       Person
	organisation Organisation
}

// Difference is one field of an entry that a row changes.
type Difference struct{ Field, Before, After string }

// Remark is a sentence about a row.
type Remark struct {
	Key  string
	Args []any
}

// Problem is what is wrong in one cell.
type Problem struct {
	Column string // the heading as typed in the file
	Field  string
	Key    string
	Args   []any
}

// keptRows is how many rows of each state a plan keeps to be shown; counts and stamp tell of all.
const keptRows = 200

// Plan is what an import would do.
type Plan struct {
	Kind             ImportKind
	Rows             []Row          // the first of each state
	NewOrganisations []Organisation // that a file of persons names and the directory lacks
	Alike            []string       // for each of those, one of the directory that it may be; "" for none

	counts map[RowState]int
	stamp  hash.Hash // of every row
}

func newPlan(kind ImportKind) Plan {
	return Plan{Kind: kind, counts: map[RowState]int{}, stamp: sha256.New()}
}

func (p *Plan) add(row Row) {
	p.counts[row.State]++
	fmt.Fprintf(p.stamp, "%d %s %s %v\n", row.Line, row.State, row.TargetID, row.Changes)
	if p.counts[row.State] <= keptRows {
		p.Rows = append(p.Rows, row)
	}
}

func (p *Plan) note(known similar) {
	p.Alike = make([]string, len(p.NewOrganisations))
	for i, o := range p.NewOrganisations {
		if alike := known[coreOrganisation(o.Name)]; len(alike) > 0 {
			p.Alike[i] = alike[0].Name
		}
	}
}

// Count returns the number of rows in the state.
func (p Plan) Count(state RowState) int { return p.counts[state] }

// rows is the number of rows in all states.
func (p Plan) rows() int {
	n := 0
	for _, count := range p.counts {
		n += count
	}
	return n
}

// Of lists the rows in the state, the first keptRows of them.
func (p Plan) Of(state RowState) []Row {
	var rows []Row
	for _, row := range p.Rows {
		if row.State == state {
			rows = append(rows, row)
		}
	}
	return rows
}

// Writes reports whether the plan can and would change the directory.
func (p Plan) Writes() bool {
	return p.Count(RowWrong) == 0 && p.Count(RowNew)+p.Count(RowChanged) > 0
}

// Err returns an Invalid fault with a message for each wrong cell of the kept rows, named "<line>:<column>"; nil when no
// row is wrong.
func (p Plan) Err() error {
	wrong := p.Count(RowWrong)
	if wrong == 0 {
		return nil
	}
	refused := fault.New(fault.Invalid, "directory.import.fault.wrong_rows", wrong)
	for _, row := range p.Rows {
		for _, problem := range row.Problems {
			place := strconv.Itoa(row.Line) + ":" + problem.Column
			refused.Fields = append(refused.Fields, fault.Field{Name: place, Key: problem.Key, Args: problem.Args})
		}
	}
	return refused
}

// Stamp identifies what the plan would do, so that a confirmation fits what was looked at.
func (p Plan) Stamp() string {
	if p.stamp == nil {
		return ""
	}
	sum := p.stamp.Sum(nil)
	for _, o := range p.NewOrganisations {
		next := sha256.Sum256(append(sum, o.NameKey...))
		sum = next[:]
	}
	return hex.EncodeToString(sum)[:32]
}

// Summary is what an import did.
type Summary struct {
	New, Changed, Duplicate, Wrong int
	Organisations                  int // made on the way by a file of persons
	Rows                           []Row
}

func (p Plan) summary() Summary {
	return Summary{
		New: p.Count(RowNew), Changed: p.Count(RowChanged), Duplicate: p.Count(RowDuplicate), Wrong: p.Count(RowWrong),
		Organisations: len(p.NewOrganisations), Rows: p.Rows,
	}
}
