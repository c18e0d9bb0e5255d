// Package overviewweb has the pages that join the domains: the dashboard of a project and the state of its mail.
package overviewweb

import (
	"rundertisch/internal/inbox"
	"rundertisch/internal/invite"
	"rundertisch/internal/overview"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	overviewviews "rundertisch/views/overview"
)

// Pages are the handlers of the overview.
type Pages struct {
	overview *overview.Service
	invites  *invite.Service // sends again, knows what came back
	inbox    *inbox.Service  // reads the mailbox
	from     string          // the installation's own mailbox
}

// New returns the handlers over the service; from is the mailbox mails come from.
func New(service *overview.Service, invites *invite.Service, mailbox *inbox.Service, from string) *Pages {
	return &Pages{overview: service, invites: invites, inbox: mailbox, from: from}
}

func frame(r *page.Request, p views.Page) overviewviews.Frame {
	return overviewviews.Frame{Page: p, At: r.Path, MayWork: r.Actor.Works(), MayWord: r.Actor.Leads()}
}
