package workplan

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// SubjectKind is what sort of thing of the plan a change is about.
type SubjectKind string

// The things of the plan whose changes are recorded.
const (
	GoalSubject       SubjectKind = "goal"
	MilestoneSubject  SubjectKind = "milestone"
	TaskSubject       SubjectKind = "task"
	DependencySubject SubjectKind = "dependency"
	BaselineSubject   SubjectKind = "baseline"
)

// SubjectKinds lists the kinds in the order of the pages.
func SubjectKinds() []SubjectKind {
	return []SubjectKind{GoalSubject, MilestoneSubject, TaskSubject, DependencySubject, BaselineSubject}
}

// Deed is what was done to a thing of the plan.
type Deed string

// The deeds. All but Altered are about the whole thing and hold all its fields at once.
const (
	Found       Deed = "found" // it was there when the record began
	Added       Deed = "added"
	Altered     Deed = "changed" // one field
	Removed     Deed = "removed"
	BroughtBack Deed = "brought_back"
)

// FieldChange is one line of the plan's history: one field of one thing, as it was and as it is now. The texts are the plan's.
type FieldChange struct {
	bun.BaseModel `bun:"table:plan_changes,alias:ch"`

	ID          string      `bun:"id,pk"`
	WorkspaceID string      `bun:"workspace_id"`
	ProjectID   string      `bun:"project_id"`
	SubjectKind SubjectKind `bun:"subject_kind"`
	SubjectID   string      `bun:"subject_id"`
	ParentID    string      `bun:"parent_id"` // what it hangs below: a task's milestone, a milestone's goal; may be empty
	Subject     string      `bun:"subject"`   // what it was called after the change
	Deed        Deed        `bun:"deed"`
	Field       string      `bun:"field"`      // the column; empty when the deed is about the whole thing
	Old         string      `bun:"old_value"`  // as stored; of a whole thing all its fields as JSON
	New         string      `bun:"new_value"`  // likewise
	Step        int64       `bun:"step"`       // version of the thing afterwards: clocks of two instances may differ, versions do not
	ChangedBy   string      `bun:"changed_by"` // user ID; empty for the program
	ChangedAt   time.Time   `bun:"changed_at"`

	Who string `bun:"who,scanonly"` // name of who did it, filled when listed
}

// Fields are the fields of a whole thing that came or went, in the order of its columns, those that are empty left out.
func (c FieldChange) Fields() []FieldValue {
	values, err := wholeOf(c.whole())
	if err != nil {
		return nil
	}
	var fields []FieldValue
	for _, name := range FieldsOf(c.SubjectKind) {
		if values[name] != "" {
			fields = append(fields, FieldValue{name, values[name]})
		}
	}
	return fields
}

func (c FieldChange) whole() string {
	if c.Deed == Removed {
		return c.Old
	}
	return c.New
}

// FieldValue is a field's column and its value as it is stored.
type FieldValue struct{ Field, Value string }

// subject says what a recorded row is.
type subject struct {
	kind         SubjectKind
	id, parentID string
	name         string
	step         int64
}

// recorded is a row of the plan whose changes are kept.
type recorded interface{ subject() subject }

func (g Goal) subject() subject {
	return subject{kind: GoalSubject, id: g.ID, name: g.Label() + " " + g.Title, step: g.Version}
}

func (m Milestone) subject() subject {
	return subject{kind: MilestoneSubject, id: m.ID, parentID: m.GoalID, name: m.Number + " " + m.Title, step: m.Version}
}

func (t Task) subject() subject {
	return subject{kind: TaskSubject, id: t.ID, parentID: t.MilestoneID, name: t.Title, step: t.Version}
}

func (d Dependency) subject() subject {
	return subject{kind: DependencySubject, id: d.ID, parentID: d.ToID}
}

func (b Baseline) subject() subject {
	return subject{kind: BaselineSubject, id: b.ID, name: b.Name}
}

// kept is an empty row of each recorded kind.
var kept = map[SubjectKind]recorded{
	GoalSubject: Goal{}, MilestoneSubject: Milestone{}, TaskSubject: Task{}, DependencySubject: Dependency{}, BaselineSubject: Baseline{},
}

// leftOut are the columns that no history tells: where a row lies and how often it was written. Every other column is
// recorded by itself as soon as its field stands in the type.
var leftOut = []string{"id", "workspace_id", "project_id", "created_at", "version"}

// FieldsOf lists the recorded columns of a kind.
func FieldsOf(kind SubjectKind) []string {
	row, known := kept[kind]
	if !known {
		return nil
	}
	var names []string
	for name := range columnsOf(reflect.TypeOf(row)) {
		names = append(names, name)
	}
	return names
}

// FieldType is the Go type of a recorded column, which says how its values read; nil for an unknown one.
func FieldType(kind SubjectKind, field string) reflect.Type {
	row, known := kept[kind]
	if !known {
		return nil
	}
	for name, index := range columnsOf(reflect.TypeOf(row)) {
		if name == field {
			return reflect.TypeOf(row).Field(index).Type
		}
	}
	return nil
}

// columnsOf goes through the recorded columns of a row's type.
func columnsOf(row reflect.Type) func(yield func(name string, index int) bool) {
	return func(yield func(string, int) bool) {
		for i := range row.NumField() {
			name, options, _ := strings.Cut(row.Field(i).Tag.Get("bun"), ",")
			if row.Field(i).Anonymous || name == "" || name == "-" || strings.Contains(options, "scanonly") || slices.Contains(leftOut, name) {
				continue
			}
			if !yield(name, i) {
				return
			}
		}
	}
}

// differing lists the fields in which two states of a row differ.
func differing(was, is recorded) []FieldChange {
	before, after := reflect.Indirect(reflect.ValueOf(was)), reflect.Indirect(reflect.ValueOf(is))
	var all []FieldChange
	for name, i := range columnsOf(after.Type()) {
		from, to := textOf(before.Field(i)), textOf(after.Field(i))
		if from != to {
			all = append(all, FieldChange{Deed: Altered, Field: name, Old: from, New: to})
		}
	}
	return all
}

// wholeText is the row's fields as JSON.
func wholeText(row recorded) (string, error) {
	value := reflect.Indirect(reflect.ValueOf(row))
	fields := map[string]string{}
	for name, i := range columnsOf(value.Type()) {
		if text := textOf(value.Field(i)); text != "" {
			fields[name] = text
		}
	}
	raw, err := json.Marshal(fields)
	return string(raw), err
}

func wholeOf(raw string) (map[string]string, error) {
	fields := map[string]string{}
	if err := json.Unmarshal([]byte(raw), &fields); err != nil {
		return nil, fmt.Errorf("workplan: fields of a change: %w", err)
	}
	return fields, nil
}

// textOf is how a value stands in a change.
func textOf(value reflect.Value) string {
	switch v := value.Interface().(type) {
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.UTC().Format(time.RFC3339Nano)
	case bool:
		if !v {
			return ""
		}
	}
	switch {
	case value.Kind() == reflect.String:
		return value.String()
	case value.CanInt():
		return strconv.FormatInt(value.Int(), 10)
	}
	raw, err := json.Marshal(value.Interface())
	if err != nil {
		return fmt.Sprint(value.Interface())
	}
	return string(raw)
}

// setText puts a text of textOf back into a field.
func setText(field reflect.Value, text string) error {
	switch {
	case text == "":
		field.SetZero()
		return nil
	case field.Kind() == reflect.String:
		field.SetString(text)
		return nil
	case field.Type() == reflect.TypeFor[time.Time]():
		at, err := time.Parse(time.RFC3339Nano, text)
		field.Set(reflect.ValueOf(at))
		return err
	}
	return json.Unmarshal([]byte(text), field.Addr().Interface())
}
