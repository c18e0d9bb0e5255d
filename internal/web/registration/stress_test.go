package registrationweb_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database/dbtest"
)

// TestTwoThousandFormsAtOnce sends 2,000 registrations for 100 places through a real listener, each from an address of
// its own and with the rate limits on, from browsers that register ten people each.
func TestTwoThousandFormsAtOnce(t *testing.T) {
	for name, address := range map[string]func(*testing.T) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) { sendTwoThousand(t, apptest.New(t, dbtest.Open(t, address(t)))) }) // not both at once
	}
}

func sendTwoThousand(t *testing.T, s *apptest.Site) {
	const browsers, each, places = 200, 10, 100
	h := open(t, s, places, 20)
	base := serve(t, s)
	var ready, done sync.WaitGroup
	codes := make([]int, browsers*each)
	ready.Add(browsers)
	for b := range browsers {
		done.Go(func() {
			values, cookies := fillIn(t, base+h.form(), b)
			ready.Done()
			ready.Wait()
			for i := range each {
				n := b*each + i
				done.Go(func() { codes[n] = send(t, base+h.form(), n, values, cookies) })
			}
		})
	}
	done.Wait()
	for n, code := range codes {
		if code != http.StatusSeeOther {
			t.Fatalf("registration %d was answered with %d", n, code)
		}
	}
	rows, err := attendance.ListIn(t.Context(), s.DB.Read(), h.event.ID)
	h.must(err)
	slices.SortFunc(rows, func(a, b attendance.Attendance) int { return int(a.Ticket - b.Ticket) })
	if len(rows) != browsers*each || h.seats(h.event.ID) != (attendance.Seats{Capacity: places, Taken: places, Waiting: browsers*each - places}) {
		t.Errorf("%d rows, seats %+v", len(rows), h.seats(h.event.ID))
	}
	for i, row := range rows {
		want, position := attendance.Confirmed, 0
		if i >= places {
			want, position = attendance.Waitlisted, i-places+1
		}
		if row.Place != want {
			t.Fatalf("arrival %d is %s", i+1, row.Place)
		}
		if i%400 != 0 {
			continue
		}
		if got, err := attendance.Position(t.Context(), s.DB.Read(), row); err != nil || got != position {
			t.Errorf("arrival %d stands at %d, want %d, %v", i+1, got, position, err)
		}
	}
}

// serve runs the program on a free port and returns its address.
func serve(t *testing.T, s *apptest.Site) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error, 1)
	go func() { stopped <- s.Run(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil && ctx.Err() == nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return "http://" + listener.Addr().String()
}

// client sends from a loopback address of its own and follows no redirect.
func client(n int) *http.Client {
	from := &net.TCPAddr{IP: net.IPv4(127, 1, byte(n/250), byte(1+n%250))}
	dialer := &net.Dialer{LocalAddr: from, Timeout: time.Minute}
	return &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// fillIn opens the form and returns what it would send, with the browser's cookies.
func fillIn(t *testing.T, form string, n int) (url.Values, []*http.Cookie) {
	response, err := client(n).Get(form)
	if err != nil {
		t.Error(err)
		return nil, nil
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	page, err := goquery.NewDocumentFromReader(response.Body)
	if err != nil {
		t.Error(err)
		return nil, nil
	}
	values := url.Values{"slot_1": {page.Find("input[name=slot_1]").AttrOr("value", "")}}
	for _, name := range []string{"csrf", "nonce"} {
		values.Set(name, page.Find(registering+" input[name="+name+"]").AttrOr("value", ""))
	}
	return values, response.Cookies()
}

// send registers the n-th person and returns the status.
func send(t *testing.T, form string, n int, values url.Values, cookies []*http.Cookie) int {
	body := url.Values{"name": {fmt.Sprintf("Person %04d", n)}, "email": {fmt.Sprintf("person%d@example.org", n)}}
	for name, value := range values {
		body[name] = value
	}
	request, err := http.NewRequest(http.MethodPost, form, strings.NewReader(body.Encode()))
	if err != nil {
		t.Error(err)
		return 0
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, cookie := range cookies {
		request.AddCookie(cookie)
	}
	response, err := client(n).Do(request)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}
	return response.StatusCode
}
