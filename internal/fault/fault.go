// Package fault holds the one error type that crosses package boundaries.
//
// A fault says what kind of thing went wrong (Kind), which sentence tells it to people (Key, looked up in the
// catalogues), and at which fields (Fields). Everything that is not a fault is internal: logged once at the edge,
// shown as a generic page. The web layer has one table from kind to HTTP status.
package fault

import (
	"errors"
	"strings"
)

// Kind classifies a fault; the zero value is Internal.
type Kind int

// The kinds a fault can have. All errors that are no *Error count as Internal.
const (
	Internal        Kind = iota
	Invalid              // what was typed or sent is wrong; Fields say where
	NotFound             // does not exist, or not for this person
	Conflict             // somebody else changed it, or it exists already
	Forbidden            // known person, not allowed
	Unauthenticated      // nobody is signed in
	TooMany              // rate limit
)

// Field is one message at one place of a form or row.
type Field struct {
	Name string // form name of the field
	Key  string // catalogue key
	Args []any  // values for the key's verbs
}

// Error is a fault.
type Error struct {
	Kind   Kind
	Key    string // catalogue key of the message; may be empty when Fields say everything
	Args   []any
	Fields []Field
	Err    error // cause, never shown to people
}

// Error lists key, fields and cause for logs.
func (e *Error) Error() string {
	parts := []string{e.Key}
	for _, f := range e.Fields {
		parts = append(parts, f.Name+": "+f.Key)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, "; ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns a fault of the kind with the catalogue key and its values.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Missing is the NotFound fault every lookup returns; it never says whether the thing exists for others.
func Missing() *Error { return New(NotFound, "fault.not_found") }

// Denied is the Forbidden fault of the policies.
func Denied() *Error { return New(Forbidden, "fault.forbidden") }

// KindOf returns the kind of err, Internal for anything that is no fault.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Refused reports whether err is shown at the form it was sent with: what was typed is wrong, or meets something else.
func Refused(err error) bool { return Is(err, Invalid) || Is(err, Conflict) }

// Fields returns the field messages of err, nil when it has none.
func Fields(err error) []Field {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}

// Checks collects field messages while a form or row is validated. The zero value is ready.
type Checks struct{ fields []Field }

// Add notes a message at a field.
func (c *Checks) Add(name, key string, args ...any) {
	c.fields = append(c.fields, Field{Name: name, Key: key, Args: args})
}

// Require notes fault.required when value is blank.
func (c *Checks) Require(name, value string) {
	if strings.TrimSpace(value) == "" {
		c.Add(name, "fault.required")
	}
}

// MaxLen notes fault.too_long when value has more than limit characters (runes).
func (c *Checks) MaxLen(name, value string, limit int) {
	if n := len([]rune(value)); n > limit {
		c.Add(name, "fault.too_long", limit, n)
	}
}

// Merge takes over the field messages of err, each name prefixed.
func (c *Checks) Merge(prefix string, err error) {
	for _, f := range Fields(err) {
		f.Name = prefix + f.Name
		c.fields = append(c.fields, f)
	}
}

// Err returns an Invalid fault with the collected fields, or nil when there are none.
func (c *Checks) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "fault.invalid", Fields: c.fields}
}
