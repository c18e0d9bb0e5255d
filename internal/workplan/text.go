package workplan

import (
	"strings"
	"unicode"
)

// oneLine returns s without line breaks, control characters and repeated blanks.
func oneLine(s string) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || r == '\uFEFF':
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(visible), " ")
}
