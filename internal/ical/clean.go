package ical

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// cleanLines makes text safe as a TEXT value: valid UTF-8, line breaks as \n, no controls. NEL and the Unicode separators
// count as line breaks because some readers split lines at them.
func cleanLines(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || r == '\uFEFF':
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// clean is cleanLines for what has one line: every run of white space becomes one blank.
func clean(s string) string { return strings.Join(strings.Fields(cleanLines(s)), " ") }

// cleanParam is clean for a parameter value: without the characters that end one (quote, semicolon, colon, comma) and without
// the escape characters of old readers (backslash) and of RFC 6868 (circumflex).
func cleanParam(s string) string {
	return clean(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`";:,\^`, r) {
			return ' '
		}
		return r
	}, s))
}

// escapeText is the TEXT escaping of RFC 5545, 3.3.11, for cleaned text.
func escapeText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\n", `\n`).Replace(s)
}

// unescapeText undoes escapeText; unknown escapes and a backslash at the end stay as they are.
func unescapeText(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, `;`, `\,`, `,`, `\n`, "\n", `\N`, "\n").Replace(s)
}

// mailto is the address as a URI (RFC 6068) with only those characters encoded that would change its meaning, because
// mail programs compare it with their own address letter by letter.
func mailto(email string) string {
	return "mailto:" + strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23", "/", "%2F", "&", "%26").Replace(email)
}

// cleanURL returns a web address in visible ASCII; false for anything else.
func cleanURL(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return "", false
	}
	var ascii strings.Builder
	for _, b := range []byte(u.String()) {
		if b <= ' ' || b > '~' || b == '"' {
			fmt.Fprintf(&ascii, "%%%02X", b)
		} else {
			ascii.WriteByte(b)
		}
	}
	return ascii.String(), true
}

// truncate cuts s to at most limit octets without breaking a character.
func truncate(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "")
}
