package wordingweb

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/web/page"
	"rundertisch/internal/wording"
	"rundertisch/views/shared"
	"rundertisch/views/static"
)

// looks are the ways a mail can be looked at as a page of its own.
var looks = []string{"light", "dark", "narrow"}

// Whole shows the stored mail as it arrives, alone on a page: its own markup, its styles in a sheet beside it, because no
// page of ours may carry any.
func (p *Pages) Whole(r *page.Request) error {
	markup, _, err := p.whole(r)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.SendString(markup)
}

// Sheet is the styles of Whole.
func (p *Pages) Sheet(r *page.Request) error {
	_, sheet, err := p.whole(r)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentType, "text/css; charset=utf-8")
	r.Set(fiber.HeaderCacheControl, "no-store")
	return r.SendString(sheet)
}

func (p *Pages) whole(r *page.Request) (markup, sheet string, err error) {
	t, err := p.find(r)
	if err != nil {
		return "", "", err
	}
	example := shared.Fill(map[string]string{"event": r.Query("event"), "person": r.Query("person")})
	fields, err := p.fields(r, t, example)
	if err != nil {
		return "", "", err
	}
	said, err := p.wording.Preview(t, t.Draft, fields)
	if err != nil {
		return "", "", err
	}
	return apart(said.HTML, own(r, t)+"/whole.css?"+query(example, r.Query("look")), r.Query("look"))
}

// query is the address of an example and a look.
func query(form shared.Form, look string) string {
	q := url.Values{"look": {look}}
	for _, name := range []string{"event", "person"} {
		if value := form.Value(name); value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

// wholeOf is where the mail stands alone.
func wholeOf(r *page.Request, t wording.Text, form shared.Form, look string) string {
	return own(r, t) + "/whole?" + query(form, look)
}

// apart takes the styles out of a mail's markup. A style attribute becomes a class that weighs as much as one; in the dark
// or narrow look the rules for it hold everywhere.
func apart(mail, href, look string) (markup, sheet string, err error) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(mail))
	if err != nil {
		return "", "", err
	}
	var rules strings.Builder
	rules.WriteString(doc.Find("style").Text())
	doc.Find("style").Remove()
	known := map[string]string{}
	doc.Find("[style]").Each(func(_ int, s *goquery.Selection) {
		style := s.AttrOr("style", "")
		if known[style] == "" {
			known[style] = fmt.Sprintf("m%d", len(known))
			fmt.Fprintf(&rules, "%s { %s }\n", strings.Repeat("."+known[style], 3), style)
		}
		s.RemoveAttr("style").AddClass(known[style])
	})
	doc.Find("head").AppendHtml(`<link rel="stylesheet"><link rel="icon" type="image/svg+xml">`)
	doc.Find("link[rel=stylesheet]").SetAttr("href", href)
	doc.Find("link[rel=icon]").SetAttr("href", static.Path("css/mark.svg"))
	doc.Find("body").Children().WrapAllHtml("<main></main>")
	sheet = rules.String()
	switch look {
	case "dark":
		sheet = strings.ReplaceAll(sheet, "(prefers-color-scheme: dark)", "all")
	case "narrow":
		sheet = strings.ReplaceAll(sheet, "(max-width: 560px)", "all") + "main { max-width: 320px; margin: 0 auto; }\n"
	}
	markup, err = doc.Html()
	return markup, sheet, err
}
