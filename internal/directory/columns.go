package directory

import (
	"strings"
	"sync"

	"rundertisch/internal/database"
)

// ImportKind says what a file lists, one per row.
type ImportKind string

// What a file can list.
const (
	ImportPersons       ImportKind = "persons" // each with its organisation, if any
	ImportOrganisations ImportKind = "organisations"
)

// Valid reports whether k is one of the kinds.
func (k ImportKind) Valid() bool { return k == ImportPersons || k == ImportOrganisations }

// required is the column a file cannot do without.
func (k ImportKind) required() string {
	if k == ImportPersons {
		return "family"
	}
	return "name"
}

// column is a column of an import file: the field's name and its accepted headings, the usual German one first.
// Headings compare folded: case, marks and punctuation do not count.
type column struct {
	field    string
	headings []string
}

// Columns lists the fields of a file of the kind in the order exports write them.
func Columns(kind ImportKind) []string {
	columns := columnsOf(kind)
	fields := make([]string, len(columns))
	for i, c := range columns {
		fields[i] = c.field
	}
	return fields
}

func columnsOf(kind ImportKind) []column {
	if kind == ImportPersons {
		return personColumns()
	}
	return organisationColumns()
}

func personColumns() []column {
	return append([]column{
		{"title", []string{"Titel", "Akademischer Titel", "Title"}},
		{"given", []string{"Vorname", "Rufname", "Given name", "First name", "Forename"}},
		{"family", []string{"Nachname", "Familienname", "Name", "Zuname", "Family name", "Last name", "Surname"}},
		{"function", []string{"Funktion", "Position", "Rolle", "Stelle", "Function", "Role", "Job title"}},
		{"email", []string{"E-Mail", "E-Mail-Adresse", "Email", "Mail", "Mailadresse", "E-mail address"}},
		{"phone", []string{"Telefon", "Telefonnummer", "Tel.", "Tel", "Rufnummer", "Phone", "Telephone"}},
		{"lang", []string{"Sprache", "Language"}},
		{"valid_from", []string{"Gültig ab", "Gültig von", "Valid from"}},
		{"valid_to", []string{"Gültig bis", "Valid to", "Valid until"}},
		{"source", []string{"Herkunft der Daten", "Quelle", "Herkunft", "Datenquelle", "Source", "Source of the data"}},
		{"organisation", []string{"Organisation", "Einrichtung", "Institution", "Behörde", "Firma", "Organization"}},
		{"organisation_email", []string{"E-Mail der Organisation", "Organisation E-Mail", "Organisation's e-mail"}},
		{"organisation_phone", []string{"Telefon der Organisation", "Organisation Telefon", "Organisation's phone"}},
	}, placeColumns()...)
}

func organisationColumns() []column {
	return append([]column{
		{"name", []string{"Name", "Organisation", "Einrichtung", "Institution", "Behörde", "Firma", "Organization"}},
		{"email", []string{"E-Mail", "E-Mail-Adresse", "Email", "Mail", "Mailadresse", "E-mail address"}},
		{"phone", []string{"Telefon", "Telefonnummer", "Tel.", "Tel", "Rufnummer", "Phone", "Telephone"}},
	}, placeColumns()...)
}

// placeColumns are the organisation's columns that are named alike in both files.
func placeColumns() []column {
	return []column{
		{"kind", []string{"Akteursart", "Art", "Art des Akteurs", "Kind of actor", "Kind", "Type"}},
		{"municipality", []string{"Gemeinde", "Kommune", "AGS", "Municipality"}},
		{"street", []string{"Straße", "Straße und Hausnummer", "Anschrift", "Adresse", "Street", "Address"}},
		{"postcode", []string{"PLZ", "Postleitzahl", "Postcode", "ZIP"}},
		{"town", []string{"Ort", "Stadt", "Town", "City"}},
		{"website", []string{"Website", "Webseite", "Homepage", "Internet", "Internetadresse", "URL"}},
	}
}

// headingKey is the form in which headings compare.
func headingKey(s string) string {
	return strings.NewReplacer("-", "", ".", "", " ", "").Replace(database.FoldWord(s))
}

// kindNames leads from what may stand in a file to the kind: a code (GEM), our own word (municipality), or what people
// call it.
var kindNames = sync.OnceValue(func() map[string]Kind {
	names := map[string]Kind{}
	for kind, called := range map[Kind][]string{
		KindMunicipality: {"Gemeinde", "Kommune", "Stadt", "Ordnungsbehörde", "Gemeinde oder Ordnungsbehörde", "Municipality or public order office"},
		KindHousing:      {"Wohnungswirtschaft", "Wohnungsunternehmen", "Wohnungsmarktakteur", "Vermieter", "Housing company", "Housing sector"},
		KindCourt:        {"Gericht", "Gericht oder Gerichtsvollzug", "Gerichtsvollzieher", "Amtsgericht", "Court or bailiff", "Bailiff"},
		KindJobCentre:    {"Jobcenter", "Job centre"},
		KindSocialOffice: {"Sozialamt", "Sozialamt des Landkreises", "Landkreis", "County social office", "Social office"},
		KindProvider:     {"Freier Träger", "Träger", "Freie Träger", "Free provider", "Independent provider", "Welfare provider"},
		KindStatistics:   {"Amtliche Statistik", "Statistik", "Official statistics"},
		KindOther:        {"Sonstige", "Sonstiges", "Andere", "Weitere", "Other"},
	} {
		for _, name := range append(called, string(kind), kind.Code()) {
			names[headingKey(name)] = kind
		}
	}
	delete(names, "")
	return names
})

func readKind(text string) (Kind, bool) {
	kind, ok := kindNames()[headingKey(text)]
	return kind, ok
}

func readLang(text string) (string, bool) {
	switch headingKey(text) {
	case "de", "deutsch", "german":
		return "de", true
	case "en", "englisch", "english":
		return "en", true
	}
	return "", false
}
