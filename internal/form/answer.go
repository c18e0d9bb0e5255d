package form

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const (
	maxText     = 200
	maxLongText = 4000
)

// Gone is the form name at which is said that a question was taken out while somebody answered it.
const Gone = "form_gone"

// Answer is what a person answered to one field.
type Answer struct {
	bun.BaseModel `bun:"table:form_answers,alias:fa"`

	AttendanceID string    `bun:"attendance_id,pk"`
	FieldID      string    `bun:"field_id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	EventID      string    `bun:"event_id"`
	Value        string    `bun:"value"` // several options on lines of their own; of a file its name
	File         string    `bun:"file"`  // name in the store, empty unless the field takes files
	AnsweredAt   time.Time `bun:"answered_at"`
}

// Typed are the values that were typed, by the identifier of their field.
type Typed map[string][]string

// FieldOf returns the identifier of the field whose control has the name.
func FieldOf(name string) (fieldID string, ok bool) { return strings.CutPrefix(name, namePrefix) }

// TypedIn takes the values of fields out of those of a form.
func TypedIn(values map[string][]string) Typed {
	typed := Typed{}
	for name, all := range values {
		if fieldID, ok := FieldOf(name); ok {
			typed[fieldID] = all
		}
	}
	return typed
}

// Check reads what was typed into answers, by field. Strict says that the person answers for themselves: what is required
// must be there, and an answer to a question that is not asked any more is not dropped without a word. Messages
// are at the fields' names and at Gone.
func Check(c *fault.Checks, fields []Field, typed Typed, strict bool) map[string]string {
	answers := map[string]string{}
	for _, f := range fields {
		values := typed[f.ID]
		switch {
		case !f.Asked():
			if strict && strings.Join(values, "") != "" {
				c.Add(Gone, "form.fault.gone", f.Label)
			}
		case f.Kind == File: // by CheckFiles
		case f.met(answers):
			answer := f.read(c, values)
			if answer != "" {
				answers[f.ID] = answer
			} else if strict && f.Required && strings.Join(values, "") == "" {
				c.Add(f.Name(), f.missing())
			}
		}
	}
	return answers
}

// met reports whether the field is asked, the answers before it being these.
func (f Field) met(answers map[string]string) bool {
	return f.WhenField == "" || slices.Contains(lines(answers[f.WhenField]), f.WhenOption)
}

func (f Field) missing() string {
	if f.Kind.chooses() {
		return "form.fault.choose"
	}
	return "fault.required"
}

// read returns the answer as it is stored, "" when there is none or it cannot be taken.
func (f Field) read(c *fault.Checks, values []string) string {
	if f.Kind.chooses() {
		return f.readOptions(c, values)
	}
	value := ""
	if len(values) > 0 {
		value = strings.TrimSpace(values[0])
	}
	if value == "" {
		return ""
	}
	switch f.Kind {
	case Text:
		value = oneLine(value)
		return f.within(c, value, maxText)
	case LongText:
		return f.within(c, value, maxLongText)
	case Number:
		return f.readNumber(c, value)
	case Day:
		day, err := date.Parse(value)
		if err != nil {
			c.Add(f.Name(), "fault.day")
		}
		return string(day)
	case File, Choice, Several:
	}
	return ""
}

func (f Field) within(c *fault.Checks, value string, most int) string {
	if n := len([]rune(value)); n > most {
		c.Add(f.Name(), "fault.too_long", most, n)
		return ""
	}
	return value
}

func (f Field) readOptions(c *fault.Checks, values []string) string {
	var chosen []string
	for _, option := range f.Choices() {
		if slices.Contains(values, Code(option)) {
			chosen = append(chosen, option)
		}
	}
	unknown := slices.ContainsFunc(values, func(value string) bool {
		return value != "" && !slices.ContainsFunc(f.Choices(), func(option string) bool { return Code(option) == value })
	})
	if unknown || f.Kind == Choice && len(chosen) > 1 {
		c.Add(f.Name(), "form.fault.option_gone")
		return ""
	}
	return strings.Join(chosen, "\n")
}

var number = regexp.MustCompile(`^-?\d{1,12}(,\d{1,4})?$`)

// readNumber takes a number as Germans and English people write it, without separators of thousands.
func (f Field) readNumber(c *fault.Checks, value string) string {
	value = strings.ReplaceAll(value, ".", ",")
	if !number.MatchString(value) {
		c.Add(f.Name(), "form.fault.number")
		return ""
	}
	return value
}

// Sent is the reverse of reading: the form values of an answer.
func (f Field) Sent(answer string) []string {
	if !f.Kind.chooses() {
		return []string{answer}
	}
	var values []string
	for _, option := range lines(answer) {
		values = append(values, Code(option))
	}
	return values
}
