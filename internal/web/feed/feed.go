// Package feedweb has the pages on which people subscribe to calendars, and the calendars themselves.
package feedweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/feed"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	feedviews "rundertisch/views/feed"
)

// Pages are the handlers of calendars.
type Pages struct{ feeds *feed.Service }

// New returns the handlers over the service.
func New(feeds *feed.Service) *Pages { return &Pages{feeds: feeds} }

// Own shows whether there is a link to the person's calendar.
func (p *Pages) Own(r *page.Request) error {
	f, err := p.feeds.OwnFeed(r.Context(), r.User)
	if err != nil {
		return err
	}
	return r.Render(feedviews.Show(own(r, f)))
}

// OpenOwn makes a fresh link and shows it, this once.
func (p *Pages) OpenOwn(r *page.Request) error {
	token, err := p.feeds.OpenOwn(r.Context(), r.User)
	if err != nil {
		return err
	}
	f, err := p.feeds.OwnFeed(r.Context(), r.User)
	if err != nil {
		return err
	}
	return r.Render(feedviews.Show(own(r, f).WithLink(r.Site().BaseURL, token)))
}

// CloseOwn ends the link.
func (p *Pages) CloseOwn(r *page.Request) error {
	if err := p.feeds.CloseOwn(r.Context(), r.User); err != nil {
		return err
	}
	return r.SeeOther(views.PathAccount+"/calendar", "feed.flash.closed")
}

func own(r *page.Request, f feed.Feed) feedviews.Page {
	return feedviews.Page{
		Page: r.Page("feed.title.own"), Kind: feed.Own, Feed: f, Base: views.PathAccount + "/calendar", Back: views.PathAccount, MayHandOut: true,
	}
}

// OfProject shows whether there is a link to the project's calendar.
func (p *Pages) OfProject(r *page.Request) error {
	f, err := p.feeds.OfProject(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(feedviews.Show(ofProject(r, f)))
}

// OpenProject makes a fresh link to the project's calendar and shows it, this once.
func (p *Pages) OpenProject(r *page.Request) error {
	token, err := p.feeds.OpenProject(r.Context(), r.Actor, r.L.Lang())
	if err != nil {
		return err
	}
	f, err := p.feeds.OfProject(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(feedviews.Show(ofProject(r, f).WithLink(r.Site().BaseURL, token)))
}

// CloseProject ends the link to the project's calendar.
func (p *Pages) CloseProject(r *page.Request) error {
	if err := p.feeds.CloseProject(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.SeeOther(r.Path("calendar"), "feed.flash.closed")
}

func ofProject(r *page.Request, f feed.Feed) feedviews.Page {
	return feedviews.Page{
		Page: r.Page("feed.title.project"), Kind: feed.Project, Feed: f, Base: r.Path("calendar"), Back: r.Path("plan"),
		MayHandOut: feed.MayHandOut(r.Actor),
	}
}

// OfBody shows whether there is a link to the calendar of a body.
func (p *Pages) OfBody(r *page.Request) error {
	f, err := p.feeds.OfBody(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	return r.Render(feedviews.Show(ofBody(r, f)))
}

// OpenBody makes a fresh link to the calendar of a body and shows it, this once.
func (p *Pages) OpenBody(r *page.Request) error {
	token, err := p.feeds.OpenBody(r.Context(), r.Actor, r.Params("body"), r.L.Lang())
	if err != nil {
		return err
	}
	f, err := p.feeds.OfBody(r.Context(), r.Actor, r.Params("body"))
	if err != nil {
		return err
	}
	return r.Render(feedviews.Show(ofBody(r, f).WithLink(r.Site().BaseURL, token)))
}

// CloseBody ends the link to the calendar of a body.
func (p *Pages) CloseBody(r *page.Request) error {
	if err := p.feeds.CloseBody(r.Context(), r.Actor, r.Params("body")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("bodies", r.Params("body"), "calendar"), "feed.flash.closed")
}

func ofBody(r *page.Request, f feed.Feed) feedviews.Page {
	return feedviews.Page{
		Page: r.Page("feed.title.body"), Kind: feed.Body, Feed: f, Base: r.Path("bodies", r.Params("body"), "calendar"),
		Back: r.Path("bodies", r.Params("body")), MayHandOut: feed.MayHandOut(r.Actor),
	}
}

// File answers with the calendar behind a link. Calendar programs ask again with the ETag. It is sent uncompressed, because
// Outlook's reader fails on gzip, and kept by no cache in between, because the address is the secret.
func (p *Pages) File(r *page.Request) error {
	r.Request().Header.Del(fiber.HeaderAcceptEncoding)
	r.Set("X-Robots-Tag", "noindex")
	file, err := p.feeds.Read(r.Context(), r.Params("token"))
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderETag, file.Tag)
	r.Set(fiber.HeaderLastModified, file.Modified.UTC().Format(http.TimeFormat))
	r.Set(fiber.HeaderCacheControl, "private, no-cache")
	if known(r.Get(fiber.HeaderIfNoneMatch), file.Tag) {
		return r.SendStatus(fiber.StatusNotModified)
	}
	r.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8")
	r.Set(fiber.HeaderContentDisposition, `inline; filename="kalender.ics"`)
	return r.Send(file.Data)
}

// known reports whether If-None-Match names the tag (RFC 9110, 13.1.2).
func known(header, tag string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(one string) bool {
		return strings.TrimPrefix(strings.TrimSpace(one), "W/") == tag
	})
}
