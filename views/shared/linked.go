package shared

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
)

// piece is a part of a plain text; with href it is a link.
type piece struct{ text, href string }

// pieces finds the e-mail and https addresses in a plain text. Nothing is left out or changed: all texts together are text.
func pieces(text string) []piece {
	var found []piece
	plain := 0 // where the text begins that is no link and not taken yet
	for from := 0; from < len(text); {
		to := from + max(1, length(text[from:]))
		word, skipped := bare(text[from:to])
		if href := address(word); href != "" {
			begin := from + skipped
			found = appendPlain(found, text[plain:begin])
			found = append(found, piece{word, href})
			plain = begin + len(word)
		}
		from = to
	}
	return appendPlain(found, text[plain:])
}

// length is where the first word of the text ends.
func length(text string) int {
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		return end
	}
	return len(text)
}

func appendPlain(list []piece, text string) []piece {
	if text == "" {
		return list
	}
	return append(list, piece{text: text})
}

// bare drops the punctuation around a word and says how long what stood before it was.
func bare(word string) (string, int) {
	inner := strings.TrimLeft(word, "(<[„“\"'")
	return strings.TrimRight(inner, ".,;:!?)>]“”\"'"), len(word) - len(inner)
}

// address is where a word leads: to a mail program, to another site, or nowhere.
func address(word string) string {
	if strings.HasPrefix(word, "https://") {
		if u, err := url.Parse(word); err == nil && strings.Contains(u.Host, ".") && u.User == nil {
			return word
		}
		return ""
	}
	_, domain, found := strings.Cut(word, "@")
	if !found {
		return "" // as nearly every word: nothing has to be parsed
	}
	if parsed, err := mail.ParseAddress(word); err != nil || parsed.Address != word || !strings.Contains(domain, ".") {
		return ""
	}
	return (&url.URL{Scheme: "mailto", Opaque: url.PathEscape(word)}).String()
}
