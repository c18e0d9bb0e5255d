package inviteweb

import (
	"net/url"

	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	inviteviews "rundertisch/views/invite"
	letterviews "rundertisch/views/letter"
)

// Mail shows one received mail and what can be done about it.
func (p *Pages) Mail(r *page.Request) error {
	c, err := p.invites.Case(r.Context(), r.Actor, r.Params("mail"))
	if err != nil {
		return err
	}
	letter, _ := invite.Open(c.Raw) // what could be read is shown; the state says what could not
	title := c.Mail.Subject
	if title == "" {
		title = r.L.T("invite.inbox.no_subject")
	}
	above := views.Crumb{Label: r.L.T("invite.inbox.title"), Href: inbox(r)}
	shown := inviteviews.MailPage{
		Page: belowMail(r, r.Titled(title), above), Base: inbox(r), Case: c, Letter: letterviews.Show(r.L, letter), MayInvite: mayInvite(r),
		Cut: len(c.Raw) >= invite.MaxLetter,
	}
	if c.Invited.ID != "" {
		shown.Person = r.Path("events", c.Invited.EventID, "invitations", c.Invited.ID)
	}
	if c.With.ID != "" && c.With.ID != c.Invited.ID {
		shown.With = r.Path("events", c.With.EventID, "invitations", c.With.ID)
	}
	for _, w := range c.Writers {
		shown.Writers = append(shown.Writers, inviteviews.WriterRow{Writer: w, Path: r.Path("events", w.EventID, "invitations", w.ID)})
	}
	if c.Proposal != nil {
		shown.Proposed = proposalRow(r, c.Event, *c.Proposal)
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

// Reopen puts a dismissed mail back among those that wait.
func (p *Pages) Reopen(r *page.Request) error {
	if err := p.invites.Reopen(r.Context(), r.Actor, r.Params("mail")); err != nil {
		return err
	}
	return r.SeeOther(inbox(r)+"/"+r.Params("mail"), "invite.flash.reopened")
}

// Do carries out what staff decided about the mail.
func (p *Pages) Do(r *page.Request) error {
	deed := invite.Deed(r.Params("deed"))
	carryOut := func() error { return p.invites.Do(r.Context(), r.Actor, r.Params("mail"), deed) }
	if deed == invite.Substitute {
		carryOut = func() error { return p.representations.FromMail(r.Context(), r.Actor, r.Params("mail")) }
	}
	if err := carryOut(); err != nil {
		return err
	}
	return r.SeeOther(inbox(r)+"/"+r.Params("mail"), "invite.flash.deed")
}

// proposals lists the open proposals for the event in words.
func (p *Pages) proposals(r *page.Request, o invite.Overview) ([]inviteviews.ProposalRow, error) {
	if !mayInvite(r) || !o.Open {
		return nil, nil
	}
	all, err := p.invites.Proposals(r.Context(), r.Actor, o.Event.ID)
	rows := make([]inviteviews.ProposalRow, len(all))
	for i, one := range all {
		rows[i] = proposalRow(r, o.Event, one)
	}
	return rows, err
}

// proposalRow says a proposal beside the present time, both in the event's zone.
func proposalRow(r *page.Request, e event.Event, p invite.Proposal) inviteviews.ProposalRow {
	at := r.Path("events", e.ID)
	return inviteviews.ProposalRow{
		Name: p.Name, Place: p.Place, Comment: p.Comment, Now: whenWords(r, e, e), Then: whenWords(r, e, proposedTime(e, p)),
		EditPath: at + "/edit?" + proposedFields(e, p).Encode(), DeclinePath: at + "/invitations/proposals/" + p.ID + "/decline",
	}
}

func proposedTime(e event.Event, p invite.Proposal) event.Event {
	e.StartsAt, e.EndsAt = p.StartsAt, p.EndsAt
	return e
}

func whenWords(r *page.Request, e, at event.Event) string {
	starts, ends := at.StartsAt.In(e.Location()), at.EndsAt.In(e.Location())
	if starts.Format("2006-01-02") != ends.Format("2006-01-02") {
		return r.L.T("invite.when.days", r.L.LongDay(starts), starts.Format("15:04"), r.L.LongDay(ends), ends.Format("15:04"))
	}
	return r.L.T("invite.when.day", r.L.LongDay(starts), starts.Format("15:04"), ends.Format("15:04"))
}

// proposedFields are the fields of the event's form that the proposal changes.
func proposedFields(e event.Event, p invite.Proposal) url.Values {
	starts, ends := p.StartsAt.In(e.Location()), p.EndsAt.In(e.Location())
	fields := url.Values{"day": {starts.Format("2006-01-02")}, "begin": {starts.Format("15:04")}, "end": {ends.Format("15:04")}, "end_day": {""}}
	if day := ends.Format("2006-01-02"); day != fields.Get("day") {
		fields.Set("end_day", day)
	}
	return fields
}

// NotFollow tells the person who proposed another time that the event stays where it is.
func (p *Pages) NotFollow(r *page.Request) error {
	if err := p.invites.NotFollow(r.Context(), r.Actor, r.Params("event"), r.Params("proposal")); err != nil {
		return err
	}
	return r.SeeOther(base(r)+"/invitations", "invite.flash.not_followed")
}
