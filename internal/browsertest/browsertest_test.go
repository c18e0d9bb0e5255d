package browsertest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"rundertisch/internal/browsertest"
)

const sound = `<!doctype html><html lang="de"><title>Seite</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><main><h1>Überschrift</h1><p>%s</p></main></html>`

func TestFindings(t *testing.T) {
	t.Parallel()
	pages := map[string]struct{ body, finding string }{
		"/sound":    {"Alles gut.", ""},
		"/input":    {`<input name="x">`, "axe, 1280 px, light"},
		"/contrast": {`<span style="color-scheme: light dark; color: #777; background: #888">grau</span>`, "color-contrast"},
		"/wide":     {`<span style="display: block; width: 400px">breit</span>`, "scrolls sideways, 320 px, dark"},
		"/missing":  {"⟦event.title⟧", "a sentence is missing"},
		"/file":     {`<img alt="Bild" src="/none.png">`, "the console says: Failed to load"},
		"/script":   {`<script>throw new Error("kaputt")</script>`, "the console says: Uncaught"},
	}
	page := browsertest.NewPage(t, browsertest.Open(t))
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = fmt.Fprintf(w, sound, body.body)
	})
	for path, want := range pages {
		page.Open(base + path)
		found := strings.Join(page.Findings(browsertest.Desk, browsertest.Phone), "\n")
		if (want.finding == "") != (found == "") || !strings.Contains(found, want.finding) {
			t.Errorf("%s: found %q, want %q", path, found, want.finding)
		}
	}
}

// TestAViewIsLookedAtAnewWhenThingsStandElsewhere: what is too small at night only is found, as is what cannot be read there.
func TestAViewIsLookedAtAnewWhenThingsStandElsewhere(t *testing.T) {
	t.Parallel()
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		style := map[string]string{"/small": "font-size: 6px; padding: 0; border: 0; width: 8px; height: 8px; overflow: hidden", "/pale": "color: #777; background: #888"}[r.URL.Path]
		_, _ = fmt.Fprintf(w, sound, `<style>button { margin: 0; padding: 20px } @media (prefers-color-scheme: dark) { button { `+style+` } }</style><button>Absenden</button><button>Verwerfen</button>`)
	})
	page := browsertest.NewPage(t, browsertest.Open(t))
	for path, want := range map[string]string{"/small": "target-size", "/pale": "color-contrast"} {
		page.Open(base + path)
		found := strings.Join(page.Findings(browsertest.Desk, browsertest.View{Width: 1280, Dark: true}), "\n")
		if !strings.Contains(found, "axe, 1280 px, dark:\n"+want) || strings.Contains(found, "light") {
			t.Errorf("%s: found %q, want %s in the dark", path, found, want)
		}
	}
}

func TestAFormIsSentByKeyboardWithoutScripts(t *testing.T) {
	t.Parallel()
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, sound, r.FormValue("name")+`<form method="post"><input aria-label="Name" name="name"><button>Los</button></form>
			<script>document.querySelector("h1").textContent = "Skript"</script>`)
	})
	page := browsertest.NewPage(t, browsertest.Open(t))
	page.WithoutScript()
	page.Open(base + "/")
	page.TabTo("[name=name]")
	page.Type("Łukasz")
	page.TabTo("button")
	page.Follow(input.Enter)
	page.Has("main p", "Łukasz")
	page.Has("h1", "Überschrift")
}

// TestAPageThatArrivesLateIsWaitedForWithoutScripts: style sheets that ask for the next one each arrive long after the page itself.
func TestAPageThatArrivesLateIsWaitedForWithoutScripts(t *testing.T) {
	t.Parallel()
	const sheets = 60
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d.css", &n); err != nil {
			_, _ = fmt.Fprintf(w, sound, `Alles da.<link rel="stylesheet" href="/1.css">`)
			return
		}
		w.Header().Set("Content-Type", "text/css")
		if n < sheets {
			_, _ = fmt.Fprintf(w, `@import "/%d.css";`, n+1)
		} else {
			_, _ = fmt.Fprint(w, "h1 { width: 123px }")
		}
	})
	page := browsertest.NewPage(t, browsertest.Open(t))
	page.WithoutScript()
	for range 3 {
		page.Open(base + "/")
		if width := page.Text(`() => getComputedStyle(document.querySelector("h1")).width`); width != "123px" {
			t.Errorf("looked at before the last sheet was there: %s", width)
		}
	}
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// TestWhatTheTabKeyFinds: with scripts, where the page takes notes while keys arrive at once, and without.
func TestWhatTheTabKeyFinds(t *testing.T) {
	t.Parallel()
	const skip, rest = `<a href="#main">Zum Inhalt</a><span id="main" tabindex="-1">Text</span>`, `<button>Eins</button><button>Zwei</button><input type="radio" name="r"><input type="radio" name="r"><a href="/">Drei</a>`
	pages := map[string]struct{ body, finding string }{
		"/sound":   {skip + rest, ""},
		"/unseen":  {skip + rest + `<button style="outline: none">Vier</button>`, "the focus is not to be seen: <button style"},
		"/hidden":  {skip + rest + `<button>Vier</button><div style="position: fixed; inset: 0"></div>`, "the focus is hidden by <div"},
		"/away":    {skip + rest + `<button style="position: fixed; left: -200px">Vier</button>`, "the focus is out of sight: <button"},
		"/jumped":  {skip + rest + `<label tabindex="0" onfocus="this.nextSibling.focus()">Vier</label><button>Fünf</button>`, "the tab key does not reach <label"},
		"/held":    {skip + `<button onkeydown="event.preventDefault()">Eins</button><button>Zwei</button>`, "something holds the focus"},
		"/nowhere": {`<button>Eins</button><button>Zwei</button>`, "the first stop does not lead to the main part"},
	}
	base := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprintf(w, sound, pages[r.URL.Path].body) })
	browser := browsertest.Open(t)
	page, plain := browsertest.NewPage(t, browser), browsertest.NewPage(t, browser)
	plain.WithoutScript()
	for path, want := range pages {
		page.Open(base + path)
		if found := strings.Join(page.ByKeyboard(), "\n"); (want.finding == "") != (found == "") || !strings.Contains(found, want.finding) {
			t.Errorf("%s: found %q, want %q", path, found, want.finding)
		}
		if path == "/held" || path == "/jumped" { // by scripts
			continue
		}
		plain.Open(base + path)
		if found := strings.Join(plain.ByKeyboard(), "\n"); (want.finding == "") != (found == "") || !strings.Contains(found, want.finding) {
			t.Errorf("%s without scripts: found %q, want %q", path, found, want.finding)
		}
	}
}
