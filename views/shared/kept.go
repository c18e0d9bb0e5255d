package shared

import "encoding/json"

// KeptName is the form name under which the sign-in form carries what was typed before.
const KeptName = "kept"

// Kept is what was typed into a form that could not be taken.
type Kept struct {
	Action string  `json:"action"` // where it was sent
	Whose  string  `json:"whose"`  // mark of the person who was signed in; empty for nobody
	Values []Value `json:"values"`
	Files  bool    `json:"files"` // files came along, which cannot be kept
	Large  bool    `json:"large"` // it was too much to keep
}

// Any reports whether there is something to carry on, or to say about what is lost.
func (k Kept) Any() bool { return k.Action != "" && (len(k.Values) > 0 || k.Files || k.Large) }

// Sent is how a form carries it.
func (k Kept) Sent() string {
	text, err := json.Marshal(k)
	if err != nil {
		return "" // strings always have a form
	}
	return string(text)
}

// ReadKept is the reverse of Sent; the zero Kept when it is none.
func ReadKept(sent string) Kept {
	var k Kept
	if json.Unmarshal([]byte(sent), &k) != nil {
		return Kept{}
	}
	return k
}
