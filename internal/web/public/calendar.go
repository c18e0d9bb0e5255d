package publicweb

import (
	"fmt"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/event"
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

func entry(baseURL string, e event.Event) ical.Entry {
	status := ical.Confirmed
	if e.State == event.Cancelled {
		status = ical.Cancelled
	}
	host := "rundertisch"
	if u, err := url.Parse(baseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return ical.Entry{
		UID: "event-" + e.ID + "@" + host, Sequence: int(e.Version), Stamp: e.UpdatedAt, Start: e.Starts(), End: e.Ends(),
		Summary: e.Title, Description: e.Summary, Location: eventviews.Where(e), URL: baseURL + "/v/" + e.Slug, Status: status,
	}
}
