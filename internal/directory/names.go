package directory

import (
	"slices"
	"strings"
	"unicode"

	"rundertisch/internal/database"
)

// titles are words before a name that do not tell people apart.
var titles = []string{
	"dr", "prof", "professor", "professorin", "doktor", "med", "phil", "jur", "rer", "nat", "pol", "oec", "theol", "ing", "dipl",
	"diplom", "habil", "hc", "mag", "ma", "ba", "msc", "bsc", "llm", "herr", "frau", "mr", "mrs", "ms",
}

// legalForms are words of an organisation's name that do not tell organisations apart; "e. V." is two of them.
var legalForms = []string{
	"gmbh", "ggmbh", "mbh", "gemeinnuetzige", "gesellschaft", "ev", "e", "v", "eg", "g", "ag", "gag", "kg", "ohg", "gbr", "ug", "se", "co",
	"haftungsbeschraenkt", "eingetragener", "verein", "eingetragene", "genossenschaft", "stiftung", "kgaa", "mit", "beschraenkter", "haftung",
	"der", "die", "das", "und", "u", "the", "and",
}

// wordsOf splits a folded text at everything that is neither letter nor digit.
func wordsOf(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// otherNames are other folded names under which the same person may stand in the directory: with the family name first,
// and without what looks like a title.
func otherNames(p Person) []string {
	all := []string{database.FoldWord(p.Family + " " + p.Given)}
	words := database.FoldWord(p.Given + " " + p.Family)
	bare := strings.Join(slices.DeleteFunc(strings.Fields(words), func(w string) bool {
		return slices.Contains(titles, strings.Trim(w, ".,"))
	}), " ")
	if bare != words {
		all = append(all, bare)
	}
	return all
}

// coreOrganisation is what an organisation's name comes down to: folded, without legal form and blanks, so that
// "Wohnhilfe Nord e. V." and "Wohn-Hilfe Nord" are the same.
func coreOrganisation(name string) string {
	words := wordsOf(database.FoldWord(name))
	bare := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(legalForms, w) })
	if len(bare) == 0 {
		bare = words
	}
	return strings.Join(bare, "")
}
