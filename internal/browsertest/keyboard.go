package browsertest

import (
	"strings"

	"github.com/go-rod/rod/lib/input"
)

// stops marks all controls the tab key has to reach and counts them; of a group of radio buttons it reaches one.
const stops = `() => {
	const groups = new Set(), controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e => {
		if (e.disabled || e.tabIndex < 0 || e.type === "hidden" || !e.checkVisibility({visibilityProperty: true})) return false;
		if (e.type !== "radio") return true;
		const fresh = !groups.has(e.name); groups.add(e.name); return fresh;
	});
	window.tabbed = {controls, reached: new Set(), wrong: []};
	document.activeElement.blur();
	window.scrollTo(0, 0);
	document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex");
	return "";
}`

// stop notes where the focus is: "over" when it has left the page or begins anew.
const stop = `() => {
	const e = document.activeElement, t = window.tabbed;
	if (!e || e === document.body || (t.reached.size > 1 && e === t.first)) return "over";
	t.first ??= e;
	if (t.reached.has(e)) return "";
	t.reached.add(e);
	if (e.type === "radio") document.getElementsByName(e.name).forEach(r => t.reached.add(r));
	const style = getComputedStyle(e), box = e.getBoundingClientRect(), say = what => t.wrong.push(what + ": " + e.outerHTML.slice(0, 140));
	if ((style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) && style.boxShadow === "none") say("the focus is not to be seen");
	if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) say("the focus is out of sight");
	else {
		const at = document.elementFromPoint((Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2, (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2);
		if (at && !e.contains(at) && !at.contains(e) && !(e.labels && [...e.labels].some(l => l.contains(at)))) say("the focus is hidden by " + at.outerHTML.slice(0, 60));
	}
	return "";
}`

const unreached = `() => window.tabbed.wrong.concat(window.tabbed.controls.filter(e => !window.tabbed.reached.has(e))
	.map(e => "the tab key does not reach " + e.outerHTML.slice(0, 140))).slice(0, 5).join("\n    ")`

// CheckKeyboard goes through the shown page by the tab key: it reaches every control, the focus can be seen and is hidden
// by nothing (WCAG 2.4.7, 2.4.11), nothing holds it (2.1.2), and the first stop leads to the main part (2.4.1).
func (p *Page) CheckKeyboard(title string) {
	p.t.Helper()
	p.Text(stops)
	over := false
	for range 4 * mostTabs {
		p.must(p.Keyboard.Press(input.Tab))
		if over = p.Text(stop) == "over"; over {
			break
		}
	}
	if !over {
		p.t.Errorf("%s: something holds the focus", title)
	}
	if wrong := p.Text(unreached); wrong != "" {
		p.t.Errorf("%s: %s", title, wrong)
	}
	p.Text(stops)
	p.must(p.Keyboard.Press(input.Tab))
	p.must(p.Keyboard.Press(input.Enter))
	if at := p.Text(`() => document.activeElement.closest("main") ? location.hash : document.activeElement.outerHTML`); !strings.HasPrefix(at, "#") {
		p.t.Errorf("%s: the first stop does not lead to the main part but to %.100s", title, at)
	}
}
