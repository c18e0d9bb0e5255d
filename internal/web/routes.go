package web

import (
	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/account"
	"rundertisch/internal/result"
	accountweb "rundertisch/internal/web/account"
	badgeweb "rundertisch/internal/web/badge"
	binweb "rundertisch/internal/web/bin"
	boardweb "rundertisch/internal/web/board"
	bodyweb "rundertisch/internal/web/body"
	checkinweb "rundertisch/internal/web/checkin"
	deadlineweb "rundertisch/internal/web/deadline"
	directoryweb "rundertisch/internal/web/directory"
	documentweb "rundertisch/internal/web/document"
	dumpweb "rundertisch/internal/web/dump"
	eventweb "rundertisch/internal/web/event"
	feedweb "rundertisch/internal/web/feed"
	followupweb "rundertisch/internal/web/followup"
	formweb "rundertisch/internal/web/form"
	inviteweb "rundertisch/internal/web/invite"
	legalweb "rundertisch/internal/web/legal"
	mailingweb "rundertisch/internal/web/mailing"
	mailinglistweb "rundertisch/internal/web/mailinglist"
	meetingweb "rundertisch/internal/web/meeting"
	overviewweb "rundertisch/internal/web/overview"
	"rundertisch/internal/web/page"
	publicweb "rundertisch/internal/web/public"
	registrationweb "rundertisch/internal/web/registration"
	reminderweb "rundertisch/internal/web/reminder"
	reportweb "rundertisch/internal/web/report"
	representationweb "rundertisch/internal/web/representation"
	resultweb "rundertisch/internal/web/result"
	searchweb "rundertisch/internal/web/search"
	showcaseweb "rundertisch/internal/web/showcase"
	surveyweb "rundertisch/internal/web/survey"
	thanksweb "rundertisch/internal/web/thanks"
	trailweb "rundertisch/internal/web/trail"
	wishweb "rundertisch/internal/web/wish"
	wordingweb "rundertisch/internal/web/wording"
	workplanweb "rundertisch/internal/web/workplan"
	"rundertisch/internal/workplan"
)

// Pages are the handlers of all domains; every one is required.
type Pages struct {
	Account        *accountweb.Pages
	Legal          *legalweb.Pages
	Overview       *overviewweb.Pages
	Plan           *workplanweb.Pages
	Directory      *directoryweb.Pages
	Document       *documentweb.Pages
	Deadline       *deadlineweb.Pages
	Event          *eventweb.Pages
	Form           *formweb.Pages
	Result         *resultweb.Pages
	Board          *boardweb.Pages
	Public         *publicweb.Pages
	Showcase       *showcaseweb.Pages
	Registration   *registrationweb.Pages
	Wish           *wishweb.Pages
	CheckIn        *checkinweb.Pages
	Invite         *inviteweb.Pages
	Mailing        *mailingweb.Pages
	Search         *searchweb.Pages
	Bin            *binweb.Pages
	Trail          *trailweb.Pages
	Feed           *feedweb.Pages
	Reminder       *reminderweb.Pages
	List           *mailinglistweb.Pages
	Followup       *followupweb.Pages
	Thanks         *thanksweb.Pages
	Paper          *badgeweb.Pages
	Survey         *surveyweb.Pages
	Report         *reportweb.Pages
	Dump           *dumpweb.Pages
	Wording        *wordingweb.Pages
	Mailbox        Mailbox
	Representation *representationweb.Pages
	Body           *bodyweb.Pages
	Meeting        *meetingweb.Pages
}

// Mailbox are the pages of the demo's readable mailbox; nil outside of the demo.
type Mailbox interface {
	List(r *page.Request) error
	Mail(r *page.Request) error
	Answer(r *page.Request) error
	Calendar(r *page.Request) error
	Source(r *page.Request) error
}

// routes is the whole URL table. Who may come in is said by the group's method: public, signedIn, workspace
// (administrators of :workspace), project (people with a role in :project; the domain's policy says what each may), and
// where the deed begins with a look: lead, keep, write (those of them who lead the project, keep its contents, write
// result cards).
func routes(app *fiber.App, site *page.Site, limits *limits, pages Pages) {
	public, signedIn, workspace, project := site.Public, site.SignedIn, site.InWorkspace, site.InProject
	limitForms, limitSubscriptions := limits.forms, limits.subscriptions
	lead, keep := site.InProjectIf(account.Actor.Leads), site.InProjectIf(account.Actor.Works)

	auditing := account.Actor.Audits

	account := pages.Account
	app.Get("/sign-in", public(account.SignInForm))
	app.Post("/sign-in", with(limitSignIn(), public(account.SignIn))...)
	app.Get("/password/forgotten", public(account.ForgottenForm))
	app.Post("/password/forgotten", with(limitSignIn(), public(account.Forgotten))...)
	app.Post("/sign-out", public(account.SignOut))
	app.Post("/language", public(account.Language))
	app.Get("/start/email/:token", public(account.EmailLinkForm))
	app.Post("/start/email/:token", with(limitForms(site), public(account.UseEmailLink))...)
	app.Get("/start/:purpose/:token", public(account.LinkForm))
	app.Post("/start/:purpose/:token", with(limitForms(site), public(account.UseLink))...)
	app.Get("/account", signedIn(account.Own))
	app.Post("/account", signedIn(account.SaveProfile))
	app.Post("/account/password", signedIn(account.ChangePassword))
	app.Post("/account/email", with(limitForms(site), signedIn(account.ChangeEmail))...)
	app.Post("/account/email/withdraw", signedIn(account.WithdrawEmail))
	app.Post("/account/sessions/end", signedIn(account.EndSession))
	app.Post("/account/sessions/end-others", signedIn(account.EndOtherSessions))
	app.Get("/projects", signedIn(account.Projects))
	app.Get("/workspaces/:workspace/projects/new", workspace(account.NewProject))
	app.Post("/workspaces/:workspace/projects", workspace(account.CreateProject))
	app.Get("/workspaces/:workspace/settings", workspace(account.Settings))
	app.Post("/workspaces/:workspace/settings", workspace(account.SaveSettings))
	app.Get("/workspaces/:workspace/members", workspace(account.Members))
	app.Post("/workspaces/:workspace/members", workspace(account.InviteColleague))
	app.Get("/workspaces/:workspace/members/new", workspace(account.InviteForm))
	app.Get("/workspaces/:workspace/members/:member", workspace(account.Member))
	app.Post("/workspaces/:workspace/members/:member", workspace(account.ChangeRoles))
	app.Get("/workspaces/:workspace/members/:member/leave", workspace(account.LeaveForm))
	app.Post("/workspaces/:workspace/members/:member/leave", workspace(account.Leave))
	app.Post("/workspaces/:workspace/members/:member/resend", workspace(account.Resend))
	app.Post("/workspaces/:workspace/members/:member/revoke", workspace(account.Revoke))

	audit := site.InWorkspaceIf(auditing)
	app.Get("/workspaces/:workspace/audit", audit(pages.Trail.List))
	app.Get("/workspaces/:workspace/audit.csv", audit(pages.Trail.Export))
	app.Get("/workspaces/:workspace/audit.xlsx", audit(pages.Trail.Export))
	audited := site.InProjectIf(auditing)
	app.Get("/projects/:project/audit", audited(pages.Trail.List))
	app.Get("/projects/:project/audit.csv", audited(pages.Trail.Export))
	app.Get("/projects/:project/audit.xlsx", audited(pages.Trail.Export))

	legal := pages.Legal
	app.Get("/impressum", public(legal.Imprint))
	app.Get("/datenschutz", public(legal.Privacy))
	app.Get("/barrierefreiheit", public(legal.Accessibility))
	app.Get("/leichte-sprache", public(legal.EasyLanguage))
	app.Get("/barriere-melden", public(legal.BarrierForm))
	app.Post("/barriere-melden", with(limitForms(site), public(legal.ReportBarrier))...)

	words := pages.Wording
	app.Get("/workspaces/:workspace/mails", workspace(words.List))
	app.Get("/workspaces/:workspace/mails/:lang/:text", workspace(words.Edit))
	app.Post("/workspaces/:workspace/mails/:lang/:text", workspace(words.Save))
	app.Get("/workspaces/:workspace/mails/:lang/:text/whole", workspace(words.Whole))
	app.Get("/workspaces/:workspace/mails/:lang/:text/whole.css", workspace(words.Sheet))
	app.Post("/workspaces/:workspace/mails/:lang/:text/look", workspace(words.Look))
	app.Get("/workspaces/:workspace/mails/:lang/:text/reset", workspace(words.AskReset))
	app.Post("/workspaces/:workspace/mails/:lang/:text/reset", workspace(words.Reset))
	app.Get("/projects/:project/mail/texts", lead(words.List))
	app.Get("/projects/:project/mail/texts/:lang/:text", lead(words.Edit))
	app.Post("/projects/:project/mail/texts/:lang/:text", lead(words.Save))
	app.Get("/projects/:project/mail/texts/:lang/:text/whole", lead(words.Whole))
	app.Get("/projects/:project/mail/texts/:lang/:text/whole.css", lead(words.Sheet))
	app.Post("/projects/:project/mail/texts/:lang/:text/look", lead(words.Look))
	app.Get("/projects/:project/mail/texts/:lang/:text/reset", lead(words.AskReset))
	app.Post("/projects/:project/mail/texts/:lang/:text/reset", lead(words.Reset))

	overview := pages.Overview
	app.Get("/projects/:project", project(overview.Dashboard))
	app.Get("/projects/:project/mail", project(overview.Mail))
	app.Post("/projects/:project/mail/retry", project(overview.Retry))
	app.Post("/projects/:project/mail/test", project(overview.SendTest))

	app.Get("/projects/:project/search", project(pages.Search.Search))

	deadline := pages.Deadline
	app.Get("/workspaces/:workspace/deadlines", workspace(deadline.Templates))
	app.Get("/workspaces/:workspace/deadlines/:eventkind", workspace(deadline.Template))
	app.Post("/workspaces/:workspace/deadlines/:eventkind", workspace(deadline.SaveTemplate))
	app.Get("/projects/:project/events/:event/deadlines", project(deadline.Board))
	app.Post("/projects/:project/events/:event/deadlines", keep(deadline.Add))
	app.Post("/projects/:project/events/:event/deadlines/move", keep(deadline.Move))
	app.Post("/projects/:project/events/:event/deadlines/close", keep(deadline.Close))

	bin := pages.Bin
	app.Get("/projects/:project/bin", project(bin.List))
	app.Post("/projects/:project/bin/:entry/restore", project(bin.BringBack))
	app.Get("/projects/:project/bin/:entry/purge", lead(bin.PurgeForm))
	app.Post("/projects/:project/bin/:entry/purge", lead(bin.Purge))

	plan := pages.Plan
	app.Get("/projects/:project/plan", project(plan.Plan))
	app.Get("/projects/:project/plan.csv", project(plan.Export))
	app.Get("/projects/:project/plan.xlsx", project(plan.Export))
	app.Get("/projects/:project/plan/baselines", project(plan.Baselines))
	app.Post("/projects/:project/plan/baselines", project(plan.AddBaseline))
	app.Get("/projects/:project/plan/baselines/new", project(plan.NewBaseline))
	app.Get("/projects/:project/plan/baselines/compare", project(plan.Compare))
	app.Get("/projects/:project/plan/baselines/compare.csv", project(plan.ExportComparison))
	app.Get("/projects/:project/plan/baselines/compare.xlsx", project(plan.ExportComparison))
	app.Get("/projects/:project/plan/baselines/:baseline", project(plan.Baseline))
	app.Get("/projects/:project/plan/history", project(plan.History))
	app.Get("/projects/:project/goals/:goal/history", project(plan.GoalHistory))
	app.Get("/projects/:project/milestones/:milestone/history", project(plan.MilestoneHistory))
	app.Get("/projects/:project/tasks/:task/history", project(plan.TaskHistory))
	administer := site.InProjectIf(workplan.MayCopy)
	app.Get("/projects/:project/copy", administer(plan.CopyForm))
	app.Post("/projects/:project/copy", administer(plan.Copy))
	app.Get("/projects/:project/plan/links", project(plan.Handouts))
	app.Post("/projects/:project/plan/links", lead(plan.OpenHandout))
	app.Post("/projects/:project/plan/links/:handout/close", lead(plan.CloseHandout))
	app.Get("/projects/:project/timeline", project(plan.Timeline))
	app.Get("/projects/:project/export.json", lead(pages.Dump.Take))

	report := pages.Report
	app.Get("/projects/:project/reports", project(report.List))
	app.Post("/projects/:project/reports", project(report.Add))
	app.Get("/projects/:project/reports/new", project(report.New))
	app.Get("/projects/:project/reports/:report", project(report.Show))
	app.Post("/projects/:project/reports/:report", project(report.Save))
	app.Get("/projects/:project/reports/:report/edit", project(report.Edit))
	app.Get("/projects/:project/reports/:report/milestones/:milestone/edit", project(report.EditText))
	app.Post("/projects/:project/reports/:report/milestones/:milestone", project(report.SaveText))
	app.Get("/projects/:project/reports/:report/report.html", project(report.Document))
	app.Get("/projects/:project/reports/:report/milestones.csv", project(report.Milestones))
	app.Get("/projects/:project/reports/:report/milestones.xlsx", project(report.Milestones))
	app.Get("/projects/:project/reports/:report/freeze", lead(report.FreezeForm))
	app.Post("/projects/:project/reports/:report/freeze", lead(report.Freeze))
	app.Get("/projects/:project/reports/:report/correct", project(report.CorrectForm))
	app.Post("/projects/:project/reports/:report/correct", project(report.Correct))
	app.Get("/projects/:project/reports/:report/delete", project(report.DeleteForm))
	app.Post("/projects/:project/reports/:report/delete", project(report.Delete))

	app.Get("/projects/:project/plan/tasks.csv", project(plan.ExportTasks))
	app.Get("/projects/:project/plan/tasks.xlsx", project(plan.ExportTasks))
	app.Get("/projects/:project/plan/tasks/import", project(plan.ImportTasksForm))
	app.Post("/projects/:project/plan/tasks/import", keep(plan.PreviewTasks))
	app.Post("/projects/:project/plan/tasks/import/confirm", project(plan.ImportTasks))
	app.Get("/projects/:project/plan/import", project(plan.ImportForm))
	app.Post("/projects/:project/plan/import", lead(plan.Preview))
	app.Post("/projects/:project/plan/import/confirm", project(plan.Import))
	app.Post("/projects/:project/plan/import/columns", lead(plan.ChoosePlanColumns))
	app.Post("/projects/:project/plan/tasks/import/columns", keep(plan.ChooseTaskColumns))
	app.Get("/projects/:project/goals/new", project(plan.NewGoal))
	app.Post("/projects/:project/goals", project(plan.AddGoal))
	app.Get("/projects/:project/goals/:goal/edit", project(plan.EditGoal))
	app.Post("/projects/:project/goals/:goal", project(plan.SaveGoal))
	app.Get("/projects/:project/goals/:goal/delete", project(plan.RemoveGoalForm))
	app.Post("/projects/:project/goals/:goal/delete", project(plan.RemoveGoal))
	app.Get("/projects/:project/milestones/new", project(plan.NewMilestone))
	app.Post("/projects/:project/milestones", project(plan.AddMilestone))
	app.Get("/projects/:project/milestones/:milestone", project(plan.Milestone))
	app.Post("/projects/:project/milestones/:milestone", project(plan.SaveMilestone))
	app.Get("/projects/:project/milestones/:milestone/edit", project(plan.EditMilestone))
	app.Get("/projects/:project/milestones/:milestone/delete", project(plan.RemoveMilestoneForm))
	app.Post("/projects/:project/milestones/:milestone/delete", project(plan.RemoveMilestone))
	app.Get("/projects/:project/milestones/:milestone/complete", project(plan.CompleteForm))
	app.Post("/projects/:project/milestones/:milestone/complete", project(plan.Complete))
	app.Get("/projects/:project/milestones/:milestone/reopen", project(plan.ReopenForm))
	app.Post("/projects/:project/milestones/:milestone/reopen", project(plan.Reopen))
	app.Get("/projects/:project/milestones/:milestone/move", project(plan.MoveForm))
	app.Post("/projects/:project/milestones/:milestone/move", project(plan.PreviewMove))
	app.Post("/projects/:project/milestones/:milestone/move/confirm", project(plan.Move))
	app.Get("/projects/:project/milestones/:milestone/after", project(plan.TieForm))
	app.Post("/projects/:project/milestones/:milestone/after", project(plan.Tie))
	app.Get("/projects/:project/tasks/:task/move", project(plan.MoveForm))
	app.Post("/projects/:project/tasks/:task/move", project(plan.PreviewMove))
	app.Post("/projects/:project/tasks/:task/move/confirm", project(plan.Move))
	app.Get("/projects/:project/tasks/:task/after", project(plan.TieForm))
	app.Post("/projects/:project/tasks/:task/after", project(plan.Tie))
	app.Post("/projects/:project/dependencies/:dependency/remove", project(plan.Untie))
	app.Get("/projects/:project/milestones/:milestone/keep-open", project(plan.KeepOpenForm))
	app.Post("/projects/:project/milestones/:milestone/keep-open", project(plan.KeepOpen))
	app.Post("/projects/:project/plan/ties", keep(plan.TieEvent))
	app.Post("/projects/:project/milestones/:milestone/tasks", project(plan.AddTask))
	app.Get("/projects/:project/tasks", project(plan.Tasks))
	app.Post("/projects/:project/tasks", keep(plan.CreateTask))
	app.Get("/projects/:project/tasks/new", keep(plan.NewTask))
	app.Get("/projects/:project/tasks/board", project(plan.Board))
	app.Get("/projects/:project/tasks/:task", project(plan.Task))
	app.Get("/projects/:project/tasks/:task/edit", project(plan.EditTask))
	app.Post("/projects/:project/tasks/:task", project(plan.SaveTask))
	app.Post("/projects/:project/tasks/:task/state", project(plan.SetTask))
	app.Get("/projects/:project/tasks/:task/delete", project(plan.RemoveTaskForm))
	app.Post("/projects/:project/tasks/:task/delete", project(plan.RemoveTask))
	app.Post("/projects/:project/tasks/:task/items", project(plan.AddItem))
	app.Post("/projects/:project/tasks/:task/items/:line", keep(plan.SaveItem))
	app.Get("/projects/:project/tasks/:task/items/:line/edit", keep(plan.EditItem))
	app.Post("/projects/:project/tasks/:task/items/:line/tick", project(plan.TickItem))
	app.Post("/projects/:project/tasks/:task/items/:line/move", project(plan.MoveItem))
	app.Post("/projects/:project/tasks/:task/items/:line/remove", project(plan.RemoveItem))
	app.Post("/projects/:project/tasks/:task/comments", project(plan.AddComment))
	app.Post("/projects/:project/tasks/:task/comments/:comment", project(plan.SaveComment))
	app.Get("/projects/:project/tasks/:task/comments/:comment/edit", project(plan.EditComment))
	app.Get("/projects/:project/tasks/:task/comments/:comment/remove", project(plan.RemoveCommentForm))
	app.Post("/projects/:project/tasks/:task/comments/:comment/remove", project(plan.RemoveComment))

	reminders := pages.Reminder
	app.Get("/account/reminders", signedIn(reminders.Own))
	app.Post("/account/reminders", signedIn(reminders.SaveOwn))
	app.Get("/r/:token", public(reminders.Link))
	app.Post("/r/:token", with(limitFeeds(), public(reminders.OneClick))...)
	app.Get("/erinnerungen", public(reminders.Choice))
	app.Post("/erinnerungen", with(limitForms(site), public(reminders.Choose))...)
	app.Get("/projects/:project/reminders", project(reminders.List))
	app.Get("/projects/:project/reminders/ladder", lead(reminders.Ladder))
	app.Post("/projects/:project/reminders/ladder", lead(reminders.SaveLadder))
	app.Get("/projects/:project/milestones/:milestone/reminders", lead(reminders.MilestoneLadder))
	app.Post("/projects/:project/milestones/:milestone/reminders", lead(reminders.SaveMilestoneLadder))
	app.Get("/projects/:project/tasks/:task/reminders", keep(reminders.TaskLadder))
	app.Post("/projects/:project/tasks/:task/reminders", keep(reminders.SaveTaskLadder))

	list := pages.List
	app.Get("/verteiler", public(list.Public))
	app.Get("/verteiler/:slug", public(list.Offer))
	app.Post("/verteiler/:slug", with(limitSubscriptions(site), public(list.Subscribe))...)
	app.Get("/verteiler/:slug/angefragt", public(list.Sent))
	app.Get("/l/:token", public(list.Link))
	app.Post("/l/:token", with(limitFeeds(), public(list.OneClick))...)
	app.Get("/mein-verteiler", public(list.Own))
	app.Post("/mein-verteiler", with(limitForms(site), public(list.Choose))...)
	app.Get("/mein-verteiler/daten.json", public(list.Data))
	app.Get("/projects/:project/lists", project(list.Lists))
	app.Post("/projects/:project/lists", keep(list.Add))
	app.Get("/projects/:project/lists/new", keep(list.New))
	app.Get("/projects/:project/lists/:list", project(list.Show))
	app.Post("/projects/:project/lists/:list", keep(list.Save))
	app.Get("/projects/:project/lists/:list/edit", keep(list.Edit))
	app.Get("/projects/:project/lists/:list/write", keep(list.Write))
	app.Post("/projects/:project/lists/:list/write", keep(list.Draft))
	app.Post("/projects/:project/lists/:list/members", keep(list.Ask))
	app.Get("/projects/:project/lists/:list/members/:subscriber/remove", keep(list.RemoveForm))
	app.Post("/projects/:project/lists/:list/members/:subscriber/remove", keep(list.Remove))
	app.Get("/projects/:project/lists/:list/close", keep(list.CloseForm))
	app.Post("/projects/:project/lists/:list/close", keep(list.Close))
	app.Post("/projects/:project/lists/:list/reopen", keep(list.Reopen))

	directory := pages.Directory
	app.Get("/projects/:project/directory", project(directory.Start))
	app.Get("/projects/:project/directory/organisations", project(directory.Organisations))
	app.Post("/projects/:project/directory/organisations", keep(directory.AddOrganisation))
	app.Get("/projects/:project/directory/organisations/new", keep(directory.NewOrganisation))
	app.Get("/projects/:project/directory/organisations/:organisation", project(directory.Organisation))
	app.Post("/projects/:project/directory/organisations/:organisation", keep(directory.SaveOrganisation))
	app.Get("/projects/:project/directory/organisations/:organisation/edit", keep(directory.EditOrganisation))
	app.Get("/projects/:project/directory/organisations/:organisation/remove", keep(directory.RemoveOrganisationForm))
	app.Post("/projects/:project/directory/organisations/:organisation/archive", keep(directory.ArchiveOrganisation))
	app.Post("/projects/:project/directory/organisations/:organisation/restore", keep(directory.RestoreOrganisation))
	app.Post("/projects/:project/directory/organisations/:organisation/delete", keep(directory.DeleteOrganisation))
	app.Get("/projects/:project/directory/persons", project(directory.Persons))
	app.Post("/projects/:project/directory/persons", keep(directory.AddPerson))
	app.Get("/projects/:project/directory/persons/new", keep(directory.NewPerson))
	app.Get("/projects/:project/directory/persons/:person", project(directory.Person))
	app.Post("/projects/:project/directory/persons/:person", keep(directory.SavePerson))
	app.Get("/projects/:project/directory/persons/:person/edit", keep(directory.EditPerson))
	app.Post("/projects/:project/directory/persons/:person/join", keep(directory.Join))
	app.Post("/projects/:project/directory/persons/:person/leave", keep(directory.Leave))
	app.Post("/projects/:project/directory/persons/:person/forget-address", keep(directory.ForgetAddress))
	app.Get("/projects/:project/directory/persons/:person/remove", keep(directory.RemovePersonForm))
	app.Post("/projects/:project/directory/persons/:person/archive", keep(directory.ArchivePerson))
	app.Post("/projects/:project/directory/persons/:person/restore", keep(directory.RestorePerson))
	app.Post("/projects/:project/directory/persons/:person/delete", keep(directory.DeletePerson))
	app.Get("/projects/:project/directory/groups", project(directory.Groups))
	app.Post("/projects/:project/directory/groups", keep(directory.AddGroup))
	app.Get("/projects/:project/directory/groups/new", keep(directory.NewGroup))
	app.Get("/projects/:project/directory/groups/:group", project(directory.Group))
	app.Post("/projects/:project/directory/groups/:group", keep(directory.SaveGroup))
	app.Get("/projects/:project/directory/groups/:group/edit", keep(directory.EditGroup))
	app.Get("/projects/:project/directory/groups/:group/add", keep(directory.AddMembersForm))
	app.Post("/projects/:project/directory/groups/:group/add", keep(directory.AddMembers))
	app.Post("/projects/:project/directory/groups/:group/take-out", keep(directory.TakeOut))
	app.Get("/projects/:project/directory/groups/:group/remove", keep(directory.RemoveGroupForm))
	app.Post("/projects/:project/directory/groups/:group/delete", keep(directory.DeleteGroup))
	app.Get("/projects/:project/directory/duplicates/:kind", keep(directory.Duplicates))
	app.Get("/projects/:project/directory/duplicates/:kind/:one/:other", keep(directory.Compare))
	app.Post("/projects/:project/directory/duplicates/:kind/:one/:other", keep(directory.Merge))
	app.Post("/projects/:project/directory/duplicates/:kind/:one/:other/dismiss", keep(directory.Dismiss))
	app.Post("/projects/:project/directory/merges/:merge/undo", keep(directory.Unmerge))
	app.Get("/projects/:project/directory/import", keep(directory.ImportForm))
	app.Post("/projects/:project/directory/import", keep(directory.Upload))
	app.Get("/projects/:project/directory/import/template/:kind", keep(directory.Template))
	app.Get("/projects/:project/directory/import/:import", keep(directory.Preview))
	app.Post("/projects/:project/directory/import/:import", keep(directory.Confirm))
	app.Get("/projects/:project/directory/import/:import/columns", keep(directory.ColumnsForm))
	app.Post("/projects/:project/directory/import/:import/columns", keep(directory.ChooseColumns))
	app.Post("/projects/:project/directory/import/:import/discard", keep(directory.Discard))
	app.Get("/projects/:project/directory/import/:import/live", keep(directory.LiveImport))
	app.Post("/projects/:project/directory/import/:import/resume", keep(directory.Resume))
	app.Get("/projects/:project/directory/import/:import/left-out", keep(directory.LeftOut))

	open := pages.Public
	app.Get("/", public(open.List))
	app.Get("/v/:slug", public(open.Event))
	app.Get("/v/:slug/ergebnisse", public(open.Proceedings))
	app.Get("/v/:slug/ergebnisse/:card", public(pages.Public.Result))
	app.Get("/v/:slug/kalender.ics", public(open.Calendar))
	app.Get("/v/:slug/programm", public(open.Programme))
	app.Get("/v/:slug/protokoll.pdf", public(open.Minutes))
	app.Get("/v/:slug/teilnehmende", public(open.Guests))
	app.Get("/v/:slug/programm.ics", public(open.ProgrammeCalendar))
	app.Get("/v/:slug/programm/:item/kalender.ics", public(open.ItemCalendar))
	app.Get("/v/:slug/bild/:picture", public(open.Picture))
	app.Get("/v/:slug/dokumente/:paper", public(open.Paper))
	app.Get("/v/:slug/material/:material", public(open.Material))
	app.Get("/veranstaltungen", public(open.List))
	app.Get("/veranstaltungen/archiv", public(open.Archive))
	app.Get("/veranstaltungen/feed.atom", public(open.Atom))
	app.Get("/veranstaltungen/kalender.ics", public(open.Calendars))
	app.Get("/veranstaltungen/einbetten", public(open.Embed))

	app.Get("/dokumente", public(open.Library))
	app.Get("/dokumente/feed.atom", public(open.LibraryAtom))
	app.Get("/dokumente/:document", public(open.Volume))
	app.Get("/dokumente/:document/datei", public(open.VolumeFile))
	app.Get("/dokumente/:document/fassungen/:number", public(open.VolumeVersion))
	app.Get("/dokumente/:document/fassungen/:number/ansehen", public(open.VolumeView))

	showcase := pages.Showcase
	app.Get("/projects/:project/events/:event/page", keep(showcase.Show))
	app.Get("/projects/:project/events/:event/photos", keep(showcase.Photos))
	app.Post("/projects/:project/events/:event/photos", keep(showcase.AddPhoto))
	app.Get("/projects/:project/events/:event/photos/:photo/edit", keep(showcase.EditPhoto))
	app.Post("/projects/:project/events/:event/photos/:photo", keep(showcase.SavePhoto))
	app.Get("/projects/:project/events/:event/photos/:photo/remove", keep(showcase.AskRemovePhoto))
	app.Post("/projects/:project/events/:event/photos/:photo/remove", keep(showcase.RemovePhoto))
	app.Get("/projects/:project/events/:event/programme/:item/materials", keep(showcase.Materials))
	app.Post("/projects/:project/events/:event/programme/:item/materials", keep(showcase.AddMaterial))
	app.Post("/projects/:project/events/:event/programme/:item/materials/:material/remove", keep(showcase.RemoveMaterial))
	app.Get("/projects/:project/events/:event/speakers/:speaker/picture", keep(showcase.Portrait))
	app.Post("/projects/:project/events/:event/speakers/:speaker/picture", keep(showcase.SetPortrait))
	app.Post("/projects/:project/events/:event/speakers/:speaker/picture/remove", keep(showcase.RemovePortrait))
	app.Post("/projects/:project/events/:event/page", keep(showcase.Save))
	app.Post("/projects/:project/events/:event/page/picture", keep(showcase.SetPicture))
	app.Post("/projects/:project/events/:event/page/picture/remove", keep(showcase.RemovePicture))

	app.Get("/plan/:token", with(limitFeeds(), public(plan.HandoutLink))...)
	app.Get("/arbeitsplan/:handout", public(plan.Reading))

	feed := pages.Feed
	app.Get("/cal/:token.ics", with(limitFeeds(), public(feed.File))...)
	app.Get("/account/calendar", signedIn(feed.Own))
	app.Post("/account/calendar", signedIn(feed.OpenOwn))
	app.Post("/account/calendar/close", signedIn(feed.CloseOwn))
	app.Get("/projects/:project/calendar", project(feed.OfProject))
	app.Post("/projects/:project/calendar", lead(feed.OpenProject))
	app.Post("/projects/:project/calendar/close", lead(feed.CloseProject))

	event := pages.Event
	app.Get("/projects/:project/events", project(event.List))
	app.Post("/projects/:project/events", project(event.Create))
	app.Get("/projects/:project/events/new", project(event.New))
	app.Get("/projects/:project/events/:event", project(event.Show))
	app.Post("/projects/:project/events/:event", project(event.Save))
	app.Get("/projects/:project/events/:event/edit", project(event.Edit))
	app.Get("/projects/:project/events/:event/delete", project(event.RemoveForm))
	app.Post("/projects/:project/events/:event/delete", project(event.Remove))
	app.Get("/projects/:project/events/:event/repeat", keep(event.AskRepeat))
	app.Post("/projects/:project/events/:event/repeat", keep(event.Repeat))
	app.Get("/projects/:project/events/:event/steps/:step", project(event.Step))
	app.Post("/projects/:project/events/:event/steps/:step", project(event.TakeStep))
	app.Get("/projects/:project/events/:event/programme", project(event.Programme))
	app.Get("/projects/:project/events/:event/programme/:item/move", project(event.AskMove))
	app.Post("/projects/:project/events/:event/programme/:item/move", project(event.Move))
	app.Post("/projects/:project/events/:event/programme/:item/move/check", project(event.CheckMove))
	app.Get("/projects/:project/events/:event/rooms/new", project(event.NewRoom))
	app.Post("/projects/:project/events/:event/rooms", project(event.AddRoom))
	app.Get("/projects/:project/events/:event/rooms/:room/edit", project(event.EditRoom))
	app.Post("/projects/:project/events/:event/rooms/:room", project(event.SaveRoom))
	app.Post("/projects/:project/events/:event/rooms/:room/remove", project(event.RemoveRoom))
	app.Get("/projects/:project/events/:event/speakers/new", project(event.NewSpeaker))
	app.Post("/projects/:project/events/:event/speakers", project(event.AddSpeaker))
	app.Get("/projects/:project/events/:event/speakers/:speaker/edit", project(event.EditSpeaker))
	app.Post("/projects/:project/events/:event/speakers/:speaker", project(event.SaveSpeaker))
	app.Post("/projects/:project/events/:event/speakers/:speaker/remove", project(event.RemoveSpeaker))
	app.Get("/projects/:project/events/:event/versions", project(event.Versions))
	app.Post("/projects/:project/events/:event/versions", project(event.PublishProgramme))
	app.Get("/projects/:project/events/:event/versions/:number", project(event.Version))
	app.Get("/projects/:project/events/:event/programme/new", project(event.NewItem))
	app.Post("/projects/:project/events/:event/programme", project(event.AddItem))
	app.Post("/projects/:project/events/:event/programme/check", project(event.CheckItem))
	app.Post("/projects/:project/events/:event/programme/:item/check", project(event.CheckItem))
	app.Get("/projects/:project/events/:event/programme/:item/edit", project(event.EditItem))
	app.Post("/projects/:project/events/:event/programme/:item", project(event.SaveItem))
	app.Get("/projects/:project/events/:event/programme/:item/remove", project(event.ConfirmRemoveItem))
	app.Post("/projects/:project/events/:event/programme/:item/remove", project(event.RemoveItem))

	document := pages.Document
	app.Get("/projects/:project/documents", project(document.List))
	app.Post("/projects/:project/documents", project(document.Add))
	app.Get("/projects/:project/documents/new", project(document.New))
	app.Get("/projects/:project/documents/:document", project(document.Show))
	app.Post("/projects/:project/documents/:document", project(document.Save))
	app.Get("/projects/:project/documents/:document/edit", project(document.Edit))
	app.Get("/projects/:project/documents/:document/publish", project(document.AskPublish))
	app.Post("/projects/:project/documents/:document/publish", project(document.Publish))
	app.Get("/projects/:project/documents/:document/withdraw", project(document.AskWithdraw))
	app.Post("/projects/:project/documents/:document/withdraw", project(document.Withdraw))
	app.Get("/projects/:project/documents/:document/remove", project(document.RemoveForm))
	app.Post("/projects/:project/documents/:document/remove", project(document.Remove))
	app.Post("/projects/:project/documents/:document/versions", project(document.Replace))
	app.Get("/projects/:project/documents/:document/versions/:number", project(document.Download))
	app.Get("/projects/:project/documents/:document/versions/:number/view", project(document.View))

	result, write := pages.Result, site.InProjectIf(result.MayWrite)
	app.Get("/projects/:project/events/:event/results", project(result.Board))
	app.Post("/projects/:project/events/:event/results/publish", project(result.Publish))
	app.Post("/projects/:project/events/:event/results/unpublish", project(result.Unpublish))
	app.Get("/projects/:project/events/:event/results/items/:item/new", project(result.New))
	app.Post("/projects/:project/events/:event/results/items/:item", project(result.Add))
	app.Get("/projects/:project/events/:event/results/items/:item/summary/edit", write(result.EditSummary))
	app.Post("/projects/:project/events/:event/results/items/:item/summary", write(result.SaveSummary))
	app.Post("/projects/:project/events/:event/results/items/:item/summary/approve", lead(result.Approve))
	app.Post("/projects/:project/events/:event/results/items/:item/summary/revoke", lead(result.Revoke))
	app.Get("/projects/:project/events/:event/results/cards/:card/edit", project(result.Edit))
	app.Post("/projects/:project/events/:event/results/cards/:card", project(result.Save))
	app.Get("/projects/:project/events/:event/results/cards/:card/remove", write(result.ConfirmRemove))
	app.Get("/projects/:project/events/:event/results/cards/:card", project(result.Story))
	app.Post("/projects/:project/events/:event/results/cards/:card/follow", write(result.Follow))
	app.Post("/projects/:project/events/:event/results/cards/:card/remove", project(result.Remove))
	app.Post("/projects/:project/events/:event/results/cards/:card/up", project(result.Up))
	app.Post("/projects/:project/events/:event/results/cards/:card/down", project(result.Down))

	registration := pages.Registration
	app.Get("/v/:slug/anmeldung", public(registration.Form))
	app.Post("/v/:slug/anmeldung", with(limitForms(site), public(registration.Register))...)
	app.Get("/v/:slug/angemeldet", public(registration.Known))
	app.Get("/a/:token", public(registration.Link))
	app.Get("/teilnahme/:attendance", public(registration.Self))
	app.Get("/teilnahme/:attendance/kalender.ics", public(registration.Calendar))
	app.Get("/teilnahme/:attendance/programm", public(registration.Programme))
	app.Get("/teilnahme/:attendance/programm.ics", public(registration.ProgrammeFile))
	app.Get("/teilnahme/:attendance/bescheinigung", public(registration.Certificate))
	app.Post("/teilnahme/:attendance/antwort", with(limitForms(site), public(registration.Answer))...)
	app.Post("/teilnahme/:attendance/adresse", with(limitForms(site), public(registration.Confirm))...)
	app.Post("/teilnahme/:attendance/adresse/neu", with(limitForms(site), public(registration.Resend))...)
	app.Post("/teilnahme/:attendance/workshops", with(limitForms(site), public(registration.Workshops))...)
	app.Post("/teilnahme/:attendance/wuensche", with(limitForms(site), public(registration.Wish))...)
	app.Get("/teilnahme/:attendance/abmelden", public(registration.AskWithdraw))
	app.Post("/teilnahme/:attendance/abmelden", with(limitForms(site), public(registration.Withdraw))...)
	app.Get("/teilnahme/:attendance/angaben", public(registration.Own))
	app.Post("/teilnahme/:attendance/angaben", with(limitForms(site), public(registration.SaveOwn))...)
	app.Get("/teilnahme/:attendance/dateien/:upload", public(registration.File))
	app.Get("/teilnahme/:attendance/daten.json", public(registration.DataFile))
	app.Get("/teilnahme/:attendance/daten.csv", public(registration.DataTable))
	app.Get("/teilnahme/:attendance/ergaenzen", public(registration.AskComplete))
	app.Post("/teilnahme/:attendance/ergaenzen", with(limitForms(site), public(registration.Complete))...)
	app.Post("/teilnahme/:attendance/angebot", with(limitForms(site), public(registration.TakeOffer))...)
	app.Get("/teilnahme/:attendance/gruppe-abmelden", public(registration.AskCancelGroup))
	app.Post("/teilnahme/:attendance/gruppe-abmelden", with(limitForms(site), public(registration.CancelGroup))...)
	app.Get("/teilnahme/:attendance/gruppe-erweitern", public(registration.AskMembers))
	app.Post("/teilnahme/:attendance/gruppe-erweitern", with(limitSubscriptions(site), public(registration.AddMembers))...)
	app.Get("/teilnahme/:attendance/gruppe/:member", public(registration.Member))
	app.Post("/teilnahme/:attendance/gruppe/:member/erinnern", with(limitSubscriptions(site), public(registration.RemindMember))...)
	app.Post("/teilnahme/:attendance/gruppe/:member/ersetzen", with(limitSubscriptions(site), public(registration.ReplaceMember))...)
	app.Post("/teilnahme/:attendance/gruppe/:member/abmelden", with(limitForms(site), public(registration.CancelMember))...)
	app.Get("/teilnahme/:attendance/person", public(registration.AskDescribe))
	app.Post("/teilnahme/:attendance/person", with(limitForms(site), public(registration.Describe))...)
	app.Get("/teilnahme/:attendance/loeschen", public(registration.AskForget))
	app.Post("/teilnahme/:attendance/loeschen", with(limitForms(site), public(registration.Forget))...)
	app.Post("/teilnahme/:attendance/loeschen/alles", with(limitForms(site), public(registration.Erase))...)
	app.Post("/teilnahme/:attendance/adresse/aendern", with(limitSubscriptions(site), public(registration.WantAddress))...)
	app.Get("/adresse/:token", public(registration.AskNewAddress))
	app.Post("/adresse/:token", with(limitForms(site), public(registration.Readdress))...)
	app.Post("/teilnahme/:attendance/bedarf", with(limitForms(site), public(registration.SaveNeeds))...)
	app.Post("/teilnahme/:attendance/bedarf/widerruf", with(limitForms(site), public(registration.WithdrawNeeds))...)
	app.Post("/teilnahme/:attendance/liste", with(limitForms(site), public(registration.BeNamed))...)
	app.Post("/teilnahme/:attendance/fotos", with(limitForms(site), public(registration.Photos))...)
	app.Get("/v/:slug/datenschutz/:version", public(registration.Notice))

	app.Get("/projects/:project/events/:event/registrations/:attendance/files/:upload", project(registration.FileOf))

	form := pages.Form
	app.Get("/projects/:project/events/:event/form", project(form.Show))
	app.Post("/projects/:project/events/:event/form", project(form.Add))
	app.Get("/projects/:project/events/:event/form/new", keep(form.New))
	app.Post("/projects/:project/events/:event/form/needs", project(form.Needs))
	app.Post("/projects/:project/events/:event/form/photos", project(form.Photos))
	app.Get("/projects/:project/events/:event/form/:field/edit", keep(form.Edit))
	app.Post("/projects/:project/events/:event/form/:field", keep(form.Save))
	app.Post("/projects/:project/events/:event/form/:field/up", project(form.Up))
	app.Post("/projects/:project/events/:event/form/:field/down", project(form.Down))
	app.Get("/projects/:project/events/:event/form/:field/remove", keep(form.RemoveForm))
	app.Post("/projects/:project/events/:event/form/:field/remove", project(form.Remove))

	boards := pages.Board
	limitBoards := limits.boards
	app.Get("/karten/worker.js", public(boards.Worker))
	app.Get("/karten/leitung/:token", public(boards.AskLink))
	app.Post("/karten/leitung/:token", with(limitForms(site), public(boards.UseLink))...)
	app.Get("/karten/:code", public(boards.Room))
	app.Post("/karten/:code/neu", with(limitBoards(site), public(boards.Add))...)
	app.Post("/karten/:code/:card/punkt", with(limitBoards(site), public(boards.Weigh))...)
	app.Post("/karten/:code/:card/punkt/zurueck", with(limitBoards(site), public(boards.TakeBack))...)
	app.Get("/karten/:code/wand", public(boards.Wall))
	app.Get("/karten/:code/wand/live", public(boards.WallLive))
	app.Get("/karten/:code/leitung", public(boards.Desk))
	app.Get("/karten/:code/leitung-neues", public(boards.News))
	app.Post("/karten/:code/leitung-ruhe", with(limitBoards(site), public(boards.Still))...)
	app.Get("/karten/:code/leitung/:card", public(boards.Edit))
	app.Post("/karten/:code/leitung/:card", with(limitBoards(site), public(boards.Save))...)
	app.Post("/karten/:code/leitung/:card/aus", with(limitBoards(site), public(boards.Hide))...)
	app.Post("/karten/:code/leitung/:card/an", with(limitBoards(site), public(boards.Show))...)
	app.Post("/karten/:code/leitung/:card/gruppe", with(limitBoards(site), public(boards.Group))...)
	app.Post("/karten/:code/leitung/:card/einzeln", with(limitBoards(site), public(boards.Ungroup))...)
	app.Post("/karten/:code/schluss", with(limitBoards(site), public(boards.Close))...)
	app.Post("/karten/:code/weiter", with(limitBoards(site), public(boards.Reopen))...)
	app.Get("/projects/:project/events/:event/boards", project(boards.List))
	app.Post("/projects/:project/events/:event/boards", write(boards.Open))
	app.Get("/projects/:project/events/:event/boards/:board", project(boards.Board))
	app.Post("/projects/:project/events/:event/boards/:board/approve", lead(boards.Approve))
	app.Post("/projects/:project/events/:event/boards/:board/passes", keep(boards.MakeLink))
	app.Post("/projects/:project/events/:event/boards/:board/passes/:moderator/revoke", keep(boards.EndLink))

	representation := pages.Representation
	app.Get("/teilnahme/:attendance/vertretung", public(representation.Standing))
	app.Post("/teilnahme/:attendance/vertretung", with(limitSubscriptions(site), public(representation.Name))...)
	app.Post("/teilnahme/:attendance/vertretung/link", with(limitForms(site), public(representation.OpenPass))...)
	app.Post("/teilnahme/:attendance/vertretung/link/ende", with(limitForms(site), public(representation.ClosePass))...)
	app.Post("/teilnahme/:attendance/vertretung/ende", with(limitForms(site), public(representation.End))...)
	app.Get("/vertretung/bestaetigen/:claim", public(representation.AskConfirm))
	app.Post("/vertretung/bestaetigen/:claim", with(limitForms(site), public(representation.Confirm))...)
	app.Get("/vertretung/:pass", public(representation.Take))
	app.Post("/vertretung/:pass", with(limitSubscriptions(site), public(representation.Claim))...)
	app.Get("/vertretung/:pass/unterwegs", public(representation.Sent))

	app.Get("/projects/:project/events/:event/registrations", project(registration.List))
	app.Post("/projects/:project/events/:event/registrations", project(registration.Add))
	app.Get("/projects/:project/events/:event/registrations/new", keep(registration.New))
	app.Get("/projects/:project/events/:event/registrations/statistics", project(registration.Statistics))
	app.Post("/projects/:project/events/:event/registrations/bulk", keep(registration.Bulk))
	app.Post("/projects/:project/events/:event/registrations/bulk/do", keep(registration.Carry))
	app.Get("/projects/:project/events/:event/registrations/bulk/:bulk", project(registration.Report))
	app.Get("/projects/:project/events/:event/registrations/:attendance", project(registration.Person))
	app.Post("/projects/:project/events/:event/registrations/:attendance/answer", project(registration.AnswerFor))
	app.Post("/projects/:project/events/:event/registrations/:attendance/notes", project(registration.Note))
	app.Post("/projects/:project/events/:event/registrations/:attendance/photos", project(registration.PhotosFor))
	app.Post("/projects/:project/events/:event/registrations/:attendance/wishes", project(registration.WishFor))
	app.Get("/projects/:project/events/:event/registrations/:attendance/withdraw", project(registration.AskWithdrawFor))
	app.Post("/projects/:project/events/:event/registrations/:attendance/withdraw", project(registration.WithdrawFor))
	app.Get("/projects/:project/events/:event/admission", project(registration.Admission))
	app.Post("/projects/:project/events/:event/admission", project(registration.Admit))
	app.Get("/projects/:project/events/:event/requests", project(registration.Requests))
	app.Post("/projects/:project/events/:event/requests", project(registration.Decide))
	app.Post("/projects/:project/events/:event/requests/do", project(registration.CarryDecision))
	app.Get("/projects/:project/events/:event/waitlist", project(registration.Waitlist))
	app.Get("/projects/:project/events/:event/waitlist/:attendance", keep(registration.AskMove))
	app.Post("/projects/:project/events/:event/waitlist/:attendance", project(registration.Move))

	app.Get("/projects/:project/events/:event/paper", keep(pages.Paper.Offer))
	app.Get("/projects/:project/events/:event/paper/badges", keep(pages.Paper.Badges))
	app.Get("/projects/:project/events/:event/paper/:sheet", keep(pages.Paper.List))

	wishes := pages.Wish
	app.Get("/projects/:project/events/:event/wishes", project(wishes.Show))
	app.Post("/projects/:project/events/:event/wishes", project(wishes.Save))
	app.Post("/projects/:project/events/:event/wishes/draw", project(wishes.Draw))
	app.Post("/projects/:project/events/:event/wishes/publish", project(wishes.Publish))

	bodies, meeting := pages.Body, pages.Meeting
	app.Get("/projects/:project/bodies", project(bodies.List))
	app.Post("/projects/:project/bodies", project(bodies.Add))
	app.Get("/projects/:project/bodies/new", keep(bodies.New))
	app.Get("/projects/:project/bodies/:body", project(bodies.Show))
	app.Post("/projects/:project/bodies/:body", keep(bodies.Save))
	app.Get("/projects/:project/bodies/:body/edit", keep(bodies.Edit))
	app.Get("/projects/:project/bodies/:body/remove", keep(bodies.RemoveForm))
	app.Post("/projects/:project/bodies/:body/remove", project(bodies.Remove))
	app.Get("/projects/:project/bodies/:body/calendar", project(pages.Feed.OfBody))
	app.Post("/projects/:project/bodies/:body/calendar", lead(pages.Feed.OpenBody))
	app.Post("/projects/:project/bodies/:body/calendar/close", lead(pages.Feed.CloseBody))
	app.Post("/projects/:project/bodies/:body/members", keep(bodies.AddMember))
	app.Get("/projects/:project/bodies/:body/members/new", keep(bodies.NewMember))
	app.Post("/projects/:project/bodies/:body/members/:seat", keep(bodies.SaveMember))
	app.Get("/projects/:project/bodies/:body/members/:seat/edit", keep(bodies.EditMember))
	app.Get("/projects/:project/bodies/:body/members/:seat/remove", keep(bodies.RemoveMemberForm))
	app.Post("/projects/:project/bodies/:body/members/:seat/remove", project(bodies.RemoveMember))
	app.Get("/projects/:project/events/:event/meeting", project(meeting.Show))
	app.Post("/projects/:project/events/:event/meeting", project(meeting.Choose))
	app.Post("/projects/:project/events/:event/meeting/invite", keep(meeting.Invite))
	app.Get("/projects/:project/events/:event/meeting/print", project(meeting.Print))
	app.Post("/projects/:project/events/:event/meeting/agenda/show", keep(meeting.ShowAgenda))
	app.Post("/projects/:project/events/:event/meeting/agenda/hide", keep(meeting.HideAgenda))
	app.Post("/projects/:project/events/:event/meeting/presence", write(meeting.Note))
	app.Post("/projects/:project/events/:event/meeting/guests", write(meeting.AddGuest))
	app.Post("/projects/:project/events/:event/meeting/guests/:guest/remove", write(meeting.RemoveGuest))
	app.Post("/projects/:project/events/:event/meeting/round", keep(meeting.OpenRound))
	app.Post("/projects/:project/events/:event/meeting/round/withdraw", keep(meeting.Withdraw))
	app.Post("/projects/:project/events/:event/meeting/round/settle", keep(meeting.Settle))
	app.Post("/projects/:project/events/:event/meeting/publish", keep(meeting.Publish))
	app.Post("/projects/:project/events/:event/meeting/unpublish", keep(meeting.Unpublish))
	app.Post("/projects/:project/events/:event/meeting/followups/:followup/task", keep(meeting.Take))
	app.Post("/projects/:project/events/:event/meeting/items", write(meeting.Add))
	app.Get("/projects/:project/events/:event/meeting/items/new", write(meeting.New))
	app.Post("/projects/:project/events/:event/meeting/items/:point", write(meeting.Save))
	app.Get("/projects/:project/events/:event/meeting/items/:point/edit", write(meeting.Edit))
	app.Post("/projects/:project/events/:event/meeting/items/:point/up", write(meeting.Up))
	app.Post("/projects/:project/events/:event/meeting/items/:point/down", write(meeting.Down))
	app.Get("/projects/:project/events/:event/meeting/items/:point/remove", write(meeting.RemoveForm))
	app.Post("/projects/:project/events/:event/meeting/items/:point/remove", write(meeting.Remove))
	app.Post("/projects/:project/events/:event/meeting/items/:point/minutes", write(meeting.Write))
	app.Get("/projects/:project/events/:event/meeting/items/:point/minutes/edit", write(meeting.EditMinutes))
	app.Post("/projects/:project/events/:event/meeting/items/:point/minutes/autosave", write(meeting.Autosave))
	app.Get("/projects/:project/events/:event/meeting/items/:point/versions", project(meeting.Versions))
	app.Post("/projects/:project/events/:event/meeting/items/:point/followups", write(meeting.AddFollowup))
	app.Get("/protokoll/:token", public(meeting.Link))
	app.Get("/protokoll/runde/:vote", public(meeting.Vote))
	app.Post("/protokoll/runde/:vote", with(limitForms(site), public(meeting.Answer))...)

	door, limitDoors := pages.CheckIn, limits.atDoors
	app.Get("/projects/:project/events/:event/door", project(door.Doors))
	app.Post("/projects/:project/events/:event/door/links", keep(door.MakePass))
	app.Post("/projects/:project/events/:event/door/links/:doorpass/revoke", keep(door.RevokePass))
	app.Get("/tuer/worker.js", public(door.Worker))
	app.Get("/tuer/abgemeldet", public(door.Left))
	app.Get("/tuer/:token", public(door.AskOpen))
	app.Post("/tuer/:token", with(limitForms(site), public(door.Open))...)
	app.Get("/tuer/einlass/:event", public(door.Door))
	app.Post("/tuer/einlass/:event", with(limitDoors(site), public(door.Do))...)
	app.Get("/tuer/einlass/:event/live", public(door.Live))
	app.Get("/tuer/einlass/:event/liste.json", public(door.List))
	app.Post("/tuer/einlass/:event/taten", with(limitDoors(site), public(door.Sync))...)
	app.Post("/tuer/einlass/:event/name", with(limitDoors(site), public(door.NameDoor))...)
	app.Post("/tuer/einlass/:event/ende", with(limitDoors(site), public(door.Close))...)
	app.Get("/q/:code", public(door.Code))

	invite := pages.Invite
	app.Get("/projects/:project/events/:event/invitations", project(invite.List))
	app.Post("/projects/:project/events/:event/invitations", project(invite.Draft))
	app.Get("/projects/:project/events/:event/invitations/new", project(invite.New))
	app.Get("/projects/:project/events/:event/invitations/save-the-date", keep(invite.NewDate))
	app.Post("/projects/:project/events/:event/invitations/save-the-date", keep(invite.DraftDate))
	app.Get("/projects/:project/events/:event/invitations/spoken", project(invite.Spoken))
	app.Post("/projects/:project/events/:event/invitations/spoken", keep(invite.EnterSpoken))
	app.Get("/projects/:project/events/:event/invitations/:attendance", project(invite.Person))
	app.Post("/projects/:project/events/:event/invitations/:attendance/answers", project(invite.Enter))
	app.Get("/projects/:project/events/:event/invitations/:attendance/answers/:answer/undo", keep(invite.UndoForm))
	app.Post("/projects/:project/events/:event/invitations/:attendance/answers/:answer/undo", project(invite.Undo))
	app.Get("/projects/:project/events/:event/invitations/:attendance/address", keep(invite.AddressForm))
	app.Post("/projects/:project/events/:event/invitations/:attendance/address", project(invite.Readdress))
	app.Post("/projects/:project/events/:event/invitations/:attendance/address/enable", project(invite.EnableAddress))
	app.Post("/projects/:project/events/:event/invitations/:attendance/resend", project(invite.Resend))
	app.Get("/projects/:project/events/:event/invitations/:attendance/take-back", keep(invite.TakeBackForm))
	app.Post("/projects/:project/events/:event/invitations/:attendance/take-back", project(invite.TakeBack))
	app.Get("/projects/:project/events/:event/follow-up", project(pages.Followup.Show))
	app.Post("/projects/:project/events/:event/follow-up", keep(pages.Followup.Save))
	app.Get("/projects/:project/events/:event/invitations/:attendance/unrepresent", keep(invite.UnrepresentForm))
	app.Post("/projects/:project/events/:event/invitations/:attendance/unrepresent", project(invite.Unrepresent))
	app.Get("/projects/:project/events/:event/follow-up/new", keep(pages.Followup.New))
	app.Post("/projects/:project/events/:event/follow-up/new", keep(pages.Followup.Draft))
	app.Get("/projects/:project/events/:event/thanks", keep(pages.Thanks.New))
	app.Post("/projects/:project/events/:event/thanks", keep(pages.Thanks.Draft))
	survey := pages.Survey
	app.Get("/umfrage/:survey", public(survey.Ask))
	app.Post("/umfrage/:survey", with(limitForms(site), public(survey.Answer))...)
	app.Get("/projects/:project/events/:event/survey", project(survey.Show))
	app.Post("/projects/:project/events/:event/survey", keep(survey.Save))
	app.Get("/projects/:project/events/:event/survey/edit", keep(survey.Edit))
	app.Post("/projects/:project/events/:event/survey/open", keep(survey.Open))
	app.Get("/projects/:project/events/:event/survey/close", keep(survey.AskClose))
	app.Post("/projects/:project/events/:event/survey/close", keep(survey.Close))
	app.Get("/projects/:project/received", project(invite.Inbox))
	app.Get("/projects/:project/received/:mail", project(invite.Mail))
	app.Get("/projects/:project/received/:mail/raw", project(invite.Raw))
	app.Post("/projects/:project/received/:mail/settle", project(invite.Settle))
	app.Post("/projects/:project/received/:mail/reopen", project(invite.Reopen))
	app.Post("/projects/:project/received/:mail/deeds/:deed", project(invite.Do))
	app.Post("/projects/:project/events/:event/invitations/proposals/:proposal/decline", project(invite.NotFollow))

	mailing := pages.Mailing
	app.Get("/projects/:project/mailings", project(mailing.List))
	app.Get("/projects/:project/mailings/:mailing", project(mailing.Show))
	app.Get("/projects/:project/mailings/:mailing/live", project(mailing.Live))
	app.Get("/projects/:project/mailings/:mailing/edit", keep(mailing.Edit))
	app.Post("/projects/:project/mailings/:mailing", keep(mailing.Save))
	app.Get("/projects/:project/mailings/:mailing/abort", keep(mailing.AbortForm))
	app.Post("/projects/:project/mailings/:mailing/abort", project(mailing.Abort))
	app.Post("/projects/:project/mailings/:mailing/send", project(mailing.Send))
	app.Post("/projects/:project/mailings/:mailing/schedule", project(mailing.Schedule))
	app.Post("/projects/:project/mailings/:mailing/recall", project(mailing.Recall))
	app.Post("/projects/:project/mailings/:mailing/pause", project(mailing.Pause))
	app.Post("/projects/:project/mailings/:mailing/resume", project(mailing.Resume))
	app.Post("/projects/:project/mailings/:mailing/retry", project(mailing.Retry))
	app.Post("/projects/:project/mailings/:mailing/test", project(mailing.Test))
	app.Post("/projects/:project/mailings/:mailing/remove", project(mailing.Remove))

	if mailbox := pages.Mailbox; mailbox != nil {
		app.Get("/postfach", public(mailbox.List))
		app.Get("/postfach/:mail", public(mailbox.Mail))
		app.Post("/postfach/:mail/answer", public(mailbox.Answer))
		app.Get("/postfach/:mail/invite.ics", public(mailbox.Calendar))
		app.Get("/postfach/:mail/source", public(mailbox.Source))
	}
}

func with(before []fiber.Handler, last fiber.Handler) []fiber.Handler { return append(before, last) }
