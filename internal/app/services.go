package app

import (
	"context"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/badge"
	"rundertisch/internal/bin"
	"rundertisch/internal/board"
	"rundertisch/internal/body"
	"rundertisch/internal/checkin"
	"rundertisch/internal/circular"
	"rundertisch/internal/deadline"
	"rundertisch/internal/directory"
	"rundertisch/internal/document"
	"rundertisch/internal/dump"
	"rundertisch/internal/event"
	"rundertisch/internal/feed"
	"rundertisch/internal/feedback"
	"rundertisch/internal/files"
	"rundertisch/internal/followup"
	"rundertisch/internal/form"
	"rundertisch/internal/handout"
	"rundertisch/internal/handover"
	"rundertisch/internal/holiday"
	"rundertisch/internal/i18n"
	"rundertisch/internal/inbox"
	"rundertisch/internal/invite"
	"rundertisch/internal/jobs"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/meeting"
	"rundertisch/internal/overview"
	"rundertisch/internal/pass"
	"rundertisch/internal/proceedings"
	"rundertisch/internal/registration"
	"rundertisch/internal/reminder"
	"rundertisch/internal/report"
	"rundertisch/internal/representation"
	"rundertisch/internal/result"
	"rundertisch/internal/search"
	"rundertisch/internal/showcase"
	"rundertisch/internal/survey"
	"rundertisch/internal/thanks"
	"rundertisch/internal/trail"
	"rundertisch/internal/web"
	accountweb "rundertisch/internal/web/account"
	badgeweb "rundertisch/internal/web/badge"
	binweb "rundertisch/internal/web/bin"
	boardweb "rundertisch/internal/web/board"
	bodyweb "rundertisch/internal/web/body"
	checkinweb "rundertisch/internal/web/checkin"
	circularweb "rundertisch/internal/web/circular"
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
	"rundertisch/internal/wish"
	"rundertisch/internal/wording"
	"rundertisch/internal/workplan"
	reportviews "rundertisch/views/report"
)

// Services are the use cases of all domains, lowest level first.
type Services struct {
	Jobs            *jobs.Runner
	Mail            *outbox.Service
	Accounts        *account.Service
	Feedback        *feedback.Service
	Directory       *directory.Service
	Plan            *workplan.Service
	Events          *event.Service
	Forms           *form.Service
	Attendance      *attendance.Service
	Results         *result.Service
	Boards          *board.Service
	Registrations   *registration.Service
	Wishes          *wish.Service
	Mailings        *mailing.Service
	Invites         *invite.Service
	Inbox           *inbox.Service
	Documents       *document.Service
	Showcase        *showcase.Service
	Surveys         *survey.Service
	Search          *search.Service
	Bin             *bin.Service
	Feeds           *feed.Service
	Handouts        *handout.Service
	Passes          *pass.Service
	CheckIns        *checkin.Service
	Holidays        *holiday.Calendar
	Reminders       *reminder.Service
	Deadlines       *deadline.Service
	Reports         *report.Service
	Lists           *mailinglist.Service
	Followups       *followup.Service
	Thanks          *thanks.Service
	Circulars       *circular.Service
	Papers          *badge.Service
	Wording         *wording.Service
	Representations *representation.Service
	Bodies          *body.Service
	Meetings        *meeting.Service
}

// services makes the use cases and the workers on the open database.
func (a *App) services(ctx context.Context, said sentences) error {
	catalogue, texts := said.catalogue, said.mails
	zone := a.Config.Zone()
	if err := a.outbox(); err != nil {
		return err
	}
	var err error
	if a.Holidays, err = holiday.Thuringia(); err != nil {
		return err
	}
	if a.Wording, err = wording.New(a.DB, a.Clock, texts); err != nil {
		return err
	}
	a.Jobs = jobs.New(a.DB, a.Clock, a.Log)
	a.workers = append(a.workers, a.Jobs.Run)
	a.seals()
	a.Accounts = account.New(a.DB, a.Clock, account.Letters{Outbox: a.Mail, Texts: texts, BaseURL: a.Config.BaseURL})
	a.Feedback = feedback.New(a.DB, a.Clock, a.Mail)
	a.Directory = directory.New(a.DB, a.Clock, zone, a.Jobs)
	if a.Mailings, err = mailing.New(a.DB, a.Clock, zone, a.Mail, a.Jobs); err != nil {
		return err
	}
	if a.Plan, err = workplan.New(a.DB, a.Clock, zone, a.Accounts, Evidence()); err != nil {
		return err
	}
	if a.Deadlines, err = deadline.New(a.DB, a.Clock, zone, a.Plan, a.Holidays); err != nil {
		return err
	}
	if err := a.documents(); err != nil {
		return err
	}
	a.reminders(catalogue, texts)
	if err := a.lists(catalogue, texts); err != nil {
		return err
	}
	a.Search = search.New(a.DB, a.Log)
	a.workers = append(a.workers, a.Search.Run)
	if err := a.events(ctx, catalogue, texts); err != nil {
		return err
	}
	if err := a.inbox(); err != nil {
		return err
	}
	a.Feeds = feed.New(a.DB, a.Clock, zone, a.Accounts, a.Plan, catalogue, outbox.Domain(a.Mail.From().Address), a.Config.BaseURL)
	a.Handouts = handout.New(a.DB, a.Clock, a.Accounts, a.Plan)
	if a.Reports, err = report.New(a.DB, a.Clock, zone, a.Plan, catalogue, reportviews.Typeset); err != nil {
		return err
	}
	return a.bin()
}

// seals lets one of the instances seal the trail every hour.
func (a *App) seals() {
	a.Jobs.Every("seal.trail", time.Hour, func(ctx context.Context, _ jobs.Job) error {
		if _, err := audit.SealHistory(ctx, a.DB, a.Clock.Now()); err != nil {
			return err
		}
		_, err := audit.SealAll(ctx, a.DB, a.Clock.Now())
		return err
	})
}

// bin makes the bin; each domain says how its things come back.
func (a *App) bin() (err error) {
	documents := a.Showcase.Unshown(a.Documents.BinKeepers())
	keepers := slices.Concat(a.Plan.BinKeepers(), a.Events.BinKeepers(), a.Results.BinKeepers(), documents, a.Reports.BinKeepers(), a.Mailings.BinKeepers(), a.Bodies.BinKeepers(), a.Directory.BinKeepers())
	if a.Bin, err = bin.New(a.DB, a.Clock, keepers...); err != nil {
		return err
	}
	a.Jobs.Every("purge.bin", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Bin.PurgeExpired(ctx)
		if n > 0 {
			a.Log.Info("deleted for good what lay in the bin too long", "entries", n)
		}
		return err
	})
	return nil
}

// events makes everything around events; who is told of whose changes is said here.
func (a *App) events(ctx context.Context, catalogue *i18n.Catalogue, texts *outbox.Renderer) error {
	announcer, err := invite.NewAnnouncer(a.Mail, texts, catalogue, a.Clock, a.Config.BaseURL)
	if err != nil {
		return err
	}
	if a.Attendance, err = attendance.New(a.DB, a.Clock, a.Holidays, outbox.Domain(a.Mail.From().Address), announcer); err != nil {
		return err
	}
	if err := a.forms(); err != nil {
		return err
	}
	if err := a.meetings(catalogue, texts); err != nil {
		return err
	}
	a.Passes = pass.New(a.DB, a.Clock)
	if a.Events, err = event.New(a.DB, a.Clock, a.Config.Zone(), a.Attendance, a.Forms, a.Bodies, a.Meetings, a.Passes, announcer); err != nil {
		return err
	}
	a.Showcase.Portray(a.Events)
	if a.Invites, err = invite.New(a.DB, a.Clock, announcer, a.Attendance, a.Directory, a.Mailings); err != nil {
		return err
	}
	if err := a.Directory.Moving(a.Attendance, a.Plan, a.Reminders, a.Invites, a.Showcase, a.Events, a.Bodies, a.Meetings); err != nil {
		return err
	}
	if err := a.followups(announcer); err != nil {
		return err
	}
	a.surveys()
	if a.Thanks, err = thanks.New(a.DB, a.Clock, announcer, a.Mail, a.Surveys, a.Mailings); err != nil {
		return err
	}
	a.Results = result.New(a.DB, a.Clock)
	if err := a.boards(); err != nil {
		return err
	}
	return a.comers(ctx, announcer, texts)
}

// comers makes what is there for those who come, and says whose data goes with a person who is erased.
func (a *App) comers(ctx context.Context, announcer *invite.Announcer, texts *outbox.Renderer) (err error) {
	if a.Wishes, err = wish.New(a.DB, a.Clock, a.Events, a.Attendance, a.Mail); err != nil {
		return err
	}
	if a.Registrations, err = registration.New(a.DB, a.Clock, a.Attendance, a.Mail, files.New(a.Config.FilesDir)); err != nil {
		return err
	}
	if err := a.doors(ctx); err != nil {
		return err
	}
	if err := a.Directory.Erasing(a.Invites, a.Registrations, a.Forms, a.Events, a.Attendance, a.Meetings, a.Bodies, a.CheckIns); err != nil {
		return err
	}
	if a.Circulars, err = circular.New(a.DB, a.Clock, announcer, a.Mail, a.Mailings); err != nil {
		return err
	}
	if a.Papers, err = badge.New(a.DB, a.Clock, a.Accounts, a.CheckIns, a.Config.BaseURL); err != nil {
		return err
	}
	a.waitlists()
	if a.Representations, err = representation.New(a.DB, a.Clock, a.Attendance, a.Invites, a.Mail, texts, a.Config.BaseURL); err != nil {
		return err
	}
	return a.erasure()
}

// outbox makes the outbox, and the sender when a mail server is configured; without one, mail is withheld.
func (a *App) outbox() (err error) {
	held := a.Config.SMTPURL == ""
	if a.Mail, err = outbox.New(a.DB, a.Clock, a.mailbox(), held); err != nil || held {
		return err
	}
	server, err := outbox.ParseServer(a.Config.SMTPURL)
	if err != nil {
		return err
	}
	sender, err := outbox.NewSender(a.Mail, server, a.Config.MailPerHour, a.Log)
	if err != nil {
		return err
	}
	a.workers = append(a.workers, a.release, sender.Run)
	return nil
}

// release queues what was withheld while no mail server was configured.
func (a *App) release(ctx context.Context) error {
	return a.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		n, err := a.Mail.ReleaseWithheldIn(ctx, tx, "")
		if n > 0 {
			a.Log.Info("mail that was held is sent now", "messages", n)
		}
		return err
	})
}

// mailbox is MAIL_FROM, or a placeholder at the public host while mail is withheld.
func (a *App) mailbox() mail.Address {
	if address, err := mail.ParseAddress(a.Config.MailFrom); err == nil {
		return *address
	}
	host := "example.org"
	if u, err := url.Parse(a.Config.BaseURL); err == nil && strings.Contains(strings.Trim(u.Hostname(), "0123456789."), ".") {
		host = u.Hostname()
	}
	return mail.Address{Name: "Runder Tisch", Address: "rundertisch@" + host}
}

// pages makes the handlers of all domains.
func (a *App) pages() web.Pages {
	registrations := registrationweb.New(a.DB, a.Events, a.Registrations, a.Circulars)
	registrations.Doors(a.CheckIns, a.Papers)
	documents := documentweb.New(a.Documents, a.Showcase)
	reminders := reminderweb.New(a.Reminders, a.Plan)
	followups := followupweb.New(a.Followups, a.Mailings)
	gratitude := thanksweb.New(a.Thanks, a.Mailings)
	lists := mailinglistweb.New(a.Lists, a.Accounts, a.Mailings)
	invites := inviteweb.New(a.DB, a.Invites, a.Directory, a.Mail, a.Mailings, a.Representations)
	mailings := mailingweb.New(a.Mailings, a.Mail, map[string]mailingweb.Desk{
		invite.Mailing: invites, invite.SaveTheDate: invites, mailinglist.Mailing: lists, followup.Mailing: followups,
		thanks.Mailing: gratitude, circular.Mailing: circularweb.New(a.Circulars, a.Mailings),
	})
	invites.Listing(mailings.Entries)
	lists.Listing(mailings.Entries)
	return web.Pages{
		Account:        accountweb.New(a.Accounts, handover.New(a.DB, a.Clock, a.Accounts, a.Plan)),
		Legal:          legalweb.New(a.Accounts, a.Feedback),
		Overview:       overviewweb.New(overview.New(a.DB, a.Clock, a.Plan, a.Events, a.Mail), a.Invites, a.Inbox, a.Mail.From().Address),
		Plan:           workplanweb.New(a.Plan, a.Events, a.Handouts, documents, reminders),
		Directory:      directoryweb.New(a.Directory, a.Lists),
		Event:          eventweb.New(a.DB, a.Events, a.Plan, documents, a.Deadlines, a.Invites),
		Form:           formweb.New(a.Forms),
		Document:       documents,
		Deadline:       deadlineweb.New(a.Deadlines, a.Plan),
		Invite:         invites,
		Showcase:       showcaseweb.New(a.Showcase, a.Documents),
		Representation: representationweb.New(a.Representations),
		Mailing:        mailings,
		Result:         resultweb.New(a.Events, a.Results, a.Plan),
		Board:          boardweb.New(a.Boards, a.Passes),
		Public: publicweb.New(publicweb.Services{
			DB: a.DB, Accounts: a.Accounts, Events: a.Events, Showcase: a.Showcase, Documents: a.Documents, Results: a.Results, Meetings: a.Meetings, Lists: a.Lists,
			Record: proceedings.New(a.Events, a.Results, a.Showcase),
		}, registrations),
		Registration: registrations,
		Paper:        badgeweb.New(a.Papers),
		Wish:         wishweb.New(a.Wishes),
		CheckIn:      checkinweb.New(a.DB, a.CheckIns, a.Passes),
		Search:       searchweb.New(a.Search),
		Feed:         feedweb.New(a.Feeds),
		Reminder:     reminders,
		Wording:      wordingweb.New(a.Wording, a.Events, a.Directory, a.Invites),
		List:         lists,
		Followup:     followups,
		Thanks:       gratitude,
		Survey:       surveyweb.New(a.Surveys),
		Report:       reportweb.New(a.Reports),
		Dump:         dumpweb.New(dump.New(a.DB, a.Clock, a.Plan, files.New(a.Config.FilesDir))),
		Bin:          binweb.New(a.Bin),
		Body:         bodyweb.New(a.Bodies, a.Directory),
		Meeting:      meetingweb.New(a.DB, a.Bodies, a.Invites, a.Meetings),
		Trail:        trailweb.New(trail.New(a.DB, a.Config.Zone())),
		Mailbox:      a.mailboxPages,
	}
}
