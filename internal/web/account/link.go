package accountweb

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// purposes are the one-time links people can follow, by the name in their address.
var purposes = map[string]string{"setup": "setup", "sign-in": "sign_in", "password": "password"}

// LinkForm shows what a one-time link will do; it does it when the button is pressed.
func (p *Pages) LinkForm(r *page.Request) error {
	name, ok := purposes[r.Params("purpose")]
	if !ok {
		return fault.Missing()
	}
	return r.Render(accountviews.Link(linkPage(r, name, shared.Form{})))
}

func linkPage(r *page.Request, name string, form shared.Form) accountviews.LinkPage {
	form.Labels = "account.newpassword."
	p := accountviews.LinkPage{
		Page: r.Page("account.link." + name + ".title"), Form: form, Purpose: name,
		Action: "/start/" + r.Params("purpose") + "/" + r.Params("token"),
	}
	p.ShowLogin, p.HasErrors = false, form.HasErrors()
	return p
}

// UseLink uses the link up and signs the person in.
func (p *Pages) UseLink(r *page.Request) error {
	name, ok := purposes[r.Params("purpose")]
	if !ok {
		return fault.Missing()
	}
	form := r.Form()
	session, err := p.use(r, name, form)
	if fault.Is(err, fault.Invalid) {
		return r.Invalid(accountviews.Link(linkPage(r, name, form.Refused(form.Values, err))))
	}
	if err != nil {
		return err
	}
	if err := p.startSession(r, session); err != nil {
		return err
	}
	if name == "setup" {
		return p.firstProject(r)
	}
	return r.SeeOther(start, "")
}

// firstProject leads whoever has founded the workspace to the form of its first project.
func (p *Pages) firstProject(r *page.Request) error {
	workspace, err := p.accounts.FirstWorkspace(r.Context())
	if err != nil {
		return err
	}
	return r.SeeOther("/workspaces/"+workspace.ID+"/projects/new", "")
}

func (p *Pages) use(r *page.Request, name string, form shared.Form) (session string, err error) {
	ctx, token, agent := r.Context(), r.Params("token"), r.UserAgent()
	switch name {
	case "setup":
		return p.accounts.Found(ctx, token, account.Setup{
			Workspace: form.Value("workspace_name"), Name: form.Value("name"), Email: form.Value("email"), Password: form.Value("password"),
			Lang: string(r.L.Lang()),
		}, agent)
	case "password":
		return p.accounts.SetPassword(ctx, token, form.Value("password"), agent)
	}
	return p.accounts.UseSignInLink(ctx, token, agent)
}
