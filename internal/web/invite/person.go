package inviteweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

// Person shows one invitation with its mails and answers.
func (p *Pages) Person(r *page.Request) error { return p.showPerson(r, emptySpoken(r)) }

func (p *Pages) showPerson(r *page.Request, form shared.Form) error {
	e, invited, err := p.invites.Invited(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	answers, err := attendance.AnswersIn(r.Context(), p.db.Read(), invited.ID)
	if err != nil {
		return err
	}
	mails, err := p.mail.Thread(r.Context(), r.Actor.WorkspaceID, invited.ID)
	if err != nil {
		return err
	}
	shown := inviteviews.PersonPage{
		Page: r.Titled(invited.Name), Base: base(r), Event: e, Invited: invited, Mails: mails, Answers: answers,
		MayInvite: mayInvite(r), Open: attendance.Open(e, r.Now()), Spoken: form,
	}
	represented, err := p.representations.OfEvent(r.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	if of, holds := represented[invited.ID]; holds {
		shown.Representation, shown.EndPath = of, endPath(r, of)
	}
	if last, err := p.invites.Undoable(r.Context(), invited.ID, ""); err == nil && !invited.TakenBack {
		shown.Undoable = last
	}
	if shown.Troubled, err = p.troubled(r, invited); err != nil {
		return err
	}
	shown.Breadcrumb, shown.Of, shown.HasErrors = crumbs(r, e, listCrumb(r, e.ID)), e.Title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(inviteviews.Person(shown))
	}
	return r.Render(inviteviews.Person(shown))
}

// Resend sends the invitation once more.
func (p *Pages) Resend(r *page.Request) error {
	if err := p.invites.Resend(r.Context(), r.Actor, r.Params("event"), r.Params("attendance")); err != nil {
		return err
	}
	return r.SeeOther(personPath(r), "invite.flash.resent")
}

// TakeBackForm says what taking an invitation back does.
func (p *Pages) TakeBackForm(r *page.Request) error {
	e, invited, err := p.invites.Invited(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	mail := "invite.take_back.mail"
	if untold, err := p.invites.Untold(r.Context(), e, invited.Attendance); err != nil {
		return err
	} else if untold {
		mail = "invite.take_back.no_mail"
	}
	effects := []string{r.L.T(mail), r.L.T("invite.take_back.places")}
	represented, err := p.representations.OfEvent(r.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	if of := represented[invited.ID]; of.SubstituteID == invited.ID {
		effects = []string{r.L.T(mail), r.L.T("invite.take_back.substitute", of.Name)}
	}
	shown := inviteviews.TakeBackPage{Page: r.Page("invite.take_back.title"), About: e.Title}
	shown.Breadcrumb, shown.Of = crumbs(r, e, listCrumb(r, e.ID)), e.Title
	shown.Ask = shared.Confirmation{
		Title: r.L.T("invite.take_back.ask", invited.Name), CSRF: shown.CSRF, Action: personPath(r) + "/take-back",
		Effects: effects, Button: r.L.T("invite.take_back.button"), Cancel: personPath(r),
	}
	return r.Render(inviteviews.TakeBack(shown))
}

// TakeBack withdraws the invitation.
func (p *Pages) TakeBack(r *page.Request) error {
	if err := p.invites.TakeBack(r.Context(), r.Actor, r.Params("event"), r.Params("attendance")); err != nil {
		return err
	}
	return r.SeeOther(personPath(r), "invite.flash.taken_back")
}

func personPath(r *page.Request) string {
	return r.Path("events", r.Params("event"), "invitations", r.Params("attendance"))
}
