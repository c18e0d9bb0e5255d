package demo

import (
	"context"
	"log/slog"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app"
	"rundertisch/internal/clock"
	"rundertisch/internal/config"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/mail"
)

const (
	organizer      = `Planungskoordination Unstrut-Hainich-Kreis <` + organizerEmail + `>`
	organizerEmail = "planung@uh-kreis.example.org"
	leadEmail      = "jana.groessler@uh-kreis.example.org"
)

// county is what the seeding steps share.
type county struct {
	*app.App
	now       *clock.Manual // moves forward while the past is told
	sender    *mail.Sender  // sends at the time that is told of
	workspace account.Workspace
	record    account.Project // 2020–2024, finished
	followUp  account.Project // around today

	lead         account.User
	projectLead  string // user IDs
	coordination string
}

// Seed fills an empty database through a program whose clock stands in the past, and returns the project lead.
func Seed(ctx context.Context, cfg config.Config, db *database.DB, log *slog.Logger) (account.User, error) {
	now := clock.At(clock.System{}.Now().AddDate(0, -26, 0))
	a, err := app.New(ctx, cfg, db, now, log)
	if err != nil {
		return account.User{}, err
	}
	c := &county{App: a, now: now}
	if c.sender, err = sender(a, cfg, log); err != nil {
		return account.User{}, err
	}
	for _, step := range []func(context.Context) error{
		c.seedAccounts, c.seedPlans, c.seedDirectory, c.seedConference, c.seedSymposium, c.seedForms, c.seedTasks, c.seedDocuments, c.seedShowcase, c.seedBodies, c.seedRules, c.seedDrafts,
		c.seedDeadlines, c.seedBin, c.seedCalendar, c.seedReminders,
		c.seedReports, c.seedLists, c.seedFollowup, c.seedWording, c.seedWaitlist, c.seedWishes, c.seedModes, c.seedGuests, c.seedParties, c.seedTeam, c.seedCirculars,
		c.seedFormer, c.seedCertificates, c.seedSurveys,
		c.seedBoards,
	} {
		if err := step(ctx); err != nil {
			return account.User{}, err
		}
	}
	return c.lead, nil
}

// sender returns the sender of the mails the past is told with, nil without a mail server.
func sender(a *app.App, cfg config.Config, log *slog.Logger) (*mail.Sender, error) {
	if cfg.SMTPURL == "" {
		return nil, nil
	}
	server, err := mail.ParseServer(cfg.SMTPURL)
	if err != nil {
		return nil, err
	}
	return mail.NewSender(a.Mail, server, 0, log)
}

// actor is the program at work in a project.
func (c *county) actor(project account.Project) account.Actor {
	actor := account.Program(project.WorkspaceID, project.ID)
	actor.UserID, actor.Name, actor.Email = c.lead.ID, c.lead.Name, c.lead.Email
	return actor
}

// today is the real day, whatever the seeding clock says.
func (c *county) today() date.Date { return date.Of(clock.System{}.Now().In(c.Config.Zone())) }

// back sets the seeding clock to so many days before now.
func (c *county) back(days int) {
	c.now.Advance(clock.System{}.Now().AddDate(0, 0, -days).Sub(c.now.Now()))
}

// later moves the seeding clock on by n short spells of the same day.
func (c *county) later(n int) { c.now.Advance(time.Duration(n) * 37 * time.Minute) }

// post sends what is queued, so that the mails bear the date of what they tell.
func (c *county) post(ctx context.Context) error {
	if c.sender == nil {
		return nil
	}
	_, err := c.sender.SendDue(ctx)
	return err
}

// conferenceDay is the last Wednesday at least four weeks ago.
func (c *county) conferenceDay() date.Date {
	day := c.today().AddDays(-28)
	for day.Time().Weekday() != time.Wednesday {
		day = day.AddDays(-1)
	}
	return day
}

// symposiumDay is the first Thursday at least three weeks ahead: its month's end is never more than 60 days away.
func (c *county) symposiumDay() date.Date {
	day := c.today().AddDays(21)
	for day.Time().Weekday() != time.Thursday {
		day = day.AddDays(1)
	}
	return day
}
