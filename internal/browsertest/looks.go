package browsertest

import (
	"fmt"

	"github.com/go-rod/rod/lib/proto"
)

// The other widths and colours a page is looked at in.
var (
	deskAtNight = View{Width: 1280, Dark: true}
	tablet      = View{Width: 768}
	tabletNight = View{Width: 768, Dark: true}
	phoneByDay  = View{Width: 320}
)

// edges are controls and states that nothing marks when the system's colours replace ours.
const edges = `() => [...document.querySelectorAll("main .kern-btn--primary, main .kern-btn--secondary, main input:not([type=hidden]), main select, main textarea, .rt-badge")]
	.filter(e => e.checkVisibility() && !["Top", "Bottom"].some(side =>
		parseFloat(getComputedStyle(e.closest(".kern-form-input__select-wrapper") ?? e)["border" + side + "Width"]) > 0))
	.slice(0, 3).map(e => e.outerHTML.slice(0, 160)).join(" | ")`

// cut are texts of which a part is hidden.
const cut = `() => [...document.querySelectorAll("main *")].filter(e => e.children.length === 0 && e.textContent.trim() && e.checkVisibility()
		&& getComputedStyle(e).overflowX !== "visible" && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 && !e.matches("select, input, textarea, .kern-sr-only"))
	.slice(0, 3).map(e => e.outerHTML.slice(0, 160)).join(" | ")`

const onPaper = `() => {
	const shown = s => [...document.querySelectorAll(s)].some(e => e.checkVisibility());
	return ["header.rt-header", "footer.rt-footer", "main .kern-btn"].filter(shown).concat(shown("h1") ? [] : ["no h1"]).join(", ");
}`

// CheckEverywhere is Check in all widths, colours, sizes and media, on one load of the page.
func (p *Page) CheckEverywhere(title string) {
	p.t.Helper()
	found := p.Findings(Desk, deskAtNight, tablet, tabletNight, Phone, phoneByDay)
	found = append(found, p.enlarged()...)
	found = append(found, p.inOtherMedia()...)
	p.As(Desk)
	for _, finding := range found {
		p.t.Errorf("%s: %s", title, finding)
	}
}

// CheckRoom is for pages whose data differ, not their parts: axe-core once, and that nothing is cut or scrolls sideways in
// any width, at 400 % and with text of 200 %.
func (p *Page) CheckRoom(title string) {
	p.t.Helper()
	found := p.Findings(Desk)
	for _, v := range []View{tablet, Phone} {
		p.As(v)
		found = append(found, p.asked(v.String(), map[string]string{"scrolls sideways": sideways, "text is cut": cut})...)
	}
	found = append(found, p.enlarged()...)
	for _, finding := range found {
		p.t.Errorf("%s: %s", title, finding)
	}
}

// asked runs scripts that return what is wrong.
func (p *Page) asked(where string, scripts map[string]string) (found []string) {
	p.t.Helper()
	for what, script := range scripts {
		if wrong := p.Text(script); wrong != "" {
			found = append(found, fmt.Sprintf("%s, %s: %s", what, where, wrong))
		}
	}
	return found
}

// enlarged looks at 400 % zoom of a window 1280 by 1024 pixels (WCAG 1.4.10), and at text of twice its size (1.4.4).
func (p *Page) enlarged() []string {
	p.t.Helper()
	p.must(p.SetViewport(&proto.EmulationSetDeviceMetricsOverride{Width: 320, Height: 256, DeviceScaleFactor: 4}))
	found := p.asked("400 % zoom", map[string]string{"scrolls sideways": sideways, "text is cut": cut})
	p.As(Desk)
	p.Text(`() => { document.documentElement.style.fontSize = "200%"; return ""; }`)
	found = append(found, p.asked("text of 200 %", map[string]string{"scrolls sideways": sideways, "text is cut": cut})...)
	p.Text(`() => { document.documentElement.style.fontSize = ""; return ""; }`)
	return found
}

// inOtherMedia looks with the system's own colours, and on paper of A4 with its margins.
func (p *Page) inOtherMedia() []string {
	p.t.Helper()
	p.must(proto.EmulationSetEmulatedMedia{Features: []*proto.EmulationMediaFeature{{Name: "forced-colors", Value: "active"}}}.Call(p))
	found := p.asked("forced colours", map[string]string{"scrolls sideways": sideways, "nothing marks": edges})
	p.must(proto.EmulationSetEmulatedMedia{Media: "print"}.Call(p))
	p.must(p.SetViewport(&proto.EmulationSetDeviceMetricsOverride{Width: 680, Height: 1000, DeviceScaleFactor: 1}))
	found = append(found, p.asked("print", map[string]string{"scrolls sideways": sideways, "is not for paper": onPaper})...)
	p.must(proto.EmulationSetEmulatedMedia{}.Call(p))
	return found
}
