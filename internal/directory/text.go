package directory

import (
	"net/url"
	"strings"
	"unicode"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Longest texts in characters.
const (
	maxName        = 200
	maxShort       = 50 // telephone, postcode, title
	maxText        = 500
	maxDescription = 2000
)

// oneLine trims s, makes every run of spaces and control characters one space and drops broken encoding and the marks
// nobody sees.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(seen, strings.ToValidUTF8(s, "")), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// seen drops marks without a picture, such as those that turn the direction of a text; joiners stay, scripts need them.
func seen(r rune) rune {
	if unicode.Is(unicode.Cf, r) && r != '\u200C' && r != '\u200D' {
		return -1
	}
	return r
}

// manyLines keeps line breaks and drops other control characters and marks nobody sees.
func manyLines(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return ' '
		}
		return seen(r)
	}, s))
}

// spelling returns typed, or stored when typed is only its transliteration: a file from a system without umlauts
// does not turn Größler into Groessler.
func spelling(stored, typed string) string {
	if ascii(typed) && !ascii(stored) && database.FoldWord(typed) == database.FoldWord(stored) {
		return stored
	}
	return typed
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// checkURL notes fault.url unless value is empty or an absolute http(s) address.
func checkURL(c *fault.Checks, name, value string) {
	if value == "" {
		return
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		c.Add(name, "fault.url")
	}
}
