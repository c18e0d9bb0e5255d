package app_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"rundertisch/internal/id"
)

const (
	cardsEach   = 3 // how many cards a phone writes at most: nine hundred of three hundred phones
	dotsEach    = 5
	repeatOneIn = 10 // requests are sent twice, as where the reception is bad
)

// crowd are the phones before a wall, and the projector that shows it.
type crowd struct {
	t       *testing.T
	base    string // host and port of the program
	at      string // path of the board
	all     []*phone
	written sync.Map // text of a card → when it was answered

	mu          sync.Mutex
	acts, reads []time.Duration
	stood       []time.Duration
	behind      []time.Duration
}

// phone is a browser in the room: what it was told is what must be stored at the end.
type phone struct {
	crowd        *crowd
	number       int
	client       *fasthttp.HostClient
	cookie, csrf string
	random       *rand.Rand
	cards        []string        // texts of those it wrote
	seen         []string        // cards on its page
	dots         map[string]bool // cards with its dot
}

// gather lets phones open the board, each at its own time of day but from few addresses, as behind the router of a hall.
func gather(t *testing.T, base, code string, phones int) *crowd {
	t.Helper()
	c := &crowd{t: t, base: base, at: "/karten/" + code}
	for n := range phones {
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 11, byte(1+n%4))}}
		p := &phone{
			crowd: c, number: n, random: rand.New(rand.NewPCG(uint64(n), 1)), dots: map[string]bool{},
			client: &fasthttp.HostClient{Addr: base, Dial: func(to string) (net.Conn, error) { return dialer.Dial("tcp", to) }},
		}
		c.all = append(c.all, p)
	}
	c.each(func(p *phone) { p.open() })
	return c
}

// each lets all phones do something at once.
func (c *crowd) each(do func(p *phone)) pace {
	var group sync.WaitGroup
	began := time.Now()
	for _, p := range c.all {
		group.Go(func() { do(p) })
	}
	group.Wait()
	slices.Sort(c.acts)
	p := pace{took: c.acts, total: time.Since(began)}
	c.acts = nil
	return p
}

func (c *crowd) note(list *[]time.Duration, took time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*list = append(*list, took)
}

var (
	csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)
	cardOn    = []byte(`id="karte-`)
)

func (p *phone) open() {
	body := p.read()
	found := csrfField.FindSubmatch(body)
	if found == nil {
		p.crowd.t.Errorf("phone %d cannot write: %.200s", p.number, body)
		return
	}
	p.csrf = string(found[1])
}

// read opens the page of the board and returns it unpacked.
func (p *phone) read() []byte {
	var body []byte
	took := p.send(http.MethodGet, p.crowd.at, nil, http.StatusOK, func(answer *fasthttp.Response) {
		body, _ = answer.BodyGunzip()
	})
	if took > 0 {
		p.crowd.note(&p.crowd.reads, took)
	}
	p.seen = p.seen[:0]
	for rest := body; ; {
		n := bytes.Index(rest, cardOn)
		if n < 0 {
			return body
		}
		rest = rest[n+len(cardOn):]
		p.seen = append(p.seen, string(rest[:len(id.New())]))
	}
}

// stands asks for what others have done, as a page does while it is open; of one that knows nothing it is always answered the whole.
func (p *phone) stands() {
	if took := p.send(http.MethodGet, p.crowd.at+"/stand?kennt=-1", nil, http.StatusOK, nil); took > 0 {
		p.crowd.note(&p.crowd.stood, took)
	}
}

// glance opens the page and looks at it no further.
func (p *phone) glance() {
	if took := p.send(http.MethodGet, p.crowd.at, nil, http.StatusOK, nil); took > 0 {
		p.crowd.note(&p.crowd.reads, took)
	}
}

// send returns how long the answer took, 0 when it is not the one that was wanted.
func (p *phone) send(method, path string, form url.Values, want int, look func(*fasthttp.Response)) time.Duration {
	request, answer := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(answer)
	request.Header.SetMethod(method)
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("Cookie", p.cookie)
	request.SetRequestURI("http://" + p.crowd.base + path)
	if form != nil {
		request.Header.SetContentType("application/x-www-form-urlencoded")
		request.SetBodyString(form.Encode())
	}
	began := time.Now()
	err := p.client.Do(request, answer)
	took := time.Since(began)
	if err != nil || answer.StatusCode() != want {
		p.crowd.t.Errorf("phone %d: %s %s answered %d, %v", p.number, method, path, answer.StatusCode(), err)
		return 0
	}
	answer.Header.VisitAllCookie(func(name, raw []byte) { //nolint:staticcheck // its successor returns no raw cookie
		var c fasthttp.Cookie
		if c.ParseBytes(raw) == nil && !strings.Contains(p.cookie, string(name)+"=") {
			p.cookie = strings.TrimPrefix(p.cookie+"; "+string(name)+"="+string(c.Value()), "; ")
		}
	})
	if look != nil {
		look(answer)
	}
	return took
}

// post sends a form, sometimes twice, and reports whether it was taken.
func (p *phone) post(path string, form url.Values) bool {
	form.Set("csrf", p.csrf)
	times := 1
	if p.random.IntN(repeatOneIn) == 0 {
		times = 2
	}
	for range times {
		took := p.send(http.MethodPost, p.crowd.at+path, form, http.StatusSeeOther, nil)
		if took == 0 {
			return false
		}
		p.crowd.note(&p.crowd.acts, took)
	}
	return true
}

// act writes a card, or gives a dot, or takes one back.
func (p *phone) act() {
	free := slices.DeleteFunc(slices.Clone(p.seen), func(card string) bool { return p.dots[card] })
	switch {
	case len(p.cards) < cardsEach && (len(p.seen) == 0 || p.random.IntN(4) == 0):
		text := fmt.Sprintf("Karte %d-%d.", p.number, len(p.cards))
		if p.post("/neu", url.Values{"act": {id.New()}, "kind": {"need"}, "text": {text + " Es fehlt an bezahlbaren Wohnungen für Familien"}}) {
			p.cards = append(p.cards, text)
			p.crowd.written.Store(text, time.Now())
		}
	case len(p.dots) < dotsEach && len(free) > 0:
		card := free[p.random.IntN(len(free))]
		if p.post("/"+card+"/punkt", url.Values{}) {
			p.dots[card] = true
		}
	default:
		for card := range p.dots {
			if p.post("/"+card+"/punkt/zurueck", url.Values{}) {
				delete(p.dots, card)
			}
			return
		}
	}
}

// shown is a projector: it notes how long after its answer each card stood on the wall, and returns those that it shows when
// it is switched off.
func (c *crowd) shown(ctx context.Context) (off func() map[string]bool) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.base+c.at+"/wand/live", nil)
	must(c.t, err)
	request.Header.Set("Accept", "text/event-stream")
	answer, err := http.DefaultClient.Do(request)
	must(c.t, err)
	first, ended := map[string]time.Time{}, make(chan map[string]bool)
	var last map[string]bool
	var mu sync.Mutex
	go func() {
		defer func() { _ = answer.Body.Close() }()
		eachEvent(answer.Body, func(text string) {
			now, on := time.Now(), map[string]bool{}
			if !strings.HasPrefix(text, "data:") {
				return // keeps the connection open
			}
			for _, card := range onWall.FindAllString(text, -1) {
				on[card] = true
				if first[card].IsZero() {
					first[card] = now
				}
			}
			mu.Lock()
			last = on
			mu.Unlock()
		})
		ended <- last
	}()
	return func() map[string]bool {
		for range 50 { // what was written last comes within a moment
			mu.Lock()
			here := len(last)
			mu.Unlock()
			if here == c.cards() {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		_ = answer.Body.Close()
		on := <-ended
		for card, at := range first {
			if answered, ok := c.written.Load(card); ok {
				written, _ := answered.(time.Time)
				c.behind = append(c.behind, max(0, at.Sub(written)))
			}
		}
		slices.Sort(c.behind)
		return on
	}
}

var onWall = regexp.MustCompile(`Karte \d+-\d+\.`)

func eachEvent(body io.Reader, see func(text string)) {
	lines := bufio.NewReaderSize(body, 1<<20)
	var event strings.Builder
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if line == "\n" {
			see(event.String())
			event.Reset()
			continue
		}
		event.WriteString(line)
	}
}

// cards counts what the phones wrote.
func (c *crowd) cards() (n int) {
	for _, p := range c.all {
		n += len(p.cards)
	}
	return n
}
