package views_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/launcher"
	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/i18n"
	"rundertisch/views/static"
)

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// TestPagesInTheBrowser looks at every example page in light and dark, wide and narrow: axe finds nothing, nothing
// scrolls sideways, the policy refuses nothing. GALLERY=dir keeps the pictures.
func TestPagesInTheBrowser(t *testing.T) {
	t.Parallel()
	examples := pages(locale(t, i18n.German))
	base := serve(t, examples)
	browser := open(t)
	for name := range examples {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int{1280, 320} {
				look(t, browser, base+name, fmt.Sprintf("%s-%d-%s", name, width, scheme), scheme, width)
			}
		}
	}
}

func look(t *testing.T, browser *rod.Browser, url, title, scheme string, width int) {
	t.Helper()
	page := browser.MustPage().MustSetViewport(width, 900, 1, false)
	defer page.MustClose()
	err := proto.EmulationSetEmulatedMedia{Features: []*proto.EmulationMediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}.Call(page)
	if err != nil {
		t.Fatal(err)
	}
	page.MustEvalOnNewDocument(`window.refused = []; document.addEventListener("securitypolicyviolation", e => refused.push(e.violatedDirective + " " + e.blockedURI))`)
	page.MustNavigate(url).MustWaitLoad()
	page.MustEval(`() => document.fonts.ready.then(() => true)`)
	if refused := page.MustEval(`() => refused.join(", ")`).Str(); refused != "" {
		t.Errorf("%s: refused by the policy: %s", title, refused)
	}
	if over := page.MustEval(`() => document.documentElement.scrollWidth - document.documentElement.clientWidth`).Int(); over > 0 {
		t.Errorf("%s: scrolls sideways by %d px", title, over)
	}
	if dir := os.Getenv("GALLERY"); dir != "" {
		page.MustScreenshotFullPage(filepath.Join(dir, title+".png"))
		if width == 320 && strings.HasPrefix(title, "dashboard") {
			page.MustElement("button[popovertarget]").MustClick()
			page.MustScreenshot(filepath.Join(dir, "menu-"+title+".png"))
			page.MustElement("#menue button[popovertarget]").MustClick()
		}
	}
	axe, err := os.ReadFile("static/testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	page.MustEval("() => { " + string(axe) + " }")
	found := page.MustEval(`() => axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 160)).join(" | ")).join("\n"))`).Str()
	if found != "" {
		t.Errorf("%s: axe finds\n%s", title, found)
	}
}

func serve(t *testing.T, examples map[string]templ.Component) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc(static.Root, func(w http.ResponseWriter, r *http.Request) {
		file, ok := static.Find(r.URL.Path)
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", file.Type)
		_, _ = w.Write(file.Data)
	})
	for name, example := range examples {
		mux.HandleFunc("/"+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			_ = example.Render(r.Context(), w)
		})
	}
	server := httptest.NewUnstartedServer(mux)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return server.URL + "/"
}

func open(t *testing.T) *rod.Browser {
	t.Helper()
	bin, ok := launcher.LookPath()
	if !ok {
		t.Fatal("no Chromium found; install it with: apt-get install chromium")
	}
	start := launcher.New().Bin(bin).NoSandbox(true).Leakless(false).Set("disable-quic").Set("disable-background-networking").
		Set("disable-component-update").Set("disable-sync").Set("no-first-run")
	browser := rod.New().ControlURL(start.MustLaunch()).MustConnect()
	t.Cleanup(func() {
		browser.MustClose()
		start.Cleanup()
	})
	return browser
}
