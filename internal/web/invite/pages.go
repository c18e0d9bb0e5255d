// Package inviteweb has the handlers of an event's invitations and of the mail that comes back.
package inviteweb

import (
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/representation"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	mailingviews "rundertisch/views/mailing"
)

// Pages are the handlers.
type Pages struct {
	db      *database.DB // for the log of answers
	invites *invite.Service
	people  *directory.Service
	mail    *mail.Service

	mailings        *mailing.Service
	entries         Entries
	representations *representation.Service
}

// Entries are the mailings about a subject, as they are listed on its page.
type Entries func(r *page.Request, subjectID string) ([]mailingviews.Entry, error)

// New returns the handlers.
func New(db *database.DB, invites *invite.Service, people *directory.Service, mails *mail.Service, mailings *mailing.Service, representations *representation.Service) *Pages {
	return &Pages{db: db, invites: invites, people: people, mail: mails, mailings: mailings, representations: representations}
}

// Listing says how the event's mailings are listed; before any page is shown.
func (p *Pages) Listing(entries Entries) { p.entries = entries }

// base is the address of the event.
func base(r *page.Request) string { return r.Path("events", r.Params("event")) }

func inbox(r *page.Request) string { return r.Path("received") }

func mayInvite(r *page.Request) bool {
	return r.Actor.Works()
}

// crumbs leads to the invitations of the event.
func crumbs(r *page.Request, e event.Event, more ...views.Crumb) []views.Crumb {
	return append([]views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")},
		{Label: e.Title, Href: r.Path("events", e.ID)},
	}, more...)
}

func listCrumb(r *page.Request, eventID string) views.Crumb {
	return views.Crumb{Label: r.L.T("invite.list.title"), Href: r.Path("events", eventID, "invitations")}
}
