package inviteweb

import (
	"rundertisch/internal/database"
	"rundertisch/internal/invite"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	inviteviews "rundertisch/views/invite"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

// Inbox lists the mail that came in, or answers with the list as a file.
func (p *Pages) Inbox(r *page.Request) error {
	list := r.List(shared.Listing{
		Path: inbox(r), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("state", invite.States()...)},
		Orders: []string{"at", "subject", "from"}, Falling: []string{"at"},
	})
	found, err := p.invites.Inbox(r.Context(), r.Actor, invite.State(list.Value("state")))
	if err != nil {
		return err
	}
	mails := page.Find(found.Mails, list.Value("q"), func(n invite.Incoming) []string { return []string{n.Subject, n.FromName, n.FromEmail} })
	page.Sort(list, mails, func(n invite.Incoming) string { return n.ID }, page.Keys[invite.Incoming]{
		"at":      func(n invite.Incoming) string { return page.Moment(n.ReceivedAt) },
		"subject": func(n invite.Incoming) string { return database.FoldWord(n.Subject) },
		"from":    func(n invite.Incoming) string { return database.FoldWord(n.FromName + " " + n.FromEmail) },
	})
	if r.WantsFile() {
		return r.Table(r.L.T("invite.inbox.file"), inboxFile(r, mails))
	}
	shown := shared.PageOf(&list, mails)
	return r.Render(inviteviews.Inbox(inviteviews.InboxPage{
		Page: belowMail(r, r.Page("invite.inbox.title")), Base: inbox(r), List: list, Inbox: found, Shown: shown,
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
		cell("state", func(n invite.Incoming) string { return r.L.T("invite.state." + string(n.State)) }),
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

// Mail shows one received mail.
func (p *Pages) Mail(r *page.Request) error {
	n, raw, err := p.invites.Received(r.Context(), r.Actor, r.Params("mail"))
	if err != nil {
		return err
	}
	letter, _ := invite.Open(raw) // what could be read is shown; the state says what could not
	title := n.Subject
	if title == "" {
		title = r.L.T("invite.inbox.no_subject")
	}
	above := views.Crumb{Label: r.L.T("invite.inbox.title"), Href: inbox(r)}
	shown := inviteviews.MailPage{
		Page: belowMail(r, r.Titled(title), above), Base: inbox(r), Mail: n, Letter: letterviews.Show(r.L, letter), MayInvite: mayInvite(r),
	}
	if n.AttendanceID != "" {
		shown.Person = r.Path("events", n.EventID, "invitations", n.AttendanceID)
	}
	return r.Render(inviteviews.Mail(shown))
}

// Settle notes that the mail has been dealt with.
func (p *Pages) Settle(r *page.Request) error {
	if err := p.invites.Settle(r.Context(), r.Actor, r.Params("mail")); err != nil {
		return err
	}
	return r.SeeOther(inbox(r), "invite.flash.settled")
}
