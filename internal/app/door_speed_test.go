package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"
	"github.com/valyala/fasthttp"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/database"
	"rundertisch/internal/id"
	"rundertisch/internal/pass"
)

// What the doors of an event must reach.
const (
	doors          = 20
	checkinsPerS   = 500
	searchedAtMost = 20 * time.Millisecond
)

// TestTheDoorsKeepUp lets many people in at twenty doors at once, one request each: through the whole program, and through a
// bare route that writes the same row. RUNDERTISCH_BENCH is how many people; run it with -parallel 1.
func TestTheDoorsKeepUp(t *testing.T) {
	people, _ := strconv.Atoi(os.Getenv("RUNDERTISCH_BENCH"))
	if people < 100 {
		t.Skip("a benchmark: RUNDERTISCH_BENCH is the number of people")
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := openHall(t, s, 10)
		h.crowd(t, people)
		devices := make([]door, doors)
		for i := range devices {
			devices[i] = h.door(t, i)
		}
		searched := h.searched(t)
		program := devices[0].codes
		made := atDoors(t, devices, program, func(d door, code string) (string, string) {
			deed := fmt.Sprintf(`[{"id":%q,"what":"in","code":%q,"door":"A"}]`, id.New(), code)
			return d.path + "/taten", url.Values{"csrf": {d.csrf}, "deeds": {deed}}.Encode()
		})
		count, err := s.CheckIns.Count(t.Context(), h.event.ID)
		must(t, err)
		if count.Here != people {
			t.Errorf("%d are in, want %d", count.Here, people)
		}
		bareAt := h.bareDoor(t)
		for i := range devices {
			devices[i].client = &fasthttp.HostClient{Addr: bareAt}
		}
		bare := atDoors(t, devices, program, func(door, string) (string, string) { return "/bare", "" })
		t.Logf("%d people at %d doors: %s; the same row on a bare route: %s: %.0f %%; a name is found within %s (95 of 100: %s)",
			people, doors, made, bare, 100*made.perSecond()/bare.perSecond(), searched.took[len(searched.took)/2].Round(100*time.Microsecond), searched.p95().Round(100*time.Microsecond))
		if made.perSecond() < checkinsPerS {
			t.Errorf("%.0f people a second, the goal is %d", made.perSecond(), checkinsPerS)
		}
		if searched.p95() > searchedAtMost {
			t.Errorf("95 of 100 names are found within %s, the goal is %s", searched.p95(), searchedAtMost)
		}
	})
}

// crowd gives many people a place.
func (h *hall) crowd(t *testing.T, people int) {
	t.Helper()
	must(t, h.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		now := h.Clock.Now()
		for part := range slices.Chunk(make([]attendance.Attendance, people), 500) {
			for i := range part {
				h.next++
				row := id.New()
				name := fmt.Sprintf("Größler %05d Łuczak", h.next)
				part[i] = attendance.Attendance{
					ID: row, WorkspaceID: h.event.WorkspaceID, ProjectID: h.event.ProjectID, EventID: h.event.ID, Name: name, NameKey: database.FoldWord(name),
					Email: fmt.Sprintf("p%05d@example.org", h.next), EmailKey: fmt.Sprintf("p%05d@example.org", h.next), Organisation: "Wohnhilfe", Lang: "de",
					Origin: attendance.Registered, UID: row + "@example.org", Stamp: now, Answer: attendance.Accepted, Place: attendance.Confirmed, Nonce: row,
					CreatedAt: now, UpdatedAt: now,
				}
			}
			if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	}))
}

// door is a device at a door, at an address of its own.
type door struct {
	client       *fasthttp.HostClient
	path, cookie string
	csrf         string
	codes        []string
}

func (h *hall) door(t *testing.T, number int) door {
	t.Helper()
	_, token, err := h.Passes.Make(t.Context(), h.office.Actor, pass.Order{Kind: pass.CheckIn, EventID: h.event.ID, Name: fmt.Sprint("Tür ", number)})
	must(t, err)
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 9, byte(1+number))}}
	jar, err := cookiejar.New(nil)
	must(t, err)
	browser := &http.Client{Jar: jar, Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true}}
	base := "http://" + h.address
	answer, err := browser.Get(base + "/tuer/" + token) //nolint:noctx // loopback, ends with the test
	must(t, err)
	page, err := goquery.NewDocumentFromReader(answer.Body)
	must(t, err)
	must(t, answer.Body.Close())
	csrf, _ := page.Find("main input[name=csrf]").Attr("value")
	answer, err = browser.PostForm(base+"/tuer/"+token, url.Values{"csrf": {csrf}}) //nolint:noctx // loopback, ends with the test
	must(t, err)
	must(t, answer.Body.Close())
	d := door{path: "/tuer/einlass/" + h.event.ID}
	answer, err = browser.Get(base + d.path + "/liste.json") //nolint:noctx // loopback, ends with the test
	must(t, err)
	var list struct {
		CSRF   string
		Guests []struct{ C string }
	}
	must(t, json.NewDecoder(answer.Body).Decode(&list))
	must(t, answer.Body.Close())
	for _, one := range list.Guests {
		d.codes = append(d.codes, one.C)
	}
	at, err := url.Parse(base + d.path)
	must(t, err)
	var cookies []string
	for _, c := range jar.Cookies(at) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	d.csrf, d.cookie = list.CSRF, strings.Join(cookies, "; ")
	d.client = &fasthttp.HostClient{Addr: h.address, Dial: func(to string) (net.Conn, error) { return dialer.Dial("tcp", to) }}
	return d
}

// atDoors lets each door work off its share of the codes, one request after the other.
func atDoors(t *testing.T, devices []door, codes []string, ask func(d door, code string) (path, form string)) pace {
	t.Helper()
	var mu sync.Mutex
	var p pace
	var group sync.WaitGroup
	start := time.Now()
	for i, d := range devices {
		group.Go(func() {
			request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
			for at := i; at < len(codes); at += len(devices) {
				path, form := ask(d, codes[at])
				request.Reset() // else the cookies of all requests gather
				request.Header.SetMethod(http.MethodPost)
				request.Header.SetContentType("application/x-www-form-urlencoded")
				request.Header.Set("Cookie", d.cookie)
				request.SetRequestURI("http://" + d.client.Addr + path)
				request.SetBodyString(form)
				sent := time.Now()
				err := d.client.Do(request, response)
				if err != nil || response.StatusCode() != http.StatusOK {
					t.Errorf("answered %d, %v", response.StatusCode(), err)
					return
				}
				mu.Lock()
				p.took = append(p.took, time.Since(sent))
				mu.Unlock()
			}
		})
	}
	group.Wait()
	p.total = time.Since(start)
	slices.Sort(p.took)
	return p
}

// searched measures how long a door looks for a name.
func (h *hall) searched(t *testing.T) (p pace) {
	t.Helper()
	keeper, _, err := h.CheckIns.ForStaff(t.Context(), h.office.Actor, h.event.ID)
	must(t, err)
	start := time.Now()
	for i := range 100 {
		typed := []string{"gr", "groessler", fmt.Sprintf("%05d", 1+37*i), "luczak wohn", "niemand"}[i%5]
		began := time.Now()
		_, err := h.CheckIns.Search(t.Context(), keeper, typed)
		must(t, err)
		p.took = append(p.took, time.Since(began))
	}
	p.total = time.Since(start)
	slices.Sort(p.took)
	return p
}

// bareDoor is a route that writes the row of a check-in in a transaction of its own, and does nothing else.
func (h *hall) bareDoor(t *testing.T) (address string) {
	t.Helper()
	var one checkin.CheckIn
	must(t, h.DB.Read().NewSelect().Model(&one).Limit(1).Scan(t.Context()))
	web := fiber.New(fiber.Config{DisableStartupMessage: true})
	web.Post("/bare", func(c *fiber.Ctx) error {
		row := one
		row.ID, row.DoubleOf = id.New(), one.ID
		return h.DB.RunInTx(c.UserContext(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewInsert().Model(&row).Returning("NULL").Exec(ctx)
			return err
		})
	})
	return listen(t, web)
}
