package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordsAreFoundUnderAllTheirForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a plain word":         {"Jobcenter", []string{"jobcenter"}},
		"an umlaut":            {"Größler,", []string{"groessler", "grossler"}},
		"an umlaut of two":     {"Gro\u0308ßler", []string{"groessler", "grossler"}},
		"a Polish name":        {"Łuczak", []string{"luczak"}},
		"a hyphen":             {"Wohnungs-Hilfe", []string{"wohnungs-hilfe", "wohnungs", "hilfe"}},
		"an address":           {"<jana@example.org>", []string{"jana@example.org", "jana", "example", "org"}},
		"a number of the plan": {"1.2.", []string{"1.2", "1", "2"}},
		"nothing to look for":  {" … – .", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, s := range split(c.text) {
				got = append(got, forms(c.text[s.from:s.to])...)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatWasTypedIsMarked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, typed, want string }{
		"the beginning of a word":       {"Jobcenter Nord", "job", "[Job]center Nord"},
		"an umlaut typed as ae":         {"Frau Größler", "groes", "Frau [Größ]ler"},
		"an umlaut left out":            {"Frau Größler", "grossler", "Frau [Größler]"},
		"an umlaut typed":               {"Frau Groessler", "Größ", "Frau [Groess]ler"},
		"several words":                 {"Amt für Wohnen, Nord", "nord wohnen", "Amt für [Wohnen], [Nord]"},
		"a part of a joined word":       {"Wohnungs-Hilfe", "hilfe", "Wohnungs-[Hilfe]"},
		"a joined word":                 {"Wohnungs-Hilfe", "wohnungs-h", "[Wohnungs-H]ilfe"},
		"the inside of a word does not": {"Jobcenter", "center", "Jobcenter"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for _, part := range mark(c.text, typed(c.typed)) {
				if part.Hit {
					part.Text = "[" + part.Text + "]"
				}
				got += part.Text
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestEveryTextIsIndexedAndShownInFull(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		if n := len(kind.source().fields); n == 0 || n > maxFields {
			t.Errorf("%s has %d fields", kind, n)
		}
	}
}
