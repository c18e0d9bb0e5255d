package accountweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	accountviews "rundertisch/views/account"
)

const ownEmail = views.PathAccount + "#email"

// pendingEmail fills in what is said of a change of address that waits.
func (p *Pages) pendingEmail(r *page.Request, shown *accountviews.OwnPage) error {
	change, err := p.accounts.PendingEmail(r.Context(), r.User)
	if err != nil || change == nil {
		return err
	}
	shown.Pending = &accountviews.PendingEmail{
		Until:   r.L.T("account.email.until", change.Email, r.L.Instant(change.ExpiresAt)),
		Present: accountviews.Confirmed{Email: r.User.Email, Yes: change.OldConfirmedAt != nil},
		New:     accountviews.Confirmed{Email: change.Email, Yes: change.NewConfirmedAt != nil},
	}
	return nil
}

// ChangeEmail begins a change of the address to sign in with.
func (p *Pages) ChangeEmail(r *page.Request) error {
	form := r.Form()
	err := p.accounts.ChangeEmail(r.Context(), r.User, form.Value("new_email"), form.Value("email_password"))
	if fault.Is(err, fault.Invalid) {
		return p.refuseOwn(r, func(shown *accountviews.OwnPage) { shown.NewEmail = shown.NewEmail.Refused(form.Values, err) })
	}
	if err != nil {
		return err
	}
	return r.SeeOther(ownEmail, "account.email.flash.begun")
}

// WithdrawEmail calls the change off.
func (p *Pages) WithdrawEmail(r *page.Request) error {
	if err := p.accounts.WithdrawEmail(r.Context(), r.User); err != nil {
		return err
	}
	return r.SeeOther(ownEmail, "account.email.flash.called_off")
}

// EmailLinkForm shows what the link of one of the two mails will do.
func (p *Pages) EmailLinkForm(r *page.Request) error {
	change, toPresent, err := p.accounts.EmailByLink(r.Context(), r.Params("token"))
	if err != nil {
		return err
	}
	shown := accountviews.EmailLinkPage{
		Page: r.Page("account.link.email.title"), Action: "/start/email/" + r.Params("token"), Email: change.Email, ToPresent: toPresent,
	}
	shown.ShowLogin = false
	return r.Render(accountviews.EmailLink(shown))
}

// UseEmailLink confirms the change, or rejects it for whoever did not ask for it.
func (p *Pages) UseEmailLink(r *page.Request) error {
	token := r.Params("token")
	if r.Form().Value("deed") == "reject" {
		if err := p.accounts.RejectEmail(r.Context(), token); err != nil {
			return err
		}
		return r.SeeOther(p.afterEmail(r), "account.email.flash.rejected")
	}
	changed, err := p.accounts.ConfirmEmail(r.Context(), token)
	if err != nil {
		return err
	}
	if changed {
		return r.SeeOther(p.afterEmail(r), "account.email.flash.changed")
	}
	return r.SeeOther(p.afterEmail(r), "account.email.flash.half")
}

// afterEmail is where people go on: to their account when this browser knows them.
func (p *Pages) afterEmail(r *page.Request) string {
	if r.SignedIn() {
		return ownEmail
	}
	return views.PathSignIn
}
