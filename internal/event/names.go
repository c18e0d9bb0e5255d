package event

import (
	"slices"
	"strings"

	"rundertisch/internal/database"
)

// Names lists the names in a text of people: parted by semicolons when it has some, else by commas.
func Names(text string) []string {
	sep := ","
	if strings.Contains(text, ";") {
		sep = ";"
	}
	var names []string
	for _, name := range strings.Split(text, sep) {
		if name = oneLine(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// People lists who appears in the item, speakers first, each once.
func (i ProgrammeItem) People() []string {
	var people []string
	for _, name := range slices.Concat(Names(i.Speakers), Names(i.Moderator)) {
		if !slices.ContainsFunc(people, func(other string) bool { return sameName(other, name) }) {
			people = append(people, name)
		}
	}
	return people
}

// sameName reports whether two names mean the same room or person: case, umlauts' spelling and academic titles do not count.
func sameName(a, b string) bool { return nameKey(a) == nameKey(b) }

func nameKey(name string) string {
	words := strings.Fields(database.FoldWord(name))
	words = slices.DeleteFunc(words, func(word string) bool { return slices.Contains(academic, strings.TrimSuffix(word, ".")) })
	return strings.Join(words, " ")
}

// academic are titles as they stand before names, folded.
var academic = []string{"dr", "prof", "pd"}

// LedBy reports whether the person of the name speaks or moderates: by the whole name, in any spelling. One word is too easily
// somebody else's.
func (i ProgrammeItem) LedBy(name string) bool {
	name = database.FoldWord(name)
	named := " " + database.FoldWord(i.Speakers) + " ; " + database.FoldWord(i.Moderator) + " "
	return strings.Contains(name, " ") && strings.Contains(named, " "+name+" ")
}
