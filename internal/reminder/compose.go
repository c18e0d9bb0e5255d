package reminder

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// maxItems is how many things a mail names; of more it says how many they are.
const maxItems = 60

func (l letter) rows(mailID string, now time.Time) []Reminder {
	var rows []Reminder
	for _, i := range l.items {
		for _, rung := range i.rungs {
			rows = append(rows, i.row(rung, l.to, i.role, mailID, now))
		}
	}
	return rows
}

// compose writes the mail in the receiver's language.
func (s *Service) compose(ctx context.Context, tx bun.IDB, l letter) (mail.Message, error) {
	lang := i18n.Lang(l.to.lang)
	locale := s.catalogue.Locale(lang, s.zone)
	fields := s.frame(l.workspace, l.to)
	fields["summary"] = l.summary(locale)
	fields["items"] = l.list(locale)
	if l.to.who == Person {
		fields["quiet_url"] = i18n.InLanguage(s.quietURL(l), lang)
	} else {
		fields["action_url"] = i18n.InLanguage(s.baseURL+l.path(), lang)
	}
	if l.missed() {
		fields["missed"] = mail.Yes
	}
	said, err := s.render(ctx, tx, l, "reminder", fields)
	return s.message(l, "reminder", said), err
}

// render makes the mail's texts as the project words them, or the workspace when the mail is about several projects.
func (s *Service) render(ctx context.Context, tx bun.IDB, l letter, name string, fields mail.Fields) (mail.Rendered, error) {
	scope := mail.Scope{WorkspaceID: l.workspace.ID}
	if project, one := l.project(); one {
		scope.ProjectID = project.ID
	}
	wording, err := s.texts.For(ctx, tx, scope)
	if err != nil {
		return mail.Rendered{}, err
	}
	return wording.Render(i18n.Lang(l.to.lang), name, fields)
}

// frame are the fields that every mail of the package has.
func (s *Service) frame(workspace account.Workspace, to receiver) mail.Fields {
	from := s.outbox.From()
	return mail.Fields{
		"receiver_name": to.name, "organisation": workspace.Name, "sender_name": from.Name, "sender_email": from.Address,
		"funding_notice": workspace.FundingNotice, "imprint": workspace.Imprint,
	}
}

// summary is the mail in a few words: the one thing it is about, or how many they are.
func (l letter) summary(locale *i18n.Locale) string {
	if len(l.items) > 1 {
		return locale.N("reminder.mail.several", len(l.items))
	}
	return l.items[0].title + " – " + due(locale, l.items[0].due, l.today)
}

// list names the things, two lines each.
func (l letter) list(locale *i18n.Locale) string {
	several := l.severalProjects()
	var said []string
	for _, i := range l.items[:min(maxItems, len(l.items))] {
		parts := []string{due(locale, i.due, l.today)}
		if i.due == "" {
			parts = []string{locale.T("reminder.mail.no_deadline")}
		}
		if i.role != Assignee {
			parts = append(parts, locale.T("reminder.mail.role."+string(i.role)))
		}
		if several {
			parts = append(parts, i.matter.project.Name)
		}
		said = append(said, locale.T("reminder.mail.kind."+string(i.subject.Kind), i.title)+"\n"+strings.Join(parts, " · "))
	}
	if more := len(l.items) - maxItems; more > 0 {
		said = append(said, locale.N("reminder.mail.more", more))
	}
	return strings.Join(said, "\n\n")
}

// due says when the deadline is or was: "fällig am 31.03.2027, in 14 Tagen".
func due(locale *i18n.Locale, day, today date.Date) string {
	said, days := locale.Day(day.Time()), today.DaysUntil(day)
	switch {
	case days == 0:
		return locale.T("reminder.mail.due_today", said)
	case days == 1:
		return locale.T("reminder.mail.due_tomorrow", said)
	case days < 0:
		return locale.N("reminder.mail.late", -days, said)
	}
	return locale.N("reminder.mail.due", days, said)
}

// path is the page the mail leads to: the thing's, or projectPath.
func (l letter) path() string {
	if len(l.items) == 1 {
		return l.projectPath() + l.items[0].path
	}
	return l.projectPath()
}

// projectPath is the page of the project that all things belong to, or the list of projects.
func (l letter) projectPath() string {
	if project, one := l.project(); one {
		return "/projects/" + project.ID
	}
	return "/projects"
}

func (l letter) severalProjects() bool {
	_, one := l.project()
	return l.several || !one
}
