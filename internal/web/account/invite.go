package accountweb

import (
	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/web/page"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// InviteForm asks whom to invite.
func (p *Pages) InviteForm(r *page.Request) error {
	shown, err := p.invitePage(r, shared.Fill(map[string]string{"role": string(account.Coordination), "lang": string(r.L.Lang())}))
	if err != nil {
		return err
	}
	return r.Render(accountviews.Invite(shown))
}

func (p *Pages) invitePage(r *page.Request, form shared.Form) (accountviews.InvitePage, error) {
	projects, err := p.accounts.WorkspaceProjects(r.Context(), r.Actor)
	form.Labels = "account.invite.field."
	shown := accountviews.InvitePage{
		Page: r.Page("account.invite.title"), Form: form, Base: membersPath(r), Roles: roleOptions(r, true), Langs: langOptions(r),
		Projects: []shared.Option{{Value: "", Label: r.L.T("account.invite.everywhere")}},
	}
	for _, project := range projects {
		shown.Projects = append(shown.Projects, shared.Option{Value: project.ID, Label: project.Name})
	}
	shown.Breadcrumb, shown.HasErrors = membersCrumb(r), form.HasErrors()
	return shown, err
}

func langOptions(r *page.Request) []shared.Option {
	var options []shared.Option
	for _, lang := range i18n.Languages() {
		options = append(options, shared.Option{Value: string(lang), Label: r.L.T("account.lang." + string(lang))})
	}
	return options
}

// InviteColleague sends the invitation.
func (p *Pages) InviteColleague(r *page.Request) error {
	form := r.Form()
	err := p.accounts.InviteColleague(r.Context(), r.Actor, account.Invitation{
		Name: form.Value("name"), Email: form.Value("email"), Lang: form.Value("lang"),
		Role: account.Role(form.Value("role")), ProjectID: form.Value("project"),
	})
	if fault.Is(err, fault.Invalid) {
		shown, pageErr := p.invitePage(r, form.Refused(form.Values, err))
		if pageErr != nil {
			return pageErr
		}
		return r.Invalid(accountviews.Invite(shown))
	}
	if err != nil {
		return err
	}
	if p.accounts.MailHeld() {
		return r.SeeOther(membersPath(r), "account.members.flash.invited_held")
	}
	return r.SeeOther(membersPath(r), "account.members.flash.invited")
}
