package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rundertisch/internal/database"
)

const (
	maxWord  = 60 // octets of a word that count
	maxTyped = 8  // words of a query that count
)

// span is a word of a text and where it stands, in octets.
type span struct{ from, to int }

// split returns the words of a text: runs of letters and digits, and before those of one joined by . - + or @ the whole of it.
func split(text string) []span {
	var all []span
	for at := 0; at < len(text); {
		whole := run(text, at, func(r rune) bool { return isLetter(r) || strings.ContainsRune(".-+@", r) })
		if whole.from == whole.to {
			break
		}
		at = whole.to
		trimmed := trim(text, whole)
		var parts []span
		for inner := trimmed.from; inner < trimmed.to; {
			part := run(text[:trimmed.to], inner, isLetter)
			parts, inner = append(parts, part), part.to
		}
		if len(parts) > 1 {
			all = append(all, trimmed)
		}
		all = append(all, parts...)
	}
	return all
}

// run returns the first run of fitting characters at or after an octet; empty when there is none.
func run(text string, at int, fits func(rune) bool) span {
	from := strings.IndexFunc(text[at:], fits)
	if from < 0 {
		return span{len(text), len(text)}
	}
	from += at
	length := strings.IndexFunc(text[from:], func(r rune) bool { return !fits(r) })
	if length < 0 {
		return span{from, len(text)}
	}
	return span{from, from + length}
}

func trim(text string, s span) span {
	word := text[s.from:s.to]
	return span{s.from + len(word) - len(strings.TrimLeft(word, ".-+@")), s.from + len(strings.TrimRight(word, ".-+@"))}
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// forms returns the forms under which a word is kept.
func forms(word string) []string {
	all := database.FoldForms(word)
	for i := range all {
		all[i] = short(all[i])
	}
	return all
}

func short(word string) string {
	if len(word) <= maxWord {
		return word
	}
	end := maxWord
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

// typed returns the prefixes that a query asks for, without those that another one implies.
func typed(query string) []string {
	var all []string
	for _, word := range strings.FieldsFunc(query, func(r rune) bool { return !isLetter(r) && !strings.ContainsRune(".-+@", r) }) {
		prefix := short(database.FoldWord(strings.Trim(word, ".-+@")))
		if prefix != "" && !slices.Contains(all, prefix) && len(all) < maxTyped {
			all = append(all, prefix)
		}
	}
	return all
}

// Part is a piece of a text; Hit parts are what was typed.
type Part struct {
	Text string
	Hit  bool
}

// mark cuts a text into what matches one of the prefixes and what does not.
func mark(text string, prefixes []string) []Part {
	var parts []Part
	at := 0
	for _, word := range split(text) {
		length := matching(text[word.from:word.to], prefixes)
		if length == 0 || word.from < at {
			continue
		}
		if word.from > at {
			parts = append(parts, Part{Text: text[at:word.from]})
		}
		at = word.from + length
		parts = append(parts, Part{Text: text[word.from:at], Hit: true})
	}
	if at < len(text) {
		parts = append(parts, Part{Text: text[at:]})
	}
	return parts
}

// matching returns how many octets of the word the longest matching prefix covers, 0 when none matches. The covered
// part is the shortest beginning of the word whose folded form holds the prefix: in "Größler" typed "groes" covers "Größ".
func matching(word string, prefixes []string) int {
	longest := 0
	for _, form := range forms(word) {
		for _, prefix := range prefixes {
			if strings.HasPrefix(form, prefix) {
				longest = max(longest, covered(word, prefix))
			}
		}
	}
	return longest
}

func covered(word, prefix string) int {
	for end := range word {
		if end > 0 && slices.ContainsFunc(forms(word[:end]), func(form string) bool { return strings.HasPrefix(form, prefix) }) {
			return end
		}
	}
	return len(word)
}

// excerpt shortens the parts of a long text around the first hit.
func excerpt(parts []Part) []Part {
	const around = 90 // characters kept on either side
	first := slices.IndexFunc(parts, func(p Part) bool { return p.Hit })
	var kept []Part
	for i, p := range parts {
		switch {
		case first < 0 || i > first+6:
			if runes := []rune(p.Text); i == 0 && len(runes) > 2*around {
				kept = append(kept, Part{Text: string(runes[:2*around]) + " …"})
			} else if i == 0 {
				kept = append(kept, p)
			}
			continue
		case p.Hit:
			kept = append(kept, p)
		default:
			kept = append(kept, Part{Text: cut(p.Text, i > 0, i < len(parts)-1, around)})
		}
	}
	return kept
}

// cut keeps what is near a hit before and after a text.
func cut(text string, after, before bool, around int) string {
	runes := []rune(text)
	switch {
	case after && before && len(runes) > 2*around:
		return string(runes[:around]) + " … " + string(runes[len(runes)-around:])
	case after && !before && len(runes) > around:
		return string(runes[:around]) + " …"
	case before && !after && len(runes) > around:
		return "… " + string(runes[len(runes)-around:])
	}
	return text
}
