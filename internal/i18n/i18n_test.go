package i18n_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"rundertisch/internal/i18n"
)

var verbs = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*[\d.]*[a-zA-Z]`)

func TestEveryLanguageHasTheSameKeysAndVerbs(t *testing.T) {
	t.Parallel()
	cat := load(t)
	german := cat.Keys(i18n.German)
	if len(german) == 0 {
		t.Fatal("the German catalogue is empty")
	}
	for _, lang := range i18n.Languages()[1:] {
		other := cat.Keys(lang)
		for key, text := range german {
			if _, ok := other[key]; !ok {
				t.Errorf("%s: key %q is missing", lang, key)
				continue
			}
			if a, b := sortedVerbs(text), sortedVerbs(other[key]); !slices.Equal(a, b) {
				t.Errorf("%s: %q has verbs %v, German has %v", lang, key, b, a)
			}
		}
		for key := range other {
			if _, ok := german[key]; !ok {
				t.Errorf("%s: key %q does not exist in German", lang, key)
			}
		}
	}
}

func sortedVerbs(text string) []string {
	found := verbs.FindAllString(text, -1)
	slices.Sort(found)
	return found
}

func TestTimesAreShownInTheReadersZone(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	cat := load(t)
	summer := time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)
	for lang, want := range map[i18n.Lang]string{
		i18n.German:  "02.07.2026, 00:30 Uhr",
		i18n.English: "2 July 2026, 00:30",
		"fr":         "02.07.2026, 00:30 Uhr",
	} {
		if got := cat.Locale(lang, berlin).Instant(summer); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestMatchTakesTheFirstKnownLanguage(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]i18n.Lang{
		"":                        i18n.German,
		"fr,en-GB;q=0.8,de;q=0.5": i18n.English,
		"de-AT, en":               i18n.German,
		"pl":                      i18n.German,
	} {
		if got := i18n.Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestAMissingKeyIsVisible(t *testing.T) {
	t.Parallel()
	if got := load(t).Locale(i18n.German, time.UTC).T("no.such.key"); got != "⟦no.such.key⟧" {
		t.Errorf("got %q", got)
	}
}

func load(t *testing.T) *i18n.Catalogue {
	t.Helper()
	cat, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}
