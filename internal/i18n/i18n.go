// Package i18n holds every sentence the program says to people.
//
// The sentences lie in catalog/<language>/<area>.json as flat maps from key to text with fmt verbs; the first
// segment of a key is its file's name. German is complete by definition, English is kept equal by a parity test
// (same keys, same verbs). A Locale is a language plus a time zone; it is a small value that is made per request
// and passed to pages, so no page shares state with another.
package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed catalog
var files embed.FS

// Lang is a language the program speaks.
type Lang string

// The languages, German first.
const (
	German  Lang = "de"
	English Lang = "en"
)

// Languages lists all languages, the default first.
func Languages() []Lang { return []Lang{German, English} }

// Param is the query parameter by which a link says in which language its page speaks.
const Param = "lang"

// InLanguage returns the address with the language its page is to speak. The address has no fragment.
func InLanguage(address string, lang Lang) string {
	address, anchor, found := strings.Cut(address, "#")
	joint := "?"
	if strings.Contains(address, "?") {
		joint = "&"
	}
	address += joint + Param + "=" + string(lang)
	if found {
		address += "#" + anchor
	}
	return address
}

// Catalogue is all sentences in all languages; read-only after Load.
type Catalogue struct{ texts map[Lang]map[string]string }

// Load reads the embedded catalogues; a broken or duplicate entry is an error.
func Load() (*Catalogue, error) {
	c := &Catalogue{texts: map[Lang]map[string]string{}}
	for _, lang := range Languages() {
		texts, err := loadLang(lang)
		if err != nil {
			return nil, err
		}
		c.texts[lang] = texts
	}
	return c, nil
}

func loadLang(lang Lang) (map[string]string, error) {
	all := map[string]string{}
	names, err := fs.Glob(files, path.Join("catalog", string(lang), "*.json"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var texts map[string]string
		if err := json.Unmarshal(raw, &texts); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		area := strings.TrimSuffix(path.Base(name), ".json") + "."
		for key, text := range texts {
			if !strings.HasPrefix(key, area) {
				return nil, fmt.Errorf("%s: key %q does not begin with %q", name, key, area)
			}
			all[key] = text
		}
	}
	return all, nil
}

// Keys returns the map of all keys of a language, for tests.
func (c *Catalogue) Keys(lang Lang) map[string]string { return c.texts[lang] }

// Locale returns the language (German when unknown) in the zone.
func (c *Catalogue) Locale(lang Lang, zone *time.Location) *Locale {
	if _, ok := c.texts[lang]; !ok {
		lang = German
	}
	return &Locale{lang: lang, zone: zone, texts: c.texts[lang]}
}

// Match picks the language from an Accept-Language header (RFC 9110 section 12.5.4), by order of appearance.
func Match(header string) Lang {
	for _, part := range strings.Split(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, lang := range Languages() {
			if base == string(lang) {
				return lang
			}
		}
	}
	return German
}

// Locale says sentences in one language and times in one zone.
type Locale struct {
	lang  Lang
	zone  *time.Location
	texts map[string]string
}

// Lang returns the language, for the lang attribute.
func (l *Locale) Lang() Lang { return l.lang }

// Zone returns the time zone times are shown in.
func (l *Locale) Zone() *time.Location { return l.zone }

// Has reports whether there is a sentence for key.
func (l *Locale) Has(key string) bool { _, ok := l.texts[key]; return ok }

// T returns the sentence for key with args in its verbs. A missing key shows as ⟦key⟧, which tests look for.
func (l *Locale) T(key string, args ...any) string {
	text, ok := l.texts[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// N returns key.one for n = 1, else key.other; n is the first verb's value, args follow.
func (l *Locale) N(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return l.T(key+form, append([]any{n}, args...)...)
}

// Day formats a day (taken in t's own location): "31.03.2022" or "31 March 2022"; "" for the zero time.
func (l *Locale) Day(t time.Time) string {
	return l.format(t, "02.01.2006", "2 January 2006")
}

// Month formats a month: "03/2022" in every language, "" for the zero time.
func (l *Locale) Month(t time.Time) string { return l.format(t, "01/2006", "01/2006") }

// Instant formats a UTC instant in the locale's zone: "31.03.2022, 14:05 Uhr" or "31 March 2022, 14:05".
func (l *Locale) Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.format(t.In(l.zone), "02.01.2006, 15:04 Uhr", "2 January 2006, 15:04")
}

// Clock formats the time of day in the locale's zone: "14:05".
func (l *Locale) Clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(l.zone).Format("15:04")
}

// LongDay formats an instant's day with its weekday: "Donnerstag, 25. März 2027" or "Thursday, 25 March 2027".
func (l *Locale) LongDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if l.lang == English {
		return t.Format("Monday, 2 January 2006")
	}
	return fmt.Sprintf("%s, %d. %s %d", germanWeekdays[t.Weekday()], t.Day(), germanMonths[t.Month()-1], t.Year())
}

// Number groups the digits of a large number: 10.000 in German, 10,000 in English.
func (l *Locale) Number(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	joint := "."
	if l.lang == English {
		joint = ","
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + joint + digits[at:]
	}
	return sign + digits
}

func (l *Locale) format(t time.Time, german, english string) string {
	if t.IsZero() {
		return ""
	}
	if l.lang == English {
		return t.Format(english)
	}
	return t.Format(german)
}

var (
	germanWeekdays = [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"}
	germanMonths   = [12]string{
		"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
		"August", "September", "Oktober", "November", "Dezember",
	}
)
