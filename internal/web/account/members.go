package accountweb

import (
	"maps"
	"slices"
	"strings"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// membersPath is the address of the list of people with access to the workspace, or of what lies below it.
func membersPath(r *page.Request, below ...string) string {
	path := "/workspaces/" + r.Workspace.ID + "/members"
	for _, part := range below {
		path += "/" + part
	}
	return path
}

// memberList is the list of people who sign in.
func memberList(r *page.Request) shared.List {
	return r.List(shared.Listing{
		Path:   membersPath(r),
		Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("role", account.Roles()...), shared.Flag("invited")},
		Orders: []string{"name", "email", "state"},
	})
}

// Members lists the people who sign in.
func (p *Pages) Members(r *page.Request) error {
	members, err := p.accounts.Members(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	projects, err := p.accounts.WorkspaceProjects(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	list := memberList(r)
	members = page.Find(members, list.Value("q"), func(m account.Member) []string { return []string{m.Name, m.Email} })
	members = slices.DeleteFunc(members, func(m account.Member) bool { return !wanted(list, m) })
	page.Sort(list, members, func(m account.Member) string { return database.FoldWord(m.Name) + " " + m.ID }, page.Keys[account.Member]{
		"name":  func(m account.Member) string { return database.FoldWord(m.Name) },
		"email": func(m account.Member) string { return m.Email },
		"state": func(m account.Member) string { _, state := access(r, m); return database.FoldWord(state) },
	})
	if r.WantsFile() {
		return r.Table(r.L.T("account.members.title"), membersFile(r, members, projects))
	}
	shown := accountviews.MembersPage{Page: r.Page("account.members.title"), Base: membersPath(r), Roles: roleOptions(r, false)}
	for _, m := range shared.PageOf(&list, members) {
		row := accountviews.MemberRow{Name: m.Name, Email: m.Email, Href: membersPath(r, m.ID), Roles: grantWords(r, m.Grants, projects)}
		row.Tone, row.State = access(r, m)
		shown.Rows = append(shown.Rows, row)
	}
	shown.List = list
	return r.Render(accountviews.Members(shown))
}

// wanted reports whether the list shows the member.
func wanted(list shared.List, m account.Member) bool {
	role := account.Role(list.Value("role"))
	return (role == "" || slices.Contains(slices.Collect(maps.Values(m.Grants)), role)) && (!list.On("invited") || m.Invited())
}

func membersFile(r *page.Request, members []account.Member, projects []account.Project) sheet.Source {
	cell := func(column string, value func(account.Member) string) page.Cell[account.Member] {
		return page.Cell[account.Member]{Label: r.L.T("account.members." + column), Value: value}
	}
	return page.TableOf(r.L.T("account.members.title"), members,
		cell("name", func(m account.Member) string { return m.Name }),
		cell("email", func(m account.Member) string { return m.Email }),
		cell("roles", func(m account.Member) string { return strings.Join(grantWords(r, m.Grants, projects), "; ") }),
		cell("state", func(m account.Member) string { _, state := access(r, m); return state }),
	)
}

// access says whether the person can sign in yet.
func access(r *page.Request, m account.Member) (shared.Tone, string) {
	switch {
	case !m.Invited():
		return shared.Success, r.L.T("account.members.state_active")
	case m.Invitation.Before(r.Now()):
		return shared.Warning, r.L.T("account.members.state_expired")
	}
	return shared.Info, r.L.T("account.members.state_invited", day(r, *m.Invitation))
}

func day(r *page.Request, at time.Time) string { return r.L.Day(at.In(r.L.Zone())) }

// grantWords says which role counts where, all projects first.
func grantWords(r *page.Request, grants account.Grants, projects []account.Project) []string {
	var words []string
	if role, ok := grants[""]; ok {
		words = append(words, r.L.T("account.members.everywhere", r.L.T("account.role."+string(role))))
	}
	for _, project := range projects {
		if role, ok := grants[project.ID]; ok {
			words = append(words, r.L.T("account.members.in_project", r.L.T("account.role."+string(role)), project.Name))
		}
	}
	return words
}

// Member shows one person's access.
func (p *Pages) Member(r *page.Request) error {
	member, err := p.accounts.Member(r.Context(), r.Actor, r.Params("member"))
	if err != nil {
		return err
	}
	form, err := p.storedGrants(r, member)
	if err != nil {
		return err
	}
	shown, err := p.memberPage(r, member, form)
	if err != nil {
		return err
	}
	return r.Render(accountviews.Member(shown))
}

const memberLabels = "account.member.field."

// storedGrants has a field for each place, also for those where the member has no role.
func (p *Pages) storedGrants(r *page.Request, member account.Member) (shared.Form, error) {
	projects, err := p.accounts.WorkspaceProjects(r.Context(), r.Actor)
	values := map[string]string{grantField(""): string(member.Grants[""])}
	for _, project := range projects {
		values[grantField(project.ID)] = string(member.Grants[project.ID])
	}
	return shared.Stored(memberLabels, 0, values), err
}

func (p *Pages) memberPage(r *page.Request, member account.Member, form shared.Form) (accountviews.MemberPage, error) {
	projects, err := p.accounts.WorkspaceProjects(r.Context(), r.Actor)
	form.Labels = memberLabels
	shown := accountviews.MemberPage{
		Page: r.Titled(member.Name), Form: form, Member: member, Base: membersPath(r, member.ID), List: membersPath(r),
		Roles: roleOptions(r, false), AskPassword: r.User.PasswordHash != "",
		Places: []shared.Field{{Name: grantField(""), Label: r.L.T("account.member.everywhere"), Empty: r.L.T("account.member.none")}},
	}
	for _, project := range projects {
		shown.Places = append(shown.Places, shared.Field{
			Name: grantField(project.ID), Label: r.L.T("account.member.in_project", project.Name), Empty: r.L.T("account.member.none"),
		})
	}
	for _, project := range projects {
		_, here := member.Grants[project.ID]
		if _, everywhere := member.Grants[""]; here && !everywhere && len(member.Grants) > 1 {
			shown.LeaveProjects = append(shown.LeaveProjects, shared.Option{Value: project.ID, Label: r.L.T("account.leave.from_project", project.Name)})
		}
	}
	if member.Invited() {
		shown.Invitation = r.L.T("account.member.invitation_over")
		if member.Invitation.After(r.Now()) {
			shown.Invitation = r.L.T("account.member.invitation_until", r.L.Instant(*member.Invitation))
		}
	}
	shown.Breadcrumb, shown.HasErrors = membersCrumb(r), form.HasErrors()
	return shown, err
}

func membersCrumb(r *page.Request) []views.Crumb {
	return []views.Crumb{{Label: r.L.T("account.members.title"), Href: membersPath(r)}}
}

func grantField(projectID string) string {
	if projectID == "" {
		return "role"
	}
	return "role_" + projectID
}

func roleOptions(r *page.Request, withHints bool) []shared.Option {
	var options []shared.Option
	for _, role := range account.Roles() {
		option := shared.Option{Value: string(role), Label: r.L.T("account.role." + string(role))}
		if withHints {
			option.Hint = r.L.T("account.role." + string(role) + "_hint")
		}
		options = append(options, option)
	}
	return options
}

// ChangeRoles saves what the person may do.
func (p *Pages) ChangeRoles(r *page.Request) error {
	member, err := p.accounts.Member(r.Context(), r.Actor, r.Params("member"))
	if err != nil {
		return err
	}
	places, err := p.memberPage(r, member, shared.Form{})
	if err != nil {
		return err
	}
	return r.Edit(page.Edit{
		Kind: "user", ID: member.ID, Labels: memberLabels, Of: member.Name, Back: membersPath(r, member.ID),
		Next: membersPath(r, member.ID), Flash: "account.member.flash.saved", Password: places.AskPassword,
		Stored: func() (shared.Form, error) {
			if member, err = p.accounts.Member(r.Context(), r.Actor, member.ID); err != nil {
				return shared.Form{}, err
			}
			return p.storedGrants(r, member)
		},
		Save: func(form shared.Form) error {
			was := readGrants(shared.Form{Values: form.Basis.Values})
			return p.accounts.ChangeRoles(r.Context(), r.Actor, member.ID, was, readGrants(form), form.Value("password"))
		},
		Again: func(form shared.Form) error { return p.memberAgain(r, member, form) },
		Words: func(_, value string) (string, bool) { return shared.LabelOf(places.Roles, value), true },
		Label: places.Place,
	})
}

func (p *Pages) memberAgain(r *page.Request, member account.Member, form shared.Form) error {
	shown, err := p.memberPage(r, member, form)
	if err != nil {
		return err
	}
	return r.Invalid(accountviews.Member(shown))
}

func readGrants(form shared.Form) account.Grants {
	grants := account.Grants{}
	for name := range form.Values {
		projectID, isOfProject := strings.CutPrefix(name, grantField("")+"_")
		if value := form.Value(name); value != "" && (isOfProject || name == grantField("")) {
			grants[strings.TrimPrefix(projectID, grantField(""))] = account.Role(value)
		}
	}
	return grants
}

// Resend sends an invited person a fresh link.
func (p *Pages) Resend(r *page.Request) error {
	if err := p.accounts.ResendInvitation(r.Context(), r.Actor, r.Params("member")); err != nil {
		return err
	}
	if p.accounts.MailHeld() {
		return r.SeeOther(membersPath(r, r.Params("member")), "account.member.flash.resent_held")
	}
	return r.SeeOther(membersPath(r, r.Params("member")), "account.member.flash.resent")
}

// Revoke takes an invitation back.
func (p *Pages) Revoke(r *page.Request) error {
	if err := p.accounts.RevokeInvitation(r.Context(), r.Actor, r.Params("member")); err != nil {
		return err
	}
	return r.SeeOther(membersPath(r), "account.members.flash.revoked")
}
