package form

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Kind is what sort of answer a field takes.
type Kind string

// The kinds of fields.
const (
	Text     Kind = "text"
	LongText Kind = "long"
	Choice   Kind = "choice"  // one of the options
	Several  Kind = "several" // any of the options
	Number   Kind = "number"
	Day      Kind = "day"
	File     Kind = "file"
)

// Kinds lists the kinds in the order in which they are offered.
func Kinds() []Kind { return []Kind{Text, LongText, Choice, Several, Number, Day, File} }

// chooses reports whether answers are options of the field.
func (k Kind) chooses() bool { return k == Choice || k == Several }

// MaxFields is how many questions an event asks at most.
const MaxFields = 40

const (
	maxLabel   = 200
	maxHint    = 500
	maxPurpose = 300
	maxOption  = 150
	maxOptions = 30
	maxDays    = 3650
	usualDays  = 180
)

// Field is one question of an event's registration form.
type Field struct {
	bun.BaseModel `bun:"table:form_fields,alias:ff"`

	ID          string     `bun:"id,pk"`
	WorkspaceID string     `bun:"workspace_id"`
	ProjectID   string     `bun:"project_id"`
	EventID     string     `bun:"event_id"`
	Position    int64      `bun:"position"`
	Kind        Kind       `bun:"kind"`
	Label       string     `bun:"label"`
	Hint        string     `bun:"hint"`
	Options     string     `bun:"options"` // one on each line
	Required    bool       `bun:"required"`
	WhenField   string     `bun:"when_field"`  // is only asked when this field has the answer
	WhenOption  string     `bun:"when_option"` // an option of it
	Purpose     string     `bun:"purpose"`     // what the answer is for, shown to people
	KeepDays    int64      `bun:"keep_days"`   // after the event
	CreatedAt   time.Time  `bun:"created_at"`
	RemovedAt   *time.Time `bun:"removed_at"` // not asked any more since
	Version     int64      `bun:"version"`
}

// namePrefix stands before a field's identifier in the names of form controls.
const namePrefix = "f_"

// Name is the form name of the field's control.
func (f Field) Name() string { return namePrefix + f.ID }

// Asked reports whether the form asks for it.
func (f Field) Asked() bool { return f.RemovedAt == nil }

// Choices lists the options.
func (f Field) Choices() []string { return lines(f.Options) }

// Code is the form value of an option. It follows from the text, so that a form that was opened before the options were
// put into another order still means the same.
func Code(option string) string { return "o" + id.Hash(option)[:12] }

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// Asked returns those of the fields that the form asks for.
func Asked(fields []Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return !f.Asked() })
}

// Find returns the field with the identifier; its ID is empty when there is none.
func Find(fields []Field, fieldID string) Field {
	for _, f := range fields {
		if f.ID == fieldID {
			return f
		}
	}
	return Field{}
}

// Details is what staff type about a field.
type Details struct {
	Kind     Kind // of a new field; stays for ever
	Label    string
	Hint     string
	Options  string // one on each line; choices only
	Required bool
	When     string // Condition of another field and its option; empty: always asked
	Purpose  string
	KeepDays string
}

// Fresh is how the form of a new field is filled.
func Fresh() Details { return Details{Kind: Text, KeepDays: strconv.Itoa(usualDays)} }

// Condition is the form value for "only when the field is answered with the option".
func Condition(fieldID, option string) string { return fieldID + "." + Code(option) }

// DetailsOf returns the field as it would be typed.
func DetailsOf(f Field) Details {
	d := Details{
		Kind: f.Kind, Label: f.Label, Hint: f.Hint, Options: f.Options, Required: f.Required, Purpose: f.Purpose,
		KeepDays: strconv.FormatInt(f.KeepDays, 10),
	}
	if f.WhenField != "" {
		d.When = Condition(f.WhenField, f.WhenOption)
	}
	return d
}

// apply writes the details into f, one of the event's fields; the fault lists what cannot be taken.
// Fields: kind, label, hint, options, when, purpose, keep_days.
func (d Details) apply(f Field, all []Field) (Field, error) {
	var c fault.Checks
	if !slices.Contains(Kinds(), f.Kind) {
		c.Add("kind", "fault.choice")
	}
	f.Label, f.Hint, f.Purpose, f.Required = oneLine(d.Label), oneLine(d.Hint), oneLine(d.Purpose), d.Required
	c.Require("label", f.Label)
	c.MaxLen("label", f.Label, maxLabel)
	c.MaxLen("hint", f.Hint, maxHint)
	c.Require("purpose", f.Purpose)
	c.MaxLen("purpose", f.Purpose, maxPurpose)
	days, err := strconv.ParseInt(strings.TrimSpace(d.KeepDays), 10, 64)
	if err != nil || days < 0 || days > maxDays {
		c.Add("keep_days", "form.fault.days", maxDays)
	}
	f.KeepDays = days
	d.applyOptions(&c, &f, all)
	d.applyCondition(&c, &f, all)
	return f, c.Err()
}

func (d Details) applyOptions(c *fault.Checks, f *Field, all []Field) {
	if !f.Kind.chooses() {
		f.Options = ""
		return
	}
	var options []string
	for line := range strings.Lines(d.Options) {
		option := oneLine(line)
		if option == "" || slices.Contains(options, option) {
			continue
		}
		if n := len([]rune(option)); n > maxOption {
			c.Add("options", "form.fault.option_long", maxOption, n)
		}
		options = append(options, option)
	}
	if len(options) < 2 || len(options) > maxOptions {
		c.Add("options", "form.fault.options", maxOptions)
	}
	for _, other := range all {
		if other.Asked() && other.WhenField == f.ID && f.ID != "" && !slices.Contains(options, other.WhenOption) {
			c.Add("options", "form.fault.option_needed", other.WhenOption, other.Label)
		}
	}
	f.Options = strings.Join(options, "\n")
}

// applyCondition takes an option of a field that stands before this one.
func (d Details) applyCondition(c *fault.Checks, f *Field, all []Field) {
	f.WhenField, f.WhenOption = "", ""
	if d.When == "" {
		return
	}
	for _, other := range Conditions(all, *f) {
		for _, option := range other.Choices() {
			if Condition(other.ID, option) == d.When {
				f.WhenField, f.WhenOption = other.ID, option
				return
			}
		}
	}
	c.Add("when", "form.fault.when")
}

// Conditions lists the fields on which f may depend: choices that are asked before it.
func Conditions(all []Field, f Field) []Field {
	return slices.DeleteFunc(Asked(all), func(other Field) bool {
		return !other.Kind.chooses() || other.ID == f.ID || f.Position != 0 && other.Position >= f.Position
	})
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
