package shared

import (
	"strings"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Clash is a field that two people changed, each to something else.
type Clash struct {
	Name   string
	Label  string
	Mine   string // what the person at hand typed, as it reads
	Theirs string // what somebody else saved meanwhile, as it reads
	Typed  string // Mine as it was sent
	Anew   string // the text that is to count instead of both
	Free   bool   // the field takes text, so that Anew can be written
}

// The choices at a clash, and the names of the fields that carry them.
const (
	KeepMine   = "mine"
	KeepTheirs = "theirs"
	WriteAnew  = "anew"

	ChoicePrefix = "choice." // radio group
	AnewPrefix   = "anew."   // text that is to count instead of both
	ClashName    = "clash"   // names of the fields that are chosen about
)

// passage is a part of a text; Changed when the other text does not have it.
type passage struct {
	text    string
	changed bool
}

const longEnough = 40 // runes; of shorter texts one sees the difference without marks

// passages returns both texts in full, cut where they differ.
func (c Clash) passages() (mine, theirs []passage) {
	if !c.Free || max(utf8.RuneCountInString(c.Mine), utf8.RuneCountInString(c.Theirs)) < longEnough || c.Mine == "" || c.Theirs == "" {
		return []passage{{text: c.Mine}}, []passage{{text: c.Theirs}}
	}
	compare := diffmatchpatch.New()
	for _, d := range byWords(compare, c.Mine, c.Theirs) {
		if d.Type != diffmatchpatch.DiffInsert {
			mine = append(mine, passage{d.Text, d.Type == diffmatchpatch.DiffDelete})
		}
		if d.Type != diffmatchpatch.DiffDelete {
			theirs = append(theirs, passage{d.Text, d.Type == diffmatchpatch.DiffInsert})
		}
	}
	return mine, theirs
}

// byWords compares word by word: marks inside of words are hard to read. The library compares lines, so each word is
// one for it.
func byWords(compare *diffmatchpatch.DiffMatchPatch, a, b string) []diffmatchpatch.Diff {
	asLines := strings.NewReplacer("\n", "\x01\n", " ", "\x02\n")
	asText := strings.NewReplacer("\x01\n", "\n", "\x02\n", " ")
	linesA, linesB, words := compare.DiffLinesToRunes(asLines.Replace(a), asLines.Replace(b))
	diffs := compare.DiffCharsToLines(compare.DiffMainRunes(linesA, linesB, false), words)
	for i := range diffs {
		diffs[i].Text = asText.Replace(diffs[i].Text)
	}
	return diffs
}

// lines is whether the text needs a field of several lines.
func (c Clash) lines() bool {
	longest := max(utf8.RuneCountInString(c.Typed), utf8.RuneCountInString(c.Theirs))
	return longest > 80 || strings.Contains(c.Typed+c.Theirs, "\n")
}

func (c Clash) choice() string { return ChoicePrefix + c.Name }

func (c Clash) anew() string { return AnewPrefix + c.Name }
