package files

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const maxLabel = 120 // characters, with the ending

// Label returns the name that people gave a file in a form that is safe to show and to save under: without folders, marks that
// nobody sees or that turn the direction of text, and characters that file systems refuse. It may have no ending.
func Label(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, norm.NFC.String(name))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	return shorten(name)
}

// shorten keeps the ending.
func shorten(name string) string {
	ending := []rune(path.Ext(name))
	whole := []rune(name)
	if len(whole) <= maxLabel {
		return name
	}
	if len(ending) > 10 {
		ending = nil
	}
	return strings.TrimSpace(string(whole[:maxLabel-len(ending)])) + string(ending)
}

// Stem is the label without its ending, for a title when nobody typed one.
func Stem(label string) string { return strings.TrimSuffix(label, path.Ext(label)) }
