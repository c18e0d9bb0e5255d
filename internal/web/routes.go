package web

import (
	"github.com/gofiber/fiber/v2"

	accountweb "rundertisch/internal/web/account"
	legalweb "rundertisch/internal/web/legal"
	"rundertisch/internal/web/page"
	workplanweb "rundertisch/internal/web/workplan"
)

// Pages are the handlers of all domains; every one is required.
type Pages struct {
	Account *accountweb.Pages
	Legal   *legalweb.Pages
	Plan    *workplanweb.Pages
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

	legal := pages.Legal
	app.Get("/impressum", public(legal.Imprint))
	app.Get("/datenschutz", public(legal.Privacy))
	app.Get("/barrierefreiheit", public(legal.Accessibility))
	app.Get("/leichte-sprache", public(legal.EasyLanguage))
	app.Get("/barriere-melden", public(legal.BarrierForm))
	app.Post("/barriere-melden", with(limitForms(site), public(legal.ReportBarrier))...)

	plan := pages.Plan
	app.Get("/projects/:project/plan", project(plan.Plan))
	app.Get("/projects/:project/plan.csv", project(plan.CSV))
	app.Get("/projects/:project/plan/import", project(plan.ImportForm))
	app.Post("/projects/:project/plan/import", project(plan.Preview))
	app.Post("/projects/:project/plan/import/confirm", project(plan.Import))
	app.Get("/projects/:project/goals/new", project(plan.NewGoal))
	app.Post("/projects/:project/goals", project(plan.AddGoal))
	app.Get("/projects/:project/goals/:goal/edit", project(plan.EditGoal))
	app.Post("/projects/:project/goals/:goal", project(plan.SaveGoal))
	app.Get("/projects/:project/milestones/new", project(plan.NewMilestone))
	app.Post("/projects/:project/milestones", project(plan.AddMilestone))
	app.Get("/projects/:project/milestones/:milestone", project(plan.Milestone))
	app.Post("/projects/:project/milestones/:milestone", project(plan.SaveMilestone))
	app.Get("/projects/:project/milestones/:milestone/edit", project(plan.EditMilestone))
	app.Get("/projects/:project/milestones/:milestone/complete", project(plan.CompleteForm))
	app.Post("/projects/:project/milestones/:milestone/complete", project(plan.Complete))
	app.Get("/projects/:project/milestones/:milestone/reopen", project(plan.ReopenForm))
	app.Post("/projects/:project/milestones/:milestone/reopen", project(plan.Reopen))
	app.Post("/projects/:project/milestones/:milestone/tasks", project(plan.AddTask))
	app.Get("/projects/:project/tasks/:task/edit", project(plan.EditTask))
	app.Post("/projects/:project/tasks/:task", project(plan.SaveTask))
	app.Post("/projects/:project/tasks/:task/state", project(plan.SetTask))
	app.Get("/projects/:project/tasks/:task/delete", project(plan.RemoveTaskForm))
	app.Post("/projects/:project/tasks/:task/delete", project(plan.RemoveTask))
}

func with(before []fiber.Handler, last fiber.Handler) []fiber.Handler { return append(before, last) }
