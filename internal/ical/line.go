package ical

import (
	"bytes"
	"regexp"
	"strings"
)

// line is one unfolded content line.
type line struct {
	name   string
	params []param
	value  string
}

type param struct {
	name   string
	values []string
}

var token = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)

// unfold joins folded lines on octets, before the text is checked as UTF-8: folding may have cut through a character.
func unfold(object []byte) [][]byte {
	var lines [][]byte
	for physical := range bytes.SplitSeq(object, []byte("\n")) {
		physical = bytes.TrimSuffix(physical, []byte("\r"))
		folded := len(physical) > 0 && (physical[0] == ' ' || physical[0] == '\t')
		if folded && len(lines) > 0 {
			last := len(lines) - 1
			lines[last] = append(lines[last], physical[1:]...)
			continue
		}
		lines = append(lines, bytes.Clone(physical))
	}
	return lines
}

// readLine takes a content line apart; false when it is none. Quotes toggle wherever they stand, because programs exist that
// put them in the middle of a parameter.
func readLine(text string) (line, bool) {
	pieces, value, ok := splitParams(text)
	if !ok || !token.MatchString(strings.TrimSpace(pieces[0])) {
		return line{}, false
	}
	l := line{name: strings.ToUpper(strings.TrimSpace(pieces[0])), value: value}
	for _, piece := range pieces[1:] {
		if name, values, found := strings.Cut(piece, "="); found && token.MatchString(name) {
			l.params = append(l.params, param{strings.ToUpper(name), splitValues(values)})
		}
	}
	return l, true
}

// splitParams cuts at the semicolons before the first colon outside of quotes and returns what follows the colon.
func splitParams(text string) (pieces []string, value string, ok bool) {
	quoted, start := false, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ';':
			pieces, start = append(pieces, text[start:i]), i+1
		case c == ':':
			return append(pieces, text[start:i]), text[i+1:], true
		}
	}
	return nil, "", false
}

// splitValues cuts a parameter at the commas outside of quotes and drops the quotes.
func splitValues(text string) []string {
	quoted := false
	parts := strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ',' && !quoted
	})
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], `"`, "")
	}
	return parts
}

// write appends the line as the decoder likes it: unfolded, every parameter quoted.
func (l line) write(out *bytes.Buffer) {
	out.WriteString(l.name)
	for _, p := range l.params {
		out.WriteString(";" + p.name + `="` + strings.Join(p.values, `","`) + `"`)
	}
	out.WriteString(":" + l.value + "\n")
}
