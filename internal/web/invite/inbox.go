package inviteweb

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/invite"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

// Inbox lists the mail that came in, or answers with the list as a file.
func (p *Pages) Inbox(r *page.Request) error {
	list := r.List(shared.Listing{
		Path: inbox(r), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("state", invite.Fates()...)},
		Orders:  []string{string(invite.ByArrival), string(invite.BySubject), string(invite.BySender)},
		Falling: []string{string(invite.ByArrival)},
	})
	filter := invite.InboxFilter{
		Fate: invite.Fate(list.Value("state")), Words: list.Value("q"), Order: invite.InboxOrder(list.Order), Desc: list.Desc,
	}
	if r.WantsFile() {
		found, err := p.invites.Inbox(r.Context(), r.Actor, filter)
		if err != nil {
			return err
		}
		return r.Table(r.L.T("invite.inbox.file"), inboxFile(r, found.Mails))
	}
	filter.From, filter.Rows = list.From(), shared.PageLength
	found, err := p.invites.Inbox(r.Context(), r.Actor, filter)
	if err != nil {
		return err
	}
	return r.Render(inviteviews.Inbox(inviteviews.InboxPage{
		Page: belowMail(r, r.Page("invite.inbox.title")), Base: inbox(r), List: list.Count(found.Found), Inbox: found,
	}))
}

func inboxFile(r *page.Request, mails []invite.Incoming) sheet.Source {
	cell := func(column string, value func(invite.Incoming) string) page.Cell[invite.Incoming] {
		return page.Cell[invite.Incoming]{Label: r.L.T("invite.column." + column), Value: value}
	}
	return page.TableOf(r.L.T("invite.inbox.title"), mails,
		cell("at", func(n invite.Incoming) string { return r.L.Instant(n.ReceivedAt) }),
		cell("from", func(n invite.Incoming) string { return n.FromEmail }),
		cell("subject", func(n invite.Incoming) string { return n.Subject }),
		cell("state", func(n invite.Incoming) string { return r.L.T("invite.fate." + string(n.Fate())) }),
		cell("reason", func(n invite.Incoming) string { return r.L.T("invite.reason." + string(n.Reason)) }),
	)
}

// belowMail returns the frame of a page that lies under the page of e-mail.
func belowMail(r *page.Request, p views.Page, more ...views.Crumb) views.Page {
	p.Breadcrumb = append([]views.Crumb{{Label: r.L.T("overview.mail.title"), Href: r.Path("mail")}}, more...)
	for i := range p.Nav {
		p.Nav[i].Current = p.Nav[i].Href == r.Path("mail")
	}
	return p
}

// Raw answers with the mail as it came, to save.
func (p *Pages) Raw(r *page.Request) error {
	n, raw, err := p.invites.Received(r.Context(), r.Actor, r.Params("mail"))
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'; sandbox")
	return r.Attachment(strings.ToLower(n.ID)+".eml", "message/rfc822", raw)
}
