package reminder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// The hours of the day, in the house's zone, between which reminders are sent.
const (
	fromHour  = 7
	untilHour = 20
)

// Run sends what is to be sent today and on the days that were missed. It may be called at any time and any number of times.
func (s *Service) Run(ctx context.Context) error {
	now := s.clock.Now().In(s.zone)
	if now.Hour() < fromHour || now.Hour() >= untilHour {
		return nil
	}
	workspaces, err := listWorkspaces(ctx, s.db.Read())
	errs := []error{err}
	for _, workspace := range workspaces {
		err := s.remind(ctx, workspace, date.Of(now))
		if err == nil {
			err = s.digests(ctx, workspace, now)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("reminder: workspace %s: %w", workspace.ID, err))
		}
	}
	return errors.Join(errs...)
}

// remind sends the workspace's reminders up to today, and notes that it has.
func (s *Service) remind(ctx context.Context, workspace account.Workspace, today date.Date) error {
	last, err := lastDay(ctx, s.db.Read(), workspace.ID)
	if err != nil || last >= today {
		return err
	}
	if last == "" {
		last = today.AddDays(-1)
	}
	letters, err := s.letters(ctx, workspace, last, today)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if err := s.send(ctx, l); err != nil {
			return err
		}
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return noteDay(ctx, tx, workspace.ID, today) })
}

// letters gathers for each person what they are told, the people in the order of their identifiers.
func (s *Service) letters(ctx context.Context, workspace account.Workspace, after, today date.Date) ([]letter, error) {
	people, err := s.crowd(ctx, workspace.ID)
	if err != nil {
		return nil, err
	}
	projects, err := s.accounts.WorkspaceProjects(ctx, account.Program(workspace.ID, ""))
	if err != nil {
		return nil, err
	}
	byReceiver := map[string]*letter{}
	for _, project := range projects {
		matters, err := s.dueMatters(ctx, project, after, today)
		if err == nil {
			err = s.meet(ctx, people, workspace.ID, matters)
		}
		if err != nil {
			return nil, err
		}
		for _, m := range matters {
			for _, rung := range m.rungs(after, today) {
				for _, to := range people.receivers(m, rung) {
					l := byReceiver[to.id]
					if l == nil {
						l = &letter{workspace: workspace, to: to.receiver, today: today}
						byReceiver[to.id] = l
					}
					l.add(m, rung, to.role)
				}
			}
		}
	}
	var all []letter
	for _, receiverID := range slices.Sorted(maps.Keys(byReceiver)) {
		all = append(all, *byReceiver[receiverID])
	}
	return all, nil
}

// letter is what one person is told in one mail.
type letter struct {
	workspace account.Workspace
	to        receiver
	today     date.Date
	items     []item
	several   bool   // the things belong to several projects, also if these do not
	token     string // of the link by which the receiver refuses more
}

// item is a thing with those of its rungs that the person is told of, the earliest first.
type item struct {
	matter

	rungs []int
	role  Role
}

func (l *letter) add(m matter, rung int, role Role) {
	at := slices.IndexFunc(l.items, func(known item) bool { return known.subject == m.subject })
	if at < 0 {
		l.items = append(l.items, item{matter: m, role: role})
		at = len(l.items) - 1
	}
	l.items[at].rungs, l.items[at].role = append(l.items[at].rungs, rung), role
}

// missed reports whether one of the days has passed while nobody sent anything.
func (l letter) missed() bool {
	return slices.ContainsFunc(l.items, func(i item) bool {
		return slices.ContainsFunc(i.rungs, func(rung int) bool { return DayOf(i.due, rung) < l.today })
	})
}

// send notes the rungs and queues the mail about those that nobody else has noted, both or neither.
func (s *Service) send(ctx context.Context, l letter) error {
	slices.SortFunc(l.items, byDeadline)
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		mailID := id.New()
		fresh, err := insertReminders(ctx, tx, l.rows(mailID, s.clock.Now()))
		if err != nil {
			return err
		}
		if l.keep(fresh); len(l.items) == 0 {
			return nil
		}
		if l.token, err = s.newLink(ctx, tx, l.workspace.ID, l.to, false); err != nil {
			return err
		}
		message, err := s.compose(ctx, tx, l)
		if err != nil {
			return err
		}
		message.ID = mailID
		return s.outbox.QueueIn(ctx, tx, message)
	})
	return s.sent(l, err)
}

func byDeadline(a, b item) int {
	return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.title, b.title), cmp.Compare(a.subject.ID, b.subject.ID))
}

// sent is what comes after the transaction of a mail.
func (s *Service) sent(l letter, err error) error {
	if fault.Is(err, fault.Invalid) { // an address that no mail can be sent to must not keep others from theirs
		s.log.Warn("reminder: not sent", "receiver", l.to.id, "error", err)
		return nil
	}
	if err == nil {
		s.outbox.Wake()
	}
	return err
}

// place names one rung in a letter.
type place struct {
	Subject

	rung int
}

// keep leaves the rungs that were noted just now.
func (l *letter) keep(fresh map[place]bool) {
	var items []item
	for _, i := range l.items {
		i.rungs = slices.DeleteFunc(slices.Clone(i.rungs), func(rung int) bool { return !fresh[place{i.subject, rung}] })
		if len(i.rungs) > 0 {
			items = append(items, i)
		}
	}
	l.items = items
}

// project is the one that all things of the letter belong to; false when there are several.
func (l letter) project() (account.Project, bool) {
	for _, i := range l.items {
		if i.matter.project.ID != l.items[0].matter.project.ID {
			return account.Project{}, false
		}
	}
	return l.items[0].matter.project, true
}

// quietURL is where the receiver refuses more, and where a mail program says so for them.
func (s *Service) quietURL(l letter) string { return s.baseURL + "/r/" + l.token }

// message is the mail's envelope.
func (s *Service) message(l letter, kind string, said mail.Rendered) mail.Message {
	m := mail.Message{
		WorkspaceID: l.workspace.ID, Kind: kind, ToName: l.to.name, ToEmail: l.to.email, Subject: said.Subject, Text: said.Text, HTML: said.HTML,
		Unsubscribe: s.quietURL(l),
	}
	if project, one := l.project(); one {
		m.ProjectID = project.ID
	}
	return m
}
