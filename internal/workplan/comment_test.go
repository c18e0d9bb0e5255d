package workplan

import (
	"slices"
	"testing"

	"rundertisch/internal/account"
)

func TestWhoIsNamedInAComment(t *testing.T) {
	t.Parallel()
	people := []account.User{{ID: "ewa", Name: "Ewa"}, {ID: "luczak", Name: "Ewa Łuczak"}, {ID: "mehmet", Name: "Mehmet Yılmaz"}, {ID: "", Name: ""}}
	for text, want := range map[string][]string{
		"Kein Name":                                nil,
		"@Ewa Łuczak, bitte prüfen":                {"luczak"},
		"@Ewa, bitte":                              {"ewa"},
		"@Ewald kommt nicht":                       nil,
		"(@mehmet yılmaz) und @EWA ŁUCZAK":         {"luczak", "mehmet"},
		"@Ewa Łuczak und @Ewa":                     {"ewa", "luczak"},
		"@Ewa Łuczak und noch einmal @Ewa Łuczak.": {"luczak"},
		"ewa.luczak@example.org":                   nil,
		"@Ewa Łuczaks Liste":                       {"ewa"},
		"@":                                        nil,
	} {
		if got := namedIn(text, people); !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}
