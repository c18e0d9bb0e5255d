package web_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
)

// caller is somebody at an address of this machine, with cookies of their own.
type caller struct {
	*http.Client
	base string
	t    *testing.T
}

func call(t *testing.T, base, from string) *caller {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	transport := &http.Transport{DialContext: dialer.DialContext}
	t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &caller{Client: &http.Client{Jar: jar, Transport: transport, CheckRedirect: stay}, base: base, t: t}
}

// send sends the values, with the token when there is one, and returns the answer and its page.
func (c *caller) send(method, path string, values url.Values) (*http.Response, *goquery.Document) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(values.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Accept-Language", "en")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", c.base)
	}
	answer, err := c.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	page, err := goquery.NewDocumentFromReader(answer.Body)
	_, _ = io.Copy(io.Discard, answer.Body)
	if err != nil || answer.Body.Close() != nil {
		c.t.Fatal(err)
	}
	return answer, page
}

// register opens the form and sends it; it returns the status and where the answer leads.
func (c *caller) register(path, name string) (int, string) {
	c.t.Helper()
	_, page := c.send(http.MethodGet, path, nil)
	answer, _ := c.send(http.MethodPost, path, c.filled(page, "form[action$=anmeldung]", url.Values{"name": {name}, "email": {"post@example.org"}}))
	return answer.StatusCode, answer.Header.Get("Location")
}

// filled is what the form would send with the values typed.
func (c *caller) filled(page *goquery.Document, form string, values url.Values) url.Values {
	page.Find(form).First().Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		values.Set(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	if values.Get("csrf") == "" {
		c.t.Fatalf("no form %s", form)
	}
	return values
}

// TestAFloodOfFormsStopsWhoSendsItAndNobodyElse: two hundred registrations without a token from one address. The clock stands, so that it does not matter
// how long they take.
func TestAFloodOfFormsStopsWhoSendsItAndNobodyElse(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
		mustDo(t, err)
		w.Imprint, w.PrivacyContact = "Landkreis", "datenschutz@example.org"
		mustDo(t, s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		mustDo(t, err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		mustDo(t, err)
		base, path := serve(t, s), "/v/"+e.Slug+"/anmeldung"
		const flooded, elsewhere = "127.0.0.2", "127.0.0.3"
		holder := call(t, base, flooded)
		code, own := holder.register(path, "Anna Alt")
		if code != http.StatusSeeOther {
			t.Fatalf("the first registration answers %d", code)
		}
		own, _, _ = strings.Cut(own, "?")
		var letter string
		mustDo(t, s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE to_name = 'Anna Alt'").Scan(t.Context(), &letter))
		flood, telephone := call(t, base, flooded), call(t, base, flooded) // in the same wireless network
		answers := map[int]int{}
		for n := range 200 {
			if n == 160 {
				telephone.send(http.MethodGet, regexp.MustCompile(`/a/[\w-]+`).FindString(letter), nil)
				_, page := telephone.send(http.MethodGet, own+"/abmelden", nil)
				if answer, _ := telephone.send(http.MethodPost, own+"/abmelden", telephone.filled(page, "main form", url.Values{})); answer.StatusCode != http.StatusSeeOther {
					t.Errorf("who opens the personal link from the mail meanwhile is answered %d", answer.StatusCode)
				}
			}
			answer, page := flood.send(http.MethodPost, path, url.Values{"name": {"Flut"}, "email": {"flut@example.org"}, "remark": {"Ein langer Text"}})
			answers[answer.StatusCode]++
			if answer.StatusCode != http.StatusTooManyRequests {
				continue
			}
			if wait := answer.Header.Get("Retry-After"); wait != "60" || !strings.Contains(page.Find("main").Text(), "Too many attempts") {
				t.Fatalf("come back after %q: %s", wait, page.Find("main").Text())
			}
			if !strings.Contains(page.Find(".rt-terms").Text(), "Ein langer Text") {
				t.Fatal("what was typed is lost")
			}
		}
		if answers[http.StatusForbidden] != 120 || answers[http.StatusTooManyRequests] != 80 {
			t.Errorf("the flood was answered %v", answers)
		}
		if code, _ := call(t, base, elsewhere).register(path, "Bela Bunt"); code != http.StatusSeeOther {
			t.Errorf("another address is answered %d", code)
		}
		if code, _ := call(t, base, flooded).register(path, "Cem Ay"); code != http.StatusSeeOther {
			t.Errorf("somebody with the form open at the same address is answered %d", code)
		}
		answer, page := holder.send(http.MethodGet, own, nil)
		if answer.StatusCode != http.StatusOK || !strings.Contains(page.Find("h2").First().Text(), "You have declined") {
			t.Errorf("the holder of a personal link is answered %d: %s", answer.StatusCode, page.Find("main").Text())
		}
		s.Clock.Advance(time.Minute)
		if answer, _ := flood.send(http.MethodPost, path, url.Values{"name": {"Flut"}}); answer.StatusCode != http.StatusForbidden {
			t.Errorf("after a minute: %d", answer.StatusCode)
		}
	})
}

// serve lets the program answer on a port of its own until the test ends.
func serve(t *testing.T, s *apptest.Site) (base string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	mustDo(t, err)
	ended := make(chan error, 1)
	go func() { ended <- s.Web().Listener(listener) }()
	t.Cleanup(func() {
		mustDo(t, s.Web().ShutdownWithTimeout(5*time.Second))
		mustDo(t, <-ended)
	})
	return "http://" + listener.Addr().String()
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestAMadeUpAddressGetsNobodyAroundTheLimit: behind a proxy that adds whom it got the request from, as most do, each request claims another origin.
func TestAMadeUpAddressGetsNobodyAroundTheLimit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.NewWith(t, db, map[string]string{"RUNDERTISCH_TRUSTED_PROXIES": "127.0.0.2,10.0.0.0/8"})
		base := serve(t, s)
		proxy, stranger := call(t, base, "127.0.0.2"), call(t, base, "127.0.0.3")
		post := func(c *caller, forwarded string) int {
			t.Helper()
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/language", nil)
			mustDo(t, err)
			request.Header.Set("X-Forwarded-For", forwarded)
			answer, err := c.Do(request)
			mustDo(t, err)
			mustDo(t, answer.Body.Close())
			return answer.StatusCode
		}
		for n := range 120 {
			if code := post(proxy, fmt.Sprintf("198.51.100.%d, 203.0.113.9, 10.0.0.1", n)); code != http.StatusForbidden {
				t.Fatalf("request %d is answered %d", n, code)
			}
		}
		for _, c := range []struct {
			name      string
			from      *caller
			forwarded string
			want      int
		}{
			{"one more origin that was made up", proxy, "198.51.100.200, 203.0.113.9, 10.0.0.1", http.StatusTooManyRequests},
			{"the address itself", proxy, "203.0.113.9", http.StatusTooManyRequests},
			{"somebody else behind the same proxy", proxy, "203.0.113.10", http.StatusForbidden},
			{"who is no proxy counts as who they are", stranger, "203.0.113.9", http.StatusForbidden},
		} {
			if code := post(c.from, c.forwarded); code != c.want {
				t.Errorf("%s is answered %d, want %d", c.name, code, c.want)
			}
		}
	})
}
