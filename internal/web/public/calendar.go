package publicweb

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
)

const calendarAge = 5 * time.Minute // for caches between

// Calendar answers with the event as a calendar file: no people, the same UID for ever, cancelled events marked.
// Calendar programs ask again with the ETag. It is sent uncompressed, because Outlook's reader fails on gzip.
func (p *Pages) Calendar(r *page.Request) error {
	e, _, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	r.Request().Header.Del(fiber.HeaderAcceptEncoding)
	tag := fmt.Sprintf(`"%s-%d"`, e.ID, e.Version)
	r.Set(fiber.HeaderETag, tag)
	r.Set(fiber.HeaderCacheControl, fmt.Sprintf("public, max-age=%d", int(calendarAge.Seconds())))
	if r.Get(fiber.HeaderIfNoneMatch) == tag {
		return r.SendStatus(fiber.StatusNotModified)
	}
	file, err := ical.Publish(e.Title, []ical.Entry{entry(r.Site().BaseURL, e)})
	if err != nil {
		return err
	}
	r.Ctx.Attachment(e.Slug + ".ics")
	r.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	return r.Send(file)
}

// ItemCalendar answers with one programme item as a calendar file, as Calendar does with the event.
func (p *Pages) ItemCalendar(r *page.Request) error {
	e, items, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(items, func(i event.ProgrammeItem) bool { return i.ID == r.Params("item") })
	if at < 0 {
		return fault.Missing()
	}
	return handProgramme(r, e, items[at:at+1], items[at].Title)
}

// ProgrammeCalendar answers with the whole programme but its breaks as a calendar file: one entry for each item.
func (p *Pages) ProgrammeCalendar(r *page.Request) error {
	e, items, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(items, func(i event.ProgrammeItem) bool { return i.Kind == event.Break })
	if len(items) == 0 {
		return fault.Missing()
	}
	return handProgramme(r, e, items, e.Title)
}

// handProgramme sends items as a calendar of that name, unless the program has them as they are.
func handProgramme(r *page.Request, e event.Event, items []event.ProgrammeItem, name string) error {
	r.Request().Header.Del(fiber.HeaderAcceptEncoding)
	entries := make([]ical.Entry, len(items))
	known := sha256.New()
	for n, item := range items {
		entries[n] = item.Entry(e, r.Site().BaseURL, page.Host(r.Site().BaseURL))
		fmt.Fprintf(known, "%s-%d\n", entries[n].UID, entries[n].Sequence)
	}
	tag := fmt.Sprintf(`"%x"`, known.Sum(nil)[:12])
	r.Set(fiber.HeaderETag, tag)
	r.Set(fiber.HeaderCacheControl, fmt.Sprintf("public, max-age=%d", int(calendarAge.Seconds())))
	if r.Get(fiber.HeaderIfNoneMatch) == tag {
		return r.SendStatus(fiber.StatusNotModified)
	}
	file, err := ical.Publish(name, entries)
	if err != nil {
		return err
	}
	r.Ctx.Attachment(event.Slug(name) + ".ics")
	r.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	return r.Send(file)
}

func entry(baseURL string, e event.Event) ical.Entry {
	status := ical.Confirmed
	if e.State == event.Cancelled {
		status = ical.Cancelled
	}
	return ical.Entry{
		UID: "event-" + e.ID + "@" + page.Host(baseURL), Sequence: int(e.Version), Stamp: e.UpdatedAt, Start: e.Starts(), End: e.Ends(),
		Summary: e.Title, Description: e.Summary, Location: eventviews.Where(e), URL: baseURL + "/v/" + e.Slug, Status: status,
	}
}
