package browsertest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-rod/rod/lib/input"
	"golang.org/x/sync/errgroup"
)

const moreTabs = 5 // presses at once where the focus is still in the page

// stops marks all controls the tab key has to reach and counts them; of a group of radio buttons it reaches one. From then on the page
// notes for itself, before each press but the first, where the press before has led: keys need not wait for us to ask.
const stops = `() => {
	const groups = new Set(), controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e => {
		if (e.disabled || e.tabIndex < 0 || e.type === "hidden" || !e.checkVisibility({visibilityProperty: true})) return false;
		if (e.type !== "radio") return true;
		const fresh = !groups.has(e.name); groups.add(e.name); return fresh;
	});
	if (!window.tabbed) window.addEventListener("keydown", event => {
		if (event.key === "Tab" && window.tabbed.begun) window.tabbed.note();
		window.tabbed.begun = true;
	}, true);
	window.tabbed = {controls, reached: new Set(), wrong: [], over: false, begun: false, note: ` + note + `};
	document.activeElement.blur();
	window.scrollTo(0, 0);
	document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex");
	return String(controls.length);
}`

// note looks where the focus is: it is over when it has left the page or begins anew.
const note = `() => {
	const e = document.activeElement, t = window.tabbed;
	t.over ||= !e || e === document.body || (t.reached.size > 1 && e === t.first);
	if (t.over || t.reached.has(e)) return;
	t.first ??= e;
	t.reached.add(e);
	if (e.type === "radio") document.getElementsByName(e.name).forEach(r => t.reached.add(r));
	const style = getComputedStyle(e), box = e.getBoundingClientRect(), say = what => t.wrong.push(what + ": " + e.outerHTML.slice(0, 140));
	if ((style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) && style.boxShadow === "none") say("the focus is not to be seen");
	if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) say("the focus is out of sight");
	else {
		const at = document.elementFromPoint((Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2, (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2);
		if (at && !e.contains(at) && !at.contains(e) && !(e.labels && [...e.labels].some(l => l.contains(at)))) say("the focus is hidden by " + at.outerHTML.slice(0, 60));
	}
}`

const unreached = `() => window.tabbed.wrong.concat(window.tabbed.controls.filter(e => !window.tabbed.reached.has(e))
	.map(e => "the tab key does not reach " + e.outerHTML.slice(0, 140))).slice(0, 5).join("\n    ")`

// CheckKeyboard goes through the shown page by the tab key: it reaches every control, the focus can be seen and is hidden
// by nothing (WCAG 2.4.7, 2.4.11), nothing holds it (2.1.2), and the first stop leads to the main part (2.4.1).
func (p *Page) CheckKeyboard(title string) {
	p.t.Helper()
	for _, finding := range p.ByKeyboard() {
		p.t.Errorf("%s: %s", title, finding)
	}
}

// ByKeyboard are the findings of CheckKeyboard.
func (p *Page) ByKeyboard() (found []string) {
	p.t.Helper()
	controls, err := strconv.Atoi(p.Text(stops))
	p.must(err)
	if !p.tabsOver(controls) {
		found = append(found, "something holds the focus")
	}
	if wrong := p.Text(unreached); wrong != "" {
		found = append(found, wrong)
	}
	p.Text(stops)
	p.must(p.Keyboard.Press(input.Tab))
	p.must(p.Keyboard.Press(input.Enter))
	if at := p.Text(`() => document.activeElement.closest("main") ? location.hash : document.activeElement.outerHTML`); !strings.HasPrefix(at, "#") {
		found = append(found, fmt.Sprintf("the first stop does not lead to the main part but to %.100s", at))
	}
	return found
}

// tabsOver presses the tab key until the focus has left the page, and says whether it has: first as often as the page has controls, then
// a few times more. Where scripts are off nothing on the page takes notes, and each press is asked for.
func (p *Page) tabsOver(controls int) bool {
	p.t.Helper()
	n := controls + 1
	for pressed := 0; pressed < 4*mostTabs; pressed += n {
		if pressed > 0 {
			n = moreTabs
		}
		if p.scriptless {
			n = 1
		}
		var keys errgroup.Group
		for range n {
			keys.Go(func() error { return p.Keyboard.Press(input.Tab) })
		}
		p.must(keys.Wait())
		if p.Text(`() => (window.tabbed.note(), String(window.tabbed.over))`) == "true" {
			return true
		}
	}
	return false
}
