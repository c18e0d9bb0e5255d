package pdf

import (
	_ "embed" // the fonts
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// Fira Sans, SIL Open Font License 1.1; see fonts/LICENSE.
var (
	//go:embed fonts/FiraSans-Regular.ttf
	regular []byte
	//go:embed fonts/FiraSans-SemiBold.ttf
	semibold []byte
)

const missing = '?' // stands for a letter that neither the font nor its plain relative has

// plain are letters that no decomposition leads to their relatives.
var plain = map[rune]string{'\u00a0': " ", '\u2011': "-", '\u2010': "-", '\u202f': " ", '\u2007': " ", '\u2060': "", '\u00ad': "", '\u200b': ""}

// ink knows which letters can be printed. Both weights have the same ones.
type ink struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
	known  map[rune]bool
	err    error
}

func newInk() *ink {
	font, err := sfnt.Parse(regular)
	return &ink{font: font, known: map[rune]bool{}, err: err}
}

// has reports whether the font has the letter. What lies beyond the basic plane cannot be written by the library.
func (k *ink) has(r rune) bool {
	known, seen := k.known[r]
	if !seen && k.font != nil {
		glyph, err := k.font.GlyphIndex(&k.buffer, r)
		known = err == nil && glyph != 0 && r <= 0xFFFE
		k.known[r] = known
	}
	return known
}

// clean returns the text as it can be printed: composed, on one line, without marks that turn the direction of what follows.
func (k *ink) clean(text string) string {
	var out strings.Builder
	for _, r := range norm.NFC.String(text) {
		switch relative, ok := plain[r]; {
		case ok:
			out.WriteString(relative)
		case r == '\n' || r == '\t':
			out.WriteByte(' ')
		case unicode.Is(unicode.C, r):
		case k.has(r):
			out.WriteRune(r)
		default:
			out.WriteString(k.relative(r))
		}
	}
	return out.String()
}

// relative is the letter without its marks, as far as the font has it.
func (k *ink) relative(r rune) string {
	var out strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, part) && k.has(part) {
			out.WriteRune(part)
		}
	}
	if out.Len() == 0 && !unicode.Is(unicode.Mn, r) {
		return string(missing)
	}
	return out.String()
}
