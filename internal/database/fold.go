package database

import (
	"slices"
	"strings"
	"unicode"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

var germanLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "oe", "å", "aa")

var plainLetters = strings.NewReplacer("ß", "ss", "ł", "l", "ı", "i", "ø", "o", "đ", "d", "æ", "ae", "œ", "oe")

// Fold returns the search text of what people typed: lower case, each word both in German transliteration
// (groessler) and stripped of marks (grossler), words separated by one space and one at each end.
func Fold(parts ...string) string {
	var out strings.Builder
	out.WriteByte(' ')
	seen := map[string]bool{}
	for _, word := range words(strings.Join(parts, " ")) {
		for _, form := range []string{germanForm(word), plainForm(word)} {
			if form != "" && !seen[form] {
				seen[form] = true
				out.WriteString(form)
				out.WriteByte(' ')
			}
		}
	}
	return out.String()
}

// FoldQuery returns one LIKE pattern per typed word; a row matches when its search text matches all of them.
func FoldQuery(query string) []string {
	var patterns []string
	for _, word := range rareFirst(words(query)) {
		if form := germanForm(word); form != "" {
			patterns = append(patterns, "%"+form+"%")
		}
	}
	return patterns
}

// Holding narrows to the rows in which every typed word is found, each in one of the columns of folded text. It finds what FoldQuery's
// patterns find, and looks at the text as it is: no letter of a folded word could stand for another one, as LIKE must find out at each.
func Holding(q *bun.SelectQuery, query string, columns ...string) *bun.SelectQuery {
	find := "instr(?, ?) > 0"
	if q.Dialect().Name() == dialect.PG {
		find = "strpos(?, ?) > 0"
	}
	for _, form := range typed(query) {
		var args []any
		for _, column := range columns {
			args = append(args, bun.Ident(column), form)
		}
		q = q.Where(strings.Join(slices.Repeat([]string{find}, len(columns)), " OR "), args...)
	}
	return q
}

// Holds reports whether folded text has every typed word.
func Holds(folded, query string) bool {
	for _, form := range typed(query) {
		if !strings.Contains(folded, form) {
			return false
		}
	}
	return true
}

// typed folds the words of a query.
func typed(query string) []string {
	var forms []string
	for _, word := range words(query) {
		if form := germanForm(word); form != "" {
			forms = append(forms, form)
		}
	}
	return forms
}

// rareFirst puts words with digits first and long ones before short ones: few rows have them, and the others are only looked for in those.
func rareFirst(all []string) []string {
	rare := func(word string) int {
		if strings.ContainsAny(word, "0123456789") {
			return 1000 + len(word)
		}
		return len(word)
	}
	slices.SortStableFunc(all, func(a, b string) int { return rare(b) - rare(a) })
	return all
}

// FoldWord returns one canonical form, for finding duplicates: Größler and Groessler give the same.
func FoldWord(s string) string { return germanForm(strings.Join(words(s), " ")) }

// FoldForms returns the forms under which a single word is found: in German transliteration (groessler) and, where
// that differs, stripped of marks (grossler).
func FoldForms(word string) []string {
	word = strings.ToLower(norm.NFC.String(word))
	german, plain := germanForm(word), plainForm(word)
	if german == plain {
		return []string{german}
	}
	return []string{german, plain}
}

func words(s string) []string {
	s = strings.ToLower(norm.NFC.String(s))
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '@' && r != '.' && r != '-' && r != '+'
	})
}

func germanForm(word string) string { return plainForm(germanLetters.Replace(word)) }

func plainForm(word string) string {
	word = plainLetters.Replace(word)
	if !strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
		return word // most words: a transformer costs far more than looking
	}
	stripped, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), word)
	if err != nil {
		return word
	}
	return stripped
}
