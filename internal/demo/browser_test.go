package demo_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/browsertest"
	"rundertisch/internal/demo"
)

// TestTheDemoInTheBrowser is the product as people meet it: the whole demo, served on a port of its own and used in
// Chromium.
func TestTheDemoInTheBrowser(t *testing.T) {
	t.Parallel()
	c := startIn(t, t.TempDir())
	participant := c.person(t, "participant")
	t.Run("a registration needs neither mouse nor script", func(t *testing.T) { registersByKeyboard(t, participant) })
	staff := c.person(t, "administrator")
	t.Run("the sign-in link opens the project", func(t *testing.T) { staff.signIn(t, c.SignInLink) })
	t.Run("an invited person accepts by mail", func(t *testing.T) { acceptsByMail(t, c.person(t, "invited"), staff) })
	t.Run("every page passes the checks", func(t *testing.T) { c.checkEveryPage(t, c.person(t, "visitor"), participant, staff) })
	t.Run("each role finds its way", func(t *testing.T) { c.walkRoles(t) })
}

// county is the running demo and the browser that looks at it.
type county struct {
	*demo.Demo
	browser *rod.Browser
	base    string
}

// start runs a copy of the filled demo. The mails in it name the address of the demo that they were written in.
func start(t *testing.T) *county {
	t.Helper()
	return startIn(t, filled(t))
}

func startIn(t *testing.T, folder string) *county {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	d, err := demo.New(ctx, demo.Options{Data: folder, Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return &county{Demo: d, browser: browsertest.Open(t), base: d.App.Config.BaseURL}
}

// person is somebody with cookies of their own.
type person struct {
	name    string
	base    string
	browser *rod.Browser
}

func (c *county) person(t *testing.T, name string) *person {
	t.Helper()
	private, err := c.browser.Incognito()
	if err != nil {
		t.Fatal(err)
	}
	return &person{name: name, base: c.base, browser: private}
}

// page opens a tab at the path.
func (p *person) page(t *testing.T, path string) *browsertest.Page {
	t.Helper()
	page := browsertest.NewPage(t, p.browser)
	page.As(browsertest.Desk)
	page.Open(p.base + path)
	return page
}

// signIn uses a one-time link.
func (p *person) signIn(t *testing.T, link string) *browsertest.Page {
	t.Helper()
	page := p.page(t, link[len(p.base):])
	page.Check("one-time link", browsertest.Desk, browsertest.Phone)
	page.As(browsertest.Desk)
	page.Press("main form [type=submit]")
	page.Has("header", "Abmelden")
	return page
}

// client returns an HTTP client with the person's cookies, to look for pages faster than a browser does.
func (p *person) client(t *testing.T) *http.Client {
	t.Helper()
	cookies, err := p.browser.GetCookies()
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range cookies {
		jar.SetCookies(p.at(cookie), []*http.Cookie{{Name: cookie.Name, Value: cookie.Value, Path: cookie.Path}})
	}
	return &http.Client{Jar: jar, Transport: &http.Transport{DisableCompression: true}} // packing each page takes as long as making it
}

// take gives the browser the cookies that personal links left in the jar.
func (p *person) take(t *testing.T, jar http.CookieJar, pages []string) {
	t.Helper()
	for _, address := range pages {
		u, err := url.Parse(p.base + address)
		linked := []string{"/teilnahme/", "/arbeitsplan/", "/mein-verteiler", "/erinnerungen"}
		if err != nil || !slices.ContainsFunc(linked, func(start string) bool { return strings.HasPrefix(address, start) }) {
			continue
		}
		for _, cookie := range jar.Cookies(u) {
			err := p.browser.SetCookies([]*proto.NetworkCookieParam{{Name: cookie.Name, Value: cookie.Value, URL: u.String(), Path: u.Path}})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (p *person) at(cookie *proto.NetworkCookie) *url.URL {
	u, err := url.Parse(p.base)
	if err != nil {
		return &url.URL{}
	}
	return u.JoinPath(cookie.Path)
}
