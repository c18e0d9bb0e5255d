package publicweb

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	publicviews "rundertisch/views/public"
)

const (
	listPath = "/veranstaltungen"
	feedPath = listPath + "/feed.atom"
)

// embedPolicy is the content policy of the list that other sites embed: the only page that may be framed, and it runs nothing.
const embedPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

// atomFeed is a news feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary"`
}

// Atom answers with the events ahead as a news feed.
func (p *Pages) Atom(r *page.Request) error {
	if err := p.enterHome(r); err != nil {
		return err
	}
	events, err := p.Events.Coming(r.Context())
	if err != nil {
		return err
	}
	base := r.Site().BaseURL
	feed := atomFeed{
		Lang: string(r.L.Lang()), ID: base + listPath, Title: r.L.T("public.list.title"), Author: atomAuthor{Name: r.Workspace.Name},
		Updated: instant(latest(events)), Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: base + feedPath}, {Rel: "alternate", Type: "text/html", Href: base + listPath},
		},
	}
	if feed.Author.Name == "" {
		feed.Author.Name = r.L.T("layout.product")
	}
	for _, e := range events {
		feed.Entries = append(feed.Entries, entryOf(r, e))
	}
	body, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	return forPrograms(r, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}

func entryOf(r *page.Request, e event.Event) atomEntry {
	at := r.Site().BaseURL + "/v/" + e.Slug
	text := eventviews.When(r.L, e)
	if where := eventviews.Where(e); where != "" {
		text += ", " + where
	}
	if e.Summary != "" {
		text = e.Summary + " – " + text
	}
	host := "rundertisch"
	if u, err := url.Parse(at); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return atomEntry{
		ID: "tag:" + host + "," + e.CreatedAt.UTC().Format(time.DateOnly) + ":" + e.ID, Title: e.Title, Updated: instant(e.UpdatedAt),
		Published: instant(e.CreatedAt), Link: atomLink{Rel: "alternate", Type: "text/html", Href: at}, Summary: text,
	}
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// latest is when one of the events was changed last; the beginning of time when there are none, so that the feed stays the same.
func latest(events []event.Event) time.Time {
	last := time.Unix(0, 0)
	for _, e := range events {
		if e.UpdatedAt.After(last) {
			last = e.UpdatedAt
		}
	}
	return last
}

// Calendars answers with the events ahead and those of the last year as one calendar; calendar programs ask for it again and again.
func (p *Pages) Calendars(r *page.Request) error {
	events, err := p.Events.Coming(r.Context())
	if err != nil {
		return err
	}
	past, err := p.Events.Past(r.Context())
	if err != nil {
		return err
	}
	for _, e := range past {
		if e.Ends().After(r.Now().AddDate(-1, 0, 0)) {
			events = append(events, e)
		}
	}
	if len(events) == 0 {
		return fault.Missing() // a calendar without entries is not valid (RFC 5545, 3.6)
	}
	entries := make([]ical.Entry, len(events))
	for i, e := range events {
		entries[i] = entry(r.Site().BaseURL, e)
	}
	file, err := ical.Publish(r.L.T("public.list.title"), entries)
	if err != nil {
		return err
	}
	r.Request().Header.Del(fiber.HeaderAcceptEncoding)
	return forPrograms(r, "text/calendar; charset=utf-8", file)
}

// Embed shows the events ahead without any frame, for the sites of others.
func (p *Pages) Embed(r *page.Request) error {
	entries, err := p.coming(r)
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentSecurityPolicy, embedPolicy)
	r.Response().Header.Del(fiber.HeaderXFrameOptions)
	r.Set("Cross-Origin-Resource-Policy", "cross-origin")
	show := publicviews.EmbedPage{L: r.L, Entries: entries, Now: r.Now(), BaseURL: r.Site().BaseURL}
	r.Set(fiber.HeaderCacheControl, shared)
	if err := r.Render(publicviews.Embed(show)); err != nil {
		return err
	}
	return forPrograms(r, fiber.MIMETextHTMLCharsetUTF8, append([]byte(nil), r.Response().Body()...))
}

// shared lets caches between keep what is the same for everybody who reads the language.
var shared = fmt.Sprintf("public, max-age=%d", int(calendarAge.Seconds()))

// forPrograms answers with what many programs ask for again and again: nobody is told apart, and whoever has it as it is gets 304.
func forPrograms(r *page.Request, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	r.Response().Header.DelAllCookies()
	r.Set(fiber.HeaderContentType, mediaType)
	r.Set(fiber.HeaderETag, tag)
	r.Set(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	r.Set(fiber.HeaderCacheControl, shared)
	if r.Get(fiber.HeaderIfNoneMatch) == tag {
		r.Response().ResetBody()
		return r.SendStatus(fiber.StatusNotModified)
	}
	return r.Send(body)
}
