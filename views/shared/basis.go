package shared

import (
	"encoding/json"
	"maps"
)

// BasisName is the form name of what an edit form was filled with.
const BasisName = "basis"

// Basis is what an edit form was filled with: version and values of the stored thing. The form sends it back, so that
// a saving on top of somebody else's can tell who changed what without earlier versions being kept.
type Basis struct {
	Version int64               `json:"version"` // 0 for things that are compared by their values
	Labels  string              `json:"labels"`
	Values  map[string][]string `json:"values"`
}

// Stored returns the form of a stored thing: filled with its values, which it remembers.
func Stored(labels string, version int64, values map[string]string) Form {
	form := Fill(values)
	form.Labels = labels
	form.Basis = Basis{Version: version, Labels: labels, Values: maps.Clone(form.Values)}
	return form
}

// Edits reports whether the form changes something that is stored.
func (f Form) Edits() bool { return f.Basis.Values != nil }

// ReadBasis reads what an edit form sent back as its basis; the zero Basis when it is none.
func ReadBasis(sent string) Basis {
	var b Basis
	if json.Unmarshal([]byte(sent), &b) != nil {
		return Basis{}
	}
	return b
}

func (b Basis) sent() string {
	text, err := json.Marshal(b)
	if err != nil {
		return "" // strings and numbers always have a form
	}
	return string(text)
}

// Value returns the field's value, "" when it had none.
func (b Basis) Value(name string) string { return Form{Values: b.Values}.Value(name) }
