package accountweb

import (
	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	accountviews "rundertisch/views/account"
	"rundertisch/views/shared"
)

// Projects lists the projects the person may work in, or answers with the list as a file.
func (p *Pages) Projects(r *page.Request) error {
	places, err := p.accounts.Places(r.Context(), r.User.ID)
	if err != nil {
		return err
	}
	shown, list := accountviews.ProjectsPage{Page: r.Page("account.projects.title"), All: len(places)}, projectList(r)
	places = chosenPlaces(list, places)
	if r.WantsFile() {
		return r.Table(r.L.T("account.projects.title"), projectsFile(r, places))
	}
	if shown.Workspaces, err = p.accounts.Workspaces(r.Context(), r.User.ID); err != nil {
		return err
	}
	if shown.Audited, err = p.accounts.Audited(r.Context(), r.User.ID); err != nil {
		return err
	}
	shown.Places = shared.PageOf(&list, places)
	shown.List = list
	return r.Render(accountviews.Projects(shown))
}

// projectList is the list of projects, the youngest first.
func projectList(r *page.Request) shared.List {
	return r.List(shared.Listing{
		Path: "/projects", Narrow: []shared.Narrow{{Name: "q"}}, Orders: []string{"new", "name"}, Falling: []string{"new"}, Cards: true,
	})
}

func chosenPlaces(list shared.List, places []account.Place) []account.Place {
	places = page.Find(places, list.Value("q"), func(at account.Place) []string {
		return []string{at.Project.Name, at.Project.Summary, at.Workspace.Name}
	})
	page.Sort(list, places, func(at account.Place) string { return at.Project.ID }, page.Keys[account.Place]{
		"new":  func(at account.Place) string { return at.Project.ID },
		"name": func(at account.Place) string { return database.FoldWord(at.Project.Name) },
	})
	return places
}

func projectsFile(r *page.Request, places []account.Place) sheet.Source {
	cell := func(label string, value func(account.Place) string) page.Cell[account.Place] {
		return page.Cell[account.Place]{Label: r.L.T(label), Value: value}
	}
	month := func(m date.Month) string { return r.L.Month(m.First().Time()) }
	return page.TableOf(r.L.T("account.projects.title"), places,
		cell("account.project.field.name", func(at account.Place) string { return at.Project.Name }),
		cell("account.project.field.summary", func(at account.Place) string { return at.Project.Summary }),
		cell("account.settings.field.name", func(at account.Place) string { return at.Workspace.Name }),
		cell("account.project.field.starts_on", func(at account.Place) string { return month(at.Project.StartsOn) }),
		cell("account.project.field.ends_on", func(at account.Place) string { return month(at.Project.EndsOn) }),
	)
}
