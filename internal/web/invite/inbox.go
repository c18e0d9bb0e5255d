package inviteweb

import (
	"slices"

	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	inviteviews "rundertisch/views/invite"
	letterviews "rundertisch/views/letter"
)

// Inbox lists the mail that came in.
func (p *Pages) Inbox(r *page.Request) error {
	state := invite.State(r.Query("state"))
	if !slices.Contains(invite.States(), state) {
		state = ""
	}
	found, err := p.invites.Inbox(r.Context(), r.Actor, state, r.QueryInt("page"))
	if err != nil {
		return err
	}
	return r.Render(inviteviews.Inbox(inviteviews.InboxPage{
		Page: belowMail(r, r.Page("invite.inbox.title")), Base: inbox(r), State: state, Inbox: found,
	}))
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
