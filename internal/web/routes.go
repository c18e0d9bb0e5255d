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

// table is what every part of the URL table needs. Who may come in is said by its wrappers: public, signedIn, workspace
// (administrators of :workspace), project (people with a role in :project; the domain's policy says what each may), and
// where the deed begins with a look: lead, keep, write (those of them who lead the project, keep its contents, write
// result cards), audit and audited (who may read the trail of a workspace, of a project), administer (who may copy a project).
type table struct {
	app    *fiber.App
	site   *page.Site
	limits *limits
	pages  Pages

	public, signedIn, workspace, project, lead, keep, write, audit, audited, administer func(page.Handler) fiber.Handler
}

// routes is the whole URL table, by domain in files of their own.
func routes(app *fiber.App, site *page.Site, limits *limits, pages Pages) {
	t := table{
		app: app, site: site, limits: limits, pages: pages,
		public: site.Public, signedIn: site.SignedIn, workspace: site.InWorkspace, project: site.InProject,
		lead: site.InProjectIf(account.Actor.Leads), keep: site.InProjectIf(account.Actor.Works), write: site.InProjectIf(result.MayWrite),
		audit: site.InWorkspaceIf(account.Actor.Audits), audited: site.InProjectIf(account.Actor.Audits), administer: site.InProjectIf(workplan.MayCopy),
	}
	t.accountRoutes()
	t.planRoutes()
	t.directoryRoutes()
	t.publicRoutes()
	t.eventRoutes()
	t.attendanceRoutes()
	t.dayRoutes()
	if mailbox := t.pages.Mailbox; mailbox != nil {
		t.app.Get("/postfach", t.public(mailbox.List))
		t.app.Get("/postfach/:mail", t.public(mailbox.Mail))
		t.app.Post("/postfach/:mail/answer", t.public(mailbox.Answer))
		t.app.Get("/postfach/:mail/invite.ics", t.public(mailbox.Calendar))
		t.app.Get("/postfach/:mail/source", t.public(mailbox.Source))
	}
}

func with(before []fiber.Handler, last fiber.Handler) []fiber.Handler { return append(before, last) }
