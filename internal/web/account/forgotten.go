package accountweb

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// ForgottenForm asks for the address of somebody who has forgotten the password.
func (p *Pages) ForgottenForm(r *page.Request) error {
	return r.Render(accountviews.Forgotten(forgottenPage(r, shared.Form{})))
}

func forgottenPage(r *page.Request, form shared.Form) accountviews.SignInPage {
	form.Labels = "account.field."
	p := accountviews.SignInPage{Page: r.Page("account.forgotten.title"), Form: form}
	p.ShowLogin, p.HasErrors = false, form.HasErrors()
	return p
}

// Forgotten sends the link, if there is somebody to send it to; the answer never tells.
func (p *Pages) Forgotten(r *page.Request) error {
	form := r.Form()
	var c fault.Checks
	account.CheckEmail(&c, "email", form.Value("email"))
	if err := c.Err(); err != nil {
		return r.Invalid(accountviews.Forgotten(forgottenPage(r, form.Refused(form.Values, err))))
	}
	if err := p.accounts.ForgotPassword(r.Context(), form.Value("email")); err != nil {
		return err
	}
	return r.Render(accountviews.ForgottenSent(r.Page("account.forgotten.sent_title")))
}
