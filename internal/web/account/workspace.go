package accountweb

import (
	"strconv"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// belowProjects is the way back to the list of projects.
func belowProjects(r *page.Request) []views.Crumb {
	return []views.Crumb{{Label: r.L.T("account.projects.title"), Href: "/projects"}}
}

// NewProject asks for a new project.
func (p *Pages) NewProject(r *page.Request) error {
	return r.Render(accountviews.ProjectForm(projectPage(r, shared.Form{})))
}

func projectPage(r *page.Request, form shared.Form) accountviews.FormPage {
	form.Labels = "account.project.field."
	p := accountviews.FormPage{Page: r.Page("account.project.title"), Form: form, Workspace: r.Workspace}
	p.Breadcrumb, p.HasErrors = belowProjects(r), form.HasErrors()
	return p
}

// CreateProject adds the project.
func (p *Pages) CreateProject(r *page.Request) error {
	form := r.Form()
	project, err := readProject(form)
	if err == nil {
		project, err = p.accounts.CreateProject(r.Context(), r.Actor, project)
	}
	if fault.Is(err, fault.Invalid) {
		return r.Invalid(accountviews.ProjectForm(projectPage(r, form.Refused(form.Values, err))))
	}
	if err != nil {
		return err
	}
	return r.SeeOther("/projects/"+project.ID, "account.project.flash.created")
}

func readProject(form shared.Form) (account.Project, error) {
	var c fault.Checks
	month := func(name string) date.Month {
		m, err := date.ParseMonth(form.Value(name))
		if err != nil {
			c.Add(name, "fault.month")
		}
		return m
	}
	project := account.Project{
		Name: form.Value("name"), Summary: form.Value("summary"), StartsOn: month("starts_on"), EndsOn: month("ends_on"),
	}
	c.Merge("", project.Validate())
	return project, c.Err()
}

// Settings shows name and legal texts of the workspace.
func (p *Pages) Settings(r *page.Request) error {
	return r.Render(accountviews.SettingsForm(settingsPage(r, storedSettings(r.Workspace))))
}

const settingsLabels = "account.settings.field."

func storedSettings(w account.Workspace) shared.Form {
	return shared.Stored(settingsLabels, w.Version, map[string]string{
		"name": w.Name, "imprint": w.Imprint, "privacy_contact": w.PrivacyContact, "funding_notice": w.FundingNotice,
	})
}

func settingsPage(r *page.Request, form shared.Form) accountviews.FormPage {
	form.Labels = settingsLabels
	p := accountviews.FormPage{Page: r.Page("account.settings.title"), Form: form, Workspace: r.Workspace}
	p.Breadcrumb, p.HasErrors = belowProjects(r), form.HasErrors()
	return p
}

// SaveSettings changes them.
func (p *Pages) SaveSettings(r *page.Request) error {
	own := "/workspaces/" + r.Workspace.ID + "/settings"
	return r.Edit(page.Edit{
		Kind: "workspace", ID: r.Workspace.ID, Labels: settingsLabels, Of: r.Workspace.Name, Back: own, Next: own,
		Flash: "account.settings.flash.saved",
		Stored: func() (shared.Form, error) {
			w, err := p.accounts.Workspace(r.Context(), r.Workspace.ID)
			return storedSettings(w), err
		},
		Save: func(form shared.Form) error {
			w := r.Workspace
			w.Name, w.Imprint = form.Value("name"), form.Value("imprint")
			w.PrivacyContact, w.FundingNotice = form.Value("privacy_contact"), form.Value("funding_notice")
			w.Version, _ = strconv.ParseInt(form.Value("version"), 10, 64)
			return p.accounts.UpdateWorkspace(r.Context(), r.Actor, w)
		},
		Again: func(form shared.Form) error { return r.Invalid(accountviews.SettingsForm(settingsPage(r, form))) },
	})
}
