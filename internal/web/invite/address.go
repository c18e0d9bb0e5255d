package inviteweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

// AddressForm asks for the right address of a person whose mail came back.
func (p *Pages) AddressForm(r *page.Request) error {
	return p.showAddress(r, shared.Fill(nil))
}

func (p *Pages) showAddress(r *page.Request, form shared.Form) error {
	e, invited, err := p.invites.Invited(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	form.Labels = "invite.address.field."
	shown := inviteviews.AddressPage{Page: r.Page("invite.address.title"), Person: personPath(r), Invited: invited, Form: form}
	shown.Breadcrumb, shown.Of, shown.HasErrors = crumbs(r, e, listCrumb(r, e.ID)), e.Title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(inviteviews.Address(shown))
	}
	return r.Render(inviteviews.Address(shown))
}

// Readdress corrects the address and sends the invitation there.
func (p *Pages) Readdress(r *page.Request) error {
	form := r.Form()
	sent, err := p.invites.Readdress(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"), form.Value("email"))
	if fault.Refused(err) {
		return p.showAddress(r, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r), "invite.flash.readdressed"+unsent(sent))
}

// unsent is the ending of the flash when the new address got nothing.
func unsent(sent bool) string {
	if sent {
		return ""
	}
	return "_unsent"
}

// EnableAddress makes the address be written to again.
func (p *Pages) EnableAddress(r *page.Request) error {
	sent, err := p.invites.EnableAddress(r.Context(), r.Actor, r.Params("event"), r.Params("attendance"))
	if err != nil {
		return err
	}
	return r.SeeOther(personPath(r), "invite.flash.address_enabled"+unsent(sent))
}

// troubled tells what keeps mail from the person; the zero value when nothing is known to.
func (p *Pages) troubled(r *page.Request, invited invite.Invited) (inviteviews.Troubled, error) {
	if invited.Delivery != invite.Undeliverable {
		return inviteviews.Troubled{}, nil
	}
	reach, err := p.invites.Reachable(r.Context(), r.Actor, invited)
	shown := inviteviews.Troubled{Is: true, Disabled: reach.Disabled(), Reason: invited.Mail.Reason, Answer: invited.Mail.LastError}
	if invited.PersonID != "" {
		shown.Directory = r.Path("directory", "persons", invited.PersonID)
	}
	return shown, err
}
