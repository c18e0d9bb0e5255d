package directory

import (
	_ "embed" // the list of municipalities
	"encoding/csv"
	"strings"
	"sync"

	"rundertisch/internal/database"
)

// Municipality is a municipality of the county.
type Municipality struct {
	AGS  string // official municipality key, eight digits
	Name string // "Bad Langensalza, Stadt"
}

//go:embed municipalities.csv
var municipalityFile string

var municipalities = sync.OnceValue(func() []Municipality {
	rows, err := csv.NewReader(strings.NewReader(municipalityFile)).ReadAll()
	if err != nil {
		return nil // a test reads the embedded file and counts its rows
	}
	list := make([]Municipality, 0, len(rows))
	for _, row := range rows[1:] {
		list = append(list, Municipality{AGS: row[0], Name: row[1]})
	}
	return list
})

// Municipalities lists the county's municipalities by name.
func Municipalities() []Municipality { return append([]Municipality(nil), municipalities()...) }

// MunicipalityName returns the name for a municipality key, "" when it is not in the list.
func MunicipalityName(ags string) string {
	for _, m := range municipalities() {
		if m.AGS == ags {
			return m.Name
		}
	}
	return ""
}

// municipalityNames leads from what may stand in a file to the key: the key itself, or the folded name with or
// without ", Stadt".
var municipalityNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, m := range municipalities() {
		short, _, _ := strings.Cut(m.Name, ",")
		for _, name := range []string{m.AGS, m.Name, short} {
			names[database.FoldWord(name)] = m.AGS
		}
	}
	return names
})

// findMunicipality returns the key of the municipality that text names.
func findMunicipality(text string) (ags string, ok bool) {
	ags, ok = municipalityNames()[database.FoldWord(text)]
	return ags, ok
}
