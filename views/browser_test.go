package views_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/a-h/templ"

	"rundertisch/internal/browsertest"
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
	page := browsertest.NewPage(t, browsertest.Open(t))
	for name := range examples {
		page.Open(base + name)
		page.Check(name, seenAs...)
		if dir := os.Getenv("GALLERY"); dir != "" {
			keep(t, page, filepath.Join(dir, name))
		}
	}
}

var seenAs = []browsertest.View{browsertest.Desk, {Width: 1280, Dark: true}, {Width: 320}, browsertest.Phone}

// keep saves pictures of the shown page, on narrow screens also with the menu open.
func keep(t *testing.T, page *browsertest.Page, path string) {
	t.Helper()
	for _, v := range seenAs {
		page.As(v)
		page.MustScreenshotFullPage(fmt.Sprintf("%s %s.png", path, v))
		if v.Width == 320 {
			page.MustElement("button[popovertarget]").MustClick()
			page.MustScreenshot(fmt.Sprintf("%s %s menu.png", path, v))
			page.MustElement("#menue button[popovertarget]").MustClick()
		}
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
