package demo_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/account"
	"rundertisch/internal/demo"
	"rundertisch/internal/i18n"
)

const (
	perLanguage = 4 // pages of one route that are read
	sentence    = 4 // bytes from which on a text is no sign that two languages share
)

// betray are words of a language that its other pages never need. Pages below these addresses show no words of people.
var (
	betray = map[i18n.Lang]*regexp.Regexp{
		i18n.German:  regexp.MustCompile(`\b(und|oder|nicht|Sie|Ihre?|eine?|wird|werden|mit|für|bitte|Bitte|noch|zurück|Uhr)\b`),
		i18n.English: regexp.MustCompile(`\b(and|or|not|you|your|the|with|for|please|Please|still|back|by|of)\b`),
	}
	jobTitles = []string{"Projektleitung"} // that people of the demo have, and that are words of the program, too
	wordless  = []string{"/sign-in", "/password/forgotten", "/account", "/barriere-melden", "/gibt-es-nicht"}
)

// TestPagesSpeakOneLanguage reads the pages of the demo in one language and finds sentences of the other: those of the
// catalogue on every page, and on pages without contents of people also words that code says by itself.
func TestPagesSpeakOneLanguage(t *testing.T) {
	t.Parallel()
	d, err := demo.New(t.Context(), demo.Options{Data: filled(t), Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	user, err := d.App.Accounts.FindUser(t.Context(), administrator)
	if err != nil {
		t.Fatal(err)
	}
	for lang, other := range map[i18n.Lang]i18n.Lang{i18n.English: i18n.German, i18n.German: i18n.English} {
		if user.Lang != string(lang) {
			if err := d.App.Accounts.ChangeProfile(t.Context(), user, user.Name, string(lang)); err != nil {
				t.Fatal(err)
			}
			user.Lang = string(lang)
		}
		reader := reader{t: t, county: &county{Demo: d}, lang: lang, foreign: onlyIn(catalogue, other, lang), betrayed: betray[other]}
		reader.session = session(t, d, user)
		if n := reader.readAll(); n < 60 {
			t.Errorf("only %d pages were read in %s", n, lang)
		}
	}
}

func session(t *testing.T, d *demo.Demo, user account.User) string {
	t.Helper()
	token, err := d.App.Accounts.SignInLink(t.Context(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	session, err := d.App.Accounts.UseSignInLink(context.Background(), token, "")
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// onlyIn are the whole sentences of one language that the other does not have.
func onlyIn(catalogue *i18n.Catalogue, lang, other i18n.Lang) map[string]string {
	theirs, ours := map[string]string{}, map[string]bool{}
	for key := range catalogue.Keys(lang) {
		ours[catalogue.Locale(other, nil).T(key)] = true
	}
	for key := range catalogue.Keys(lang) {
		text := catalogue.Locale(lang, nil).T(key)
		if len(text) >= sentence && !strings.Contains(text, "%") && !ours[text] && !slices.Contains(jobTitles, text) {
			theirs[text] = key
		}
	}
	return theirs
}

// reader follows links and reads what the pages say.
type reader struct {
	*county
	t        *testing.T
	lang     i18n.Lang
	session  string
	foreign  map[string]string
	betrayed *regexp.Regexp
}

// readAll reads everything but mails, also where they are worded, and reports, which are in the language of those they are for.
func (r reader) readAll() (n int) {
	routes, queue := r.patterns(), append([]string{"/", "/projects"}, wordless...)
	seen, read := map[string]bool{}, map[string]int{}
	for ; len(queue) > 0; queue = queue[1:] {
		route := routeOf(routes, queue[0])
		if seen[queue[0]] || read[route] >= perLanguage || strings.HasPrefix(route, "/postfach") || strings.HasSuffix(route, "/report.html") || strings.Contains(route, "/:lang/:text") {
			continue
		}
		seen[queue[0]] = true
		read[route]++
		if page := r.fetch(queue[0]); page != nil {
			n++
			r.read(queue[0], page)
			queue = append(queue, links(page, r.App.Config.BaseURL, queue[0])...)
		}
	}
	return n
}

func (r reader) fetch(address string) *goquery.Document {
	r.t.Helper()
	request := httptest.NewRequest(http.MethodGet, address, nil)
	request.AddCookie(&http.Cookie{Name: "session", Value: r.session})
	answer, err := r.App.Web().Test(request, -1)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	page, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return page
}

// read finds what the page says in the other language outside of parts that are marked as being in it.
func (r reader) read(address string, page *goquery.Document) {
	r.t.Helper()
	if lang := page.Find("html").AttrOr("lang", ""); lang != string(r.lang) {
		r.t.Errorf("%s speaks %q, not %q", address, lang, r.lang)
	}
	page.Find("body [lang], script, style, .rt-footer__funding, .rt-letter").Remove()
	isWordless := slices.ContainsFunc(wordless, func(start string) bool { return strings.HasPrefix(address, start) })
	said := func(text string) {
		text = strings.Join(strings.Fields(text), " ")
		if key, is := r.foreign[text]; is {
			r.t.Errorf("%s in %s says %q (%s)", address, r.lang, text, key)
		}
		if isWordless {
			if word := r.betrayed.FindString(text); word != "" {
				r.t.Errorf("%s in %s says %q: %q", address, r.lang, word, text)
			}
		}
	}
	page.Find("title, body *").Each(func(_ int, e *goquery.Selection) {
		for _, name := range []string{"aria-label", "placeholder", "title", "alt"} {
			said(e.AttrOr(name, ""))
		}
		e.Contents().Each(func(_ int, part *goquery.Selection) {
			if goquery.NodeName(part) == "#text" {
				said(part.Text())
			}
		})
	})
}
