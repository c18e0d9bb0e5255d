package web

import (
	"github.com/gofiber/fiber/v2"

	accountweb "rundertisch/internal/web/account"
	"rundertisch/internal/web/page"
)

// Pages are the handlers of all domains; every one is required.
type Pages struct {
	Account *accountweb.Pages
}

// routes is the whole URL table. Who may come in is said by the group's method: public, signedIn, workspace
// (administrators of :workspace), project (people with a role in :project).
func routes(app *fiber.App, site *page.Site, pages Pages) {
	public, signedIn, workspace, project := site.Public, site.SignedIn, site.InWorkspace, site.InProject

	account := pages.Account
	app.Get("/sign-in", public(account.SignInForm))
	app.Post("/sign-in", with(limitSignIn(), public(account.SignIn))...)
	app.Post("/sign-out", public(account.SignOut))
	app.Post("/language", public(account.Language))
	app.Get("/start/:purpose/:token", public(account.LinkForm))
	app.Post("/start/:purpose/:token", with(limitForms(site), public(account.UseLink))...)
	app.Get("/projects", signedIn(account.Projects))
	app.Get("/workspaces/:workspace/projects/new", workspace(account.NewProject))
	app.Post("/workspaces/:workspace/projects", workspace(account.CreateProject))
	app.Get("/workspaces/:workspace/settings", workspace(account.Settings))
	app.Post("/workspaces/:workspace/settings", workspace(account.SaveSettings))

	_ = project
}

func with(before []fiber.Handler, last fiber.Handler) []fiber.Handler { return append(before, last) }
