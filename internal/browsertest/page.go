package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"
	"github.com/go-rod/rod/lib/utils"
)

// Page is a tab whose complaints are kept.
type Page struct {
	*rod.Page
	t      *testing.T
	axe    string
	checks int // times that axe-core was brought to a page

	scriptless bool // pages run no scripts of their own

	mu         sync.Mutex
	complaints []string
}

// View is how a page is looked at.
type View struct {
	Width int // CSS pixels
	Dark  bool
}

// The views every page is checked in: a desk in light, a phone in dark (WCAG 2.2, 1.4.10 asks for 320 pixels).
var (
	Desk  = View{Width: 1280}
	Phone = View{Width: 320, Dark: true}
)

func (v View) String() string {
	if v.Dark {
		return fmt.Sprint(v.Width, " px, dark")
	}
	return fmt.Sprint(v.Width, " px, light")
}

// NewPage opens a tab; it is closed with the test.
func NewPage(t *testing.T, browser *rod.Browser) *Page {
	t.Helper()
	tab, err := browser.Page(proto.TargetCreateTarget{URL: "about:blank"})
	if err != nil {
		t.Fatal(err)
	}
	p := &Page{Page: tab, t: t, axe: readAxe(t)}
	p.must(proto.LogEnable{}.Call(tab))
	go tab.EachEvent(
		func(e *proto.LogEntryAdded) {
			if e.Entry.Level == proto.LogLogEntryLevelError {
				p.complain(strings.TrimSpace(e.Entry.Text + " " + e.Entry.URL))
			}
		},
		func(e *proto.RuntimeExceptionThrown) { p.complain(e.ExceptionDetails.Text) },
	)()
	t.Cleanup(func() { _ = tab.Close() })
	return p
}

// readAxe reads the vendored axe-core; tests run in the folder of their package.
func readAxe(t *testing.T) string {
	t.Helper()
	for dir := "."; len(dir) < 40; dir = filepath.Join(dir, "..") {
		raw, err := os.ReadFile(filepath.Join(dir, "views/static/testdata/axe.min.js"))
		if err == nil {
			return string(raw)
		}
	}
	t.Fatal("views/static/testdata/axe.min.js is missing")
	return ""
}

func (p *Page) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *Page) complain(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, text)
}

// Complaints returns what the browser's console held against the pages so far (errors of scripts, contents that the
// security policy refused, files that were not there), and forgets it. That the page itself answered with an error,
// as a refused form does, is none.
func (p *Page) Complaints() []string {
	p.t.Helper()
	itself := p.Text(`() => " " + location.href.replace(/#.*/, "")`)
	p.mu.Lock()
	defer p.mu.Unlock()
	found := slices.DeleteFunc(p.complaints, func(complaint string) bool {
		return strings.HasPrefix(complaint, "Failed to load resource:") && strings.HasSuffix(complaint, itself)
	})
	p.complaints = nil
	return found
}

// As sets width and colour scheme.
func (p *Page) As(v View) {
	p.t.Helper()
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	p.must(proto.EmulationSetEmulatedMedia{Features: []*proto.EmulationMediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}.Call(p))
	p.must(p.SetViewport(&proto.EmulationSetDeviceMetricsOverride{Width: v.Width, Height: 900, DeviceScaleFactor: 1}))
}

// isThere says whether the page and the fonts that it shows have arrived; asking for a place makes Chromium look which they are.
const isThere = `() => document.readyState === "complete" && document.documentElement.getBoundingClientRect() && document.fonts.status === "loaded"`

// Open goes to the address and waits for page and fonts. It asks time and again: where scripts are off, nothing on the page could call back.
func (p *Page) Open(address string) {
	p.t.Helper()
	p.must(p.Navigate(address))
	often := func() utils.Sleeper { return utils.BackoffSleeper(time.Millisecond, 20*time.Millisecond, nil) }
	p.must(p.Timeout(patience).Sleeper(often).Wait(rod.Eval(isThere)))
}

// Text runs a JavaScript function that returns a text.
func (p *Page) Text(script string, args ...any) string {
	p.t.Helper()
	result, err := p.Eval(script, args...)
	p.must(err)
	return result.Value.Str()
}

const runAxe = `() => {
	document.querySelectorAll("details").forEach(d => d.open = true);
	return axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"],
		resultTypes: ["violations"], preload: false, iframes: false,
	}).then(r => r.violations.map(v => v.id + ": " + v.help + " (" + v.nodes.length + ")\n    " +
		v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join("\n    ")).join("\n"))
}`

// The rules that depend on width and colours; all others say the same in every view. Where everything stands as in a view
// before, only the colours are new.
const (
	ofColours = `"color-contrast", "link-in-text-block"`
	ofPlaces  = `"target-size", "scrollable-region-focusable", "aria-hidden-focus", "region"`
)

func runLooks(rules string) string {
	return `() => axe.run(document, {
		runOnly: {type: "rule", values: [` + rules + `]}, resultTypes: ["violations"], preload: false, iframes: false,
	}).then(r => r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join("\n    ")).join("\n"))`
}

// moved says whether something stands elsewhere, or is to be seen or not, than each time it was asked since it began anew. The
// page remembers: thousands of boxes are long to send.
const moved = `anew => {
	const now = innerWidth + [...document.querySelectorAll("body, body *")].map(e => {
		const box = e.getBoundingClientRect();
		return [box.x, box.y, box.width, box.height, e.checkVisibility({visibilityProperty: true})].join(" ");
	}).join("|");
	const places = window.places = anew ? new Set() : window.places, known = places.has(now);
	places.add(now);
	return known ? "" : "moved";
}`

const sideways = `() => {
	const root = document.scrollingElement, over = root.scrollWidth - root.clientWidth;
	if (over <= 0) return "";
	const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
	return over + " px, by " + wide.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(" | ");
}`

// Check fails the test with the findings of the shown page in each of the views.
func (p *Page) Check(title string, views ...View) {
	p.t.Helper()
	for _, finding := range p.Findings(views...) {
		p.t.Errorf("%s: %s", title, finding)
	}
}

// bringAxe gives axe-core to the shown page. It is half a megabyte: a tab that needs it a second time keeps it for the pages to come.
func (p *Page) bringAxe() {
	p.t.Helper()
	if p.Text(`() => typeof axe`) == "object" {
		return
	}
	if p.checks++; p.checks == 2 {
		_, err := p.EvalOnNewDocument(p.axe)
		p.must(err)
	}
	_, err := proto.RuntimeEvaluate{Expression: p.axe + ";0"}.Call(p) // the page's policy does not bind DevTools
	p.must(err)
}

// Findings are what axe-core finds (by all rules in the first view, by those of looks in the others), sideways scrolling, missing sentences and what made the console complain.
func (p *Page) Findings(views ...View) (found []string) {
	p.t.Helper()
	p.bringAxe()
	for i, v := range views {
		p.As(v)
		rules := runAxe
		if i > 0 && p.Text(moved, false) == "" {
			rules = runLooks(ofColours)
		} else if i > 0 {
			rules = runLooks(ofColours + ", " + ofPlaces)
		}
		if broken := p.Text(rules); broken != "" {
			found = append(found, fmt.Sprintf("axe, %s:\n%s", v, broken))
		}
		if i == 0 {
			p.Text(moved, true) // axe-core has opened what was folded up
		}
		if over := p.Text(sideways); over != "" {
			found = append(found, fmt.Sprintf("scrolls sideways, %s: %s", v, over))
		}
	}
	if text := p.Text(`() => document.title + document.body.textContent`); strings.Contains(text, "⟦") || strings.Contains(text, "%!") {
		found = append(found, "a sentence is missing or wrongly filled")
	}
	for _, complaint := range p.Complaints() {
		found = append(found, "the console says: "+complaint)
	}
	return found
}
