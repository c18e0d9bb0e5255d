// Package feedviews has the page on which people subscribe to a calendar.
package feedviews

import (
	"strings"

	"rundertisch/internal/feed"
	"rundertisch/views"
)

// Page is the page of a person's or a project's calendar.
type Page struct {
	views.Page
	Kind       feed.Kind
	Feed       feed.Feed // zero when there never was a link
	Base, Back string    // addresses of this page and of the one it belongs to
	MayHandOut bool
	Link       string // the secret address, only right after it was made
}

// WithLink returns the page with the address behind a fresh token.
func (p Page) WithLink(baseURL, token string) Page {
	p.Link = baseURL + "/cal/" + token + ".ics"
	return p
}

// subscription is the link as calendar programs open it.
func (p Page) subscription() string {
	_, rest, _ := strings.Cut(p.Link, "://")
	return "webcal://" + rest
}

func (p Page) say(key string) string { return p.T("feed." + key + "." + string(p.Kind)) }

// programs are those whose subscribing is explained.
func programs() []string { return []string{"outlook", "thunderbird", "iphone", "google"} }
