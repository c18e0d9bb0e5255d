package inviteweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/representation"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

func endPath(r *page.Request, of representation.Representation) string {
	return r.Path("events", of.EventID, "invitations", of.AttendanceID, "unrepresent")
}

// UnrepresentForm says what ending the representation does.
func (p *Pages) UnrepresentForm(r *page.Request) error {
	e, invited, err := p.invites.Invited(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	all, err := p.representations.OfEvent(r.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	of := all[invited.ID]
	if of.AttendanceID != invited.ID {
		return fault.New(fault.Conflict, "attendance.represent.over")
	}
	shown := inviteviews.UndoPage{Page: r.Page("invite.represent.end"), About: e.Title}
	shown.Breadcrumb, shown.Of = crumbs(r, e, listCrumb(r, e.ID)), e.Title
	shown.Ask = shared.Confirmation{
		Title: r.L.T("invite.represent.ask", of.Name, of.Substitute), CSRF: shown.CSRF, Action: endPath(r, of),
		Effects: []string{r.L.T("invite.represent.effect.back"), r.L.T("invite.represent.effect.place"), r.L.T("invite.represent.effect.mail")},
		Button:  r.L.T("invite.represent.end"), Cancel: personPath(r),
	}
	return r.Render(inviteviews.Undo(shown))
}

// Unrepresent ends the representation of the invited person.
func (p *Pages) Unrepresent(r *page.Request) error {
	undone, err := p.representations.EndFor(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	flash := "invite.flash.unrepresented"
	if undone.Lost {
		flash = "invite.flash.unrepresented_waiting"
	}
	return r.SeeOther(personPath(r), flash)
}
