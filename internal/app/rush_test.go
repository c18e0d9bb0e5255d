package app_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
)

// What a rush of registrations must reach.
const (
	rushRatio      = 0.6 // of a route that does the same writes and nothing else
	sqlitePerMin   = 60_000
	postgresPerMin = 30_000
	uncontended    = 100 * time.Millisecond // for 95 of 100 when one person registers at a time
)

// TestARushOfRegistrations lets many people register at once for an event with one limited workshop: through the whole program, and
// through a bare route that writes the same rows. RUNDERTISCH_BENCH is how many; run it with -parallel 1.
func TestARushOfRegistrations(t *testing.T) {
	people, _ := strconv.Atoi(os.Getenv("RUNDERTISCH_BENCH"))
	if people < 100 {
		t.Skip("a benchmark: RUNDERTISCH_BENCH is the number of people")
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := openHall(t, s, people/2)
		first := h.register(t, h.load(t, 1))
		alone := h.register(t, h.load(t, 200), 1)
		t.Logf("one after the other: %s; the very first took %s", alone, first.took[0].Round(time.Millisecond))
		if alone.p95() > uncontended {
			t.Errorf("95 of 100 who register alone wait less than %s, the goal is %s", alone.p95(), uncontended)
		}
		for _, clients := range []int{10, 100} {
			t.Logf("%d at once: %s", clients, h.register(t, h.load(t, people/4), clients))
		}
		rush := h.register(t, h.load(t, people), people)
		h.check(t)
		bare := h.bare(t, people)
		t.Logf("all %d at once: %s; the same writes on a bare route: %s: %.0f %%", people, rush, bare, 100*rush.perSecond()/bare.perSecond())
		if rush.perSecond() < rushRatio*bare.perSecond() {
			t.Errorf("%.0f %% of the bare route, the goal is %.0f %%", 100*rush.perSecond()/bare.perSecond(), 100*rushRatio)
		}
		goal := sqlitePerMin
		if s.DB.Postgres() {
			goal = postgresPerMin
		}
		if perMinute := 60 * rush.perSecond(); perMinute < float64(goal) {
			t.Errorf("%.0f registrations in a minute, the goal is %d", perMinute, goal)
		}
		h.pages(t, "public page", "", "/v/"+h.event.Slug)
		team := "/projects/" + h.office.Project.ID
		h.pages(t, "team pages", h.office.Cookie(), team, team+"/events/"+h.event.ID, team+"/events/"+h.event.ID+"/registrations", team+"/plan")
	})
}

// hall is the program, listening, with an event people want to go to.
type hall struct {
	*apptest.Site
	office   apptest.Office
	event    event.Event
	workshop event.ProgrammeItem
	address  string
	next     int // number of the next person
}

func openHall(t *testing.T, s *apptest.Site, places int) *hall {
	t.Helper()
	o := s.Office("Landkreis Musterland")
	w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
	must(t, err)
	w.Imprint, w.PrivacyContact = "Landkreis", "datenschutz@example.org"
	must(t, s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
	e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
	})
	must(t, err)
	item, err := s.Events.AddItem(t.Context(), o.Actor, e.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: "Wohnungsnot", Begin: "11:00", End: "12:00", NewSlot: "Vormittag", Capacity: strconv.Itoa(places),
	})
	must(t, err)
	_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
	must(t, err)
	e, _, err = s.Events.Public(t.Context(), e.Slug)
	must(t, err)
	return &hall{Site: s, office: o, event: e, workshop: item, address: listen(t, s.Web())}
}

// listen lets the program answer on a port of its own until the test ends.
func listen(t *testing.T, web *fiber.App) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- web.Listener(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(web.ShutdownWithTimeout(5*time.Second), <-ended); err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

// visitor is somebody with the form open.
type visitor struct {
	client *fasthttp.HostClient
	path   string
	cookie string
	form   string
	reads  bool // opens the page instead of sending the form
}

// load opens the form for each of the people and fills it in; each has a browser and an address of its own.
func (h *hall) load(t *testing.T, people int) []visitor {
	t.Helper()
	all := make([]visitor, people)
	for i := range all {
		h.next++
		local := &net.TCPAddr{IP: net.IPv4(127, 0, byte(1+h.next/250), byte(1+h.next%250))}
		all[i] = h.open(t, local, h.next)
	}
	return all
}

func (h *hall) open(t *testing.T, local *net.TCPAddr, number int) visitor {
	t.Helper()
	dialer := net.Dialer{LocalAddr: local}
	jar, err := cookiejar.New(nil)
	must(t, err)
	path := "/v/" + h.event.Slug + "/anmeldung"
	transport := &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true}
	answer, err := (&http.Client{Jar: jar, Transport: transport}).Get("http://" + h.address + path) //nolint:noctx // loopback, ends with the test
	must(t, err)
	page, err := goquery.NewDocumentFromReader(answer.Body)
	must(t, err)
	_, _ = io.Copy(io.Discard, answer.Body)
	must(t, answer.Body.Close())
	values := url.Values{"name": {fmt.Sprintf("Person %05d", number)}, "email": {fmt.Sprintf("p%05d@example.org", number)}, "lang": {"de"}, "slot_1": {h.workshop.ID}}
	page.Find("main form[method=post] input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		values.Set(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	cookies := []string{}
	for _, c := range answer.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	client := &fasthttp.HostClient{Addr: h.address, Dial: func(to string) (net.Conn, error) { return dialer.Dial("tcp", to) }}
	return visitor{client: client, path: path, cookie: strings.Join(cookies, "; "), form: values.Encode()}
}

// send presses the button, or opens the page, and reports whether that went well.
func (v visitor) send() (bool, error) {
	if v.reads {
		_, err := v.read()
		return err == nil, err
	}
	request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(response)
	request.Header.SetMethod(http.MethodPost)
	request.Header.SetContentType("application/x-www-form-urlencoded")
	request.Header.Set("Cookie", v.cookie)
	request.SetRequestURI("http://" + v.client.Addr + v.path)
	request.SetBodyString(v.form)
	err := v.client.Do(request, response)
	return response.StatusCode() == http.StatusSeeOther, err
}

// pace is how a number of requests went.
type pace struct {
	took  []time.Duration // sorted
	total time.Duration
}

func (p pace) perSecond() float64 { return float64(len(p.took)) / p.total.Seconds() }
func (p pace) p95() time.Duration { return p.took[len(p.took)*95/100] }
func (p pace) String() string {
	return fmt.Sprintf("%.0f/s, half within %s, 95 of 100 within %s", p.perSecond(), p.took[len(p.took)/2].Round(100*time.Microsecond), p.p95().Round(100*time.Microsecond))
}

// register lets the visitors send their forms, so many at a time, all when it is not said.
func (h *hall) register(t *testing.T, visitors []visitor, clients ...int) pace {
	t.Helper()
	return hurry(t, visitors, append(clients, len(visitors))[0])
}

func hurry(t *testing.T, visitors []visitor, clients int) pace {
	t.Helper()
	p := pace{took: make([]time.Duration, len(visitors))}
	var next, failed atomic.Int64
	var start, done sync.WaitGroup
	start.Add(1)
	for range clients {
		done.Go(func() {
			start.Wait()
			for n := next.Add(1) - 1; n < int64(len(visitors)); n = next.Add(1) - 1 {
				began := time.Now()
				if ok, err := visitors[n].send(); err != nil || !ok {
					failed.Add(1)
				}
				p.took[n] = time.Since(began)
			}
		})
	}
	began := time.Now()
	start.Done()
	done.Wait()
	p.total = time.Since(began)
	slices.Sort(p.took)
	if n := failed.Load(); n > 0 {
		t.Fatalf("%d of %d were not registered", n, len(visitors))
	}
	for _, v := range visitors {
		if !v.reads {
			v.client.CloseIdleConnections()
		}
	}
	return p
}

// check looks for overbooking, lost registrations and people who were overtaken.
func (h *hall) check(t *testing.T) {
	t.Helper()
	var places []attendance.WorkshopPlace
	must(t, h.DB.Read().NewSelect().Model(&places).Where("wp.item_id = ?", h.workshop.ID).Order("wp.ticket").Scan(t.Context()))
	capacity := int(h.workshop.Capacity)
	if len(places) != h.next {
		t.Errorf("%d of %d people are registered", len(places), h.next)
	}
	missed := 0
	for i, p := range places {
		if (p.State == attendance.Confirmed) != (i < capacity) {
			missed++
		}
	}
	if missed > 0 {
		t.Errorf("%d people were overtaken", missed)
	}
}
