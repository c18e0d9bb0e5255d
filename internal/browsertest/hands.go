package browsertest

import (
	"strings"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"
)

const (
	patience = 20 * time.Second
	mostTabs = 120 // presses of the tab key to reach something
)

// Press clicks what the selector finds and waits for the page that comes.
func (p *Page) Press(selector string) {
	p.t.Helper()
	page := p.Timeout(patience)
	element, err := page.Element(selector)
	p.must(err)
	arrived := page.WaitNavigation(proto.PageLifecycleEventNameLoad)
	p.must(element.Click(proto.InputMouseButtonLeft, 1))
	arrived()
	p.must(page.GetContext().Err())
}

// Fill writes into fields of the main part by name; what stood there goes. Dates are written as 2030-03-25.
func (p *Page) Fill(values map[string]string) {
	p.t.Helper()
	for name, value := range values {
		element, err := p.Timeout(patience).Element(`main [name="` + name + `"]`)
		p.must(err)
		_, err = element.Eval(`value => {
			this.value = value;
			if (this.value !== value) throw new Error(this.name + " does not take " + value);
		}`, value)
		p.must(err)
	}
}

// Choose gives the file field of the main part the file.
func (p *Page) Choose(name, path string) {
	p.t.Helper()
	element, err := p.Timeout(patience).Element(`main input[type=file][name="` + name + `"]`)
	p.must(err)
	p.must(element.SetFiles([]string{path}))
}

// Has fails the test unless an element that the selector finds shows the text.
func (p *Page) Has(selector, text string) {
	p.t.Helper()
	shown := p.Text(`s => [...document.querySelectorAll(s)].map(e => e.innerText).join("\n")`, selector)
	if !strings.Contains(strings.Join(strings.Fields(shown), " "), text) {
		p.t.Errorf("%s: no %s with %q; it shows %q", p.Path(), selector, text, shown)
	}
}

// Soon waits until an element that the selector finds shows the text.
func (p *Page) Soon(selector, text string) {
	p.t.Helper()
	err := p.Timeout(patience).Wait(rod.Eval(`(s, text) => [...document.querySelectorAll(s)].some(e => e.innerText.split(/\s+/).join(" ").includes(text))`, selector, text))
	if err != nil {
		p.Has(selector, text)
	}
}

// HasNot fails the test when the selector finds something.
func (p *Page) HasNot(selector string) {
	p.t.Helper()
	if found := p.Text(`s => document.querySelector(s)?.outerHTML ?? ""`, selector); found != "" {
		p.t.Errorf("%s: has %s: %s", p.Path(), selector, found)
	}
}

// Path returns the path of the shown page.
func (p *Page) Path() string {
	p.t.Helper()
	return p.Text(`() => location.pathname`)
}

// TabTo presses the tab key until what the selector finds has the focus, and that can be seen.
func (p *Page) TabTo(selector string) {
	p.t.Helper()
	for range mostTabs {
		p.must(p.Keyboard.Press(input.Tab))
		if p.focused(selector) {
			if !p.focused(":focus-visible") {
				p.t.Errorf("%s: nobody sees that %s has the focus", p.Path(), selector)
			}
			return
		}
	}
	p.t.Fatalf("%s: the tab key does not reach %s", p.Path(), selector)
}

func (p *Page) focused(selector string) bool {
	return p.Text(`s => String(document.activeElement.matches(s))`, selector) == "true"
}

// Type types a text where the focus is.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.must(p.InsertText(text))
}

// Strike presses a key that leads nowhere else, and lets it go: boxes are ticked by that.
func (p *Page) Strike(key input.Key) {
	p.t.Helper()
	p.must(p.Keyboard.Type(key))
}

// Follow presses a key that leads to another page, and waits for it.
func (p *Page) Follow(key input.Key) {
	p.t.Helper()
	page := p.Timeout(patience)
	arrived := page.WaitNavigation(proto.PageLifecycleEventNameLoad)
	p.must(p.Keyboard.Press(key))
	arrived()
	p.must(page.GetContext().Err())
}

// WithoutScript turns JavaScript off in the pages to come; DevTools still may ask.
func (p *Page) WithoutScript() {
	p.t.Helper()
	p.must(proto.EmulationSetScriptExecutionDisabled{Value: true}.Call(p))
	p.scriptless = true
}
