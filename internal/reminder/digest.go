package reminder

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

const (
	soonDays  = 14             // how far ahead a digest looks
	digestLag = 48 * time.Hour // how late it may come; after that the next one tells it all
)

// digest is what somebody was told last by digest, in one workspace.
type digest struct {
	bun.BaseModel `bun:"table:reminder_digests,alias:d"`

	WorkspaceID string    `bun:"workspace_id,pk"`
	UserID      string    `bun:"user_id,pk"`
	Day         date.Date `bun:"day"`
	Known       string    `bun:"known"` // identifiers of what lay with the person then, between blanks
}

// slot is the last time, not after now and in its zone, at which the person wants a digest; false when they want none.
func (s Settings) slot(now time.Time) (time.Time, bool) {
	if s.DigestDay == 0 {
		return time.Time{}, false
	}
	weekday := (int(now.Weekday())+6)%7 + 1
	day := now.Day() - (weekday-s.DigestDay+7)%7
	slot := time.Date(now.Year(), now.Month(), day, s.DigestHour, 0, 0, 0, now.Location())
	if slot.After(now) {
		slot = time.Date(now.Year(), now.Month(), day-7, s.DigestHour, 0, 0, 0, now.Location())
	}
	return slot, true
}

// awaits reports whether the person waits for a digest at now, of which day it is.
func (s Settings) awaits(now time.Time, last date.Date) (date.Date, bool) {
	slot, wanted := s.slot(now)
	day := date.Of(slot)
	return day, wanted && now.Sub(slot) < digestLag && slot.After(s.ChangedAt) && last < day && !s.quietOn(date.Of(now))
}

// digests sends the workspace's people the digests they wait for.
func (s *Service) digests(ctx context.Context, workspace account.Workspace, now time.Time) error {
	people, err := s.crowd(ctx, workspace.ID)
	if err != nil {
		return err
	}
	last, err := lastDigests(ctx, s.db.Read(), workspace.ID)
	if err != nil {
		return err
	}
	var all []matter
	for _, m := range people.members {
		day, waits := people.settings[m.ID].awaits(now, last[m.ID].Day)
		if m.Invited() || !waits {
			continue
		}
		if all == nil {
			if all, err = s.everything(ctx, workspace); err != nil {
				return err
			}
		}
		d := digest{WorkspaceID: workspace.ID, UserID: m.ID, Day: day}
		if err := s.sendDigest(ctx, d, sort(m, all, last[m.ID], date.Of(now)), workspace, receiverOf(m)); err != nil {
			return err
		}
	}
	return nil
}

// everything lists all that is not done in the workspace. It is never nil.
func (s *Service) everything(ctx context.Context, workspace account.Workspace) ([]matter, error) {
	projects, err := s.accounts.WorkspaceProjects(ctx, account.Program(workspace.ID, ""))
	all := []matter{}
	for _, project := range projects {
		found, err := s.openMatters(ctx, project)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, err
}

// sorted is what a digest tells.
type sorted struct {
	late, soon, fresh []item
	known             []string // what lies with the person
}

// sort picks what concerns the person: what lies with them, and in projects they lead what is late, and milestones that are
// due soon.
func sort(m account.Member, all []matter, last digest, today date.Date) sorted {
	var out sorted
	for _, one := range all {
		held := roles(m, one.project.ID)
		leads := slices.Contains(held, account.ProjectLead)
		role, mine := one.roleOf(m.ID, leads)
		if len(held) == 0 || !mine && !leads {
			continue
		}
		if mine {
			out.known = append(out.known, one.subject.ID)
		}
		told := item{matter: one, role: role}
		switch soon := one.due != "" && one.due <= today.AddDays(soonDays); {
		case one.due != "" && one.due < today:
			out.late = append(out.late, told)
		case soon && (mine || one.subject.Kind == Milestone):
			out.soon = append(out.soon, told)
		case mine && last.Day == "" && one.since >= today.AddDays(-7), mine && last.Day != "" && !strings.Contains(last.Known, one.subject.ID):
			out.fresh = append(out.fresh, told)
		}
	}
	for _, items := range [][]item{out.late, out.soon, out.fresh} {
		slices.SortFunc(items, byDeadline)
	}
	return out
}

// roleOf says why the matter concerns the person, and whether it lies with them.
func (m matter) roleOf(userID string, leads bool) (Role, bool) {
	switch userID {
	case m.assigneeID:
		return Assignee, true
	case m.deputyID:
		return Deputy, true
	}
	return Lead, leads && m.assigneeID == "" && m.subject.Kind == Milestone
}

// sendDigest notes that the person was told, and tells them unless there is nothing to tell; once, whoever else tries.
func (s *Service) sendDigest(ctx context.Context, d digest, told sorted, workspace account.Workspace, to receiver) error {
	d.Known = strings.Join(told.known, " ")
	l := letter{workspace: workspace, to: to, today: s.Today(), items: slices.Concat(told.late, told.soon, told.fresh)}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		ours, err := noteDigest(ctx, tx, d)
		if err != nil || !ours || len(l.items) == 0 {
			return err
		}
		if l.token, err = s.newLink(ctx, tx, l.workspace.ID, l.to, true); err != nil {
			return err
		}
		message, err := s.composeDigest(ctx, tx, l, told)
		if err != nil {
			return err
		}
		message.ID = id.New()
		if _, err := insertReminders(ctx, tx, l.digestRows(d.Day, message.ID, s.title(to), s.clock.Now())); err != nil {
			return err
		}
		return s.outbox.QueueIn(ctx, tx, message)
	})
	return s.sent(l, err)
}

func (s *Service) title(to receiver) string {
	return s.catalogue.Locale(i18n.Lang(to.lang), s.zone).T("reminder.digest.title")
}

// digestRows are one row for each project that the digest tells of.
func (l letter) digestRows(day date.Date, mailID, title string, now time.Time) []Reminder {
	projects := map[string]matter{}
	for _, i := range l.items {
		projects[i.project.ID] = matter{
			workspaceID: i.workspaceID, project: i.project, subject: Subject{Digest, i.project.ID}, title: title, due: day,
		}
	}
	var rows []Reminder
	for _, projectID := range slices.Sorted(maps.Keys(projects)) {
		rows = append(rows, projects[projectID].row(0, l.to, Assignee, mailID, now))
	}
	return rows
}

func (s *Service) composeDigest(ctx context.Context, tx bun.IDB, l letter, told sorted) (mail.Message, error) {
	lang := i18n.Lang(l.to.lang)
	locale := s.catalogue.Locale(lang, s.zone)
	fields := s.frame(l.workspace, l.to)
	var parts []string
	for _, part := range []struct {
		name  string
		items []item
	}{{"late", told.late}, {"soon", told.soon}, {"new", told.fresh}} {
		if len(part.items) > 0 {
			fields[part.name+"_items"] = letter{items: part.items, today: l.today, several: l.severalProjects()}.list(locale)
			parts = append(parts, locale.N("reminder.digest."+part.name, len(part.items)))
		}
	}
	fields["summary"] = strings.Join(parts, ", ")
	fields["action_url"] = i18n.InLanguage(s.baseURL+l.projectPath(), lang)
	said, err := s.render(ctx, tx, l, "digest", fields)
	return s.message(l, "digest", said), err
}

func lastDigests(ctx context.Context, db bun.IDB, workspaceID string) (map[string]digest, error) {
	var rows []digest
	err := db.NewSelect().Model(&rows).Where("d.workspace_id = ?", workspaceID).Scan(ctx)
	last := map[string]digest{}
	for _, row := range rows {
		last[row.UserID] = row
	}
	return last, database.Fault(err)
}

// noteDigest notes the digest; false when it, or a later one, was noted before.
func noteDigest(ctx context.Context, tx bun.IDB, d digest) (bool, error) {
	return database.Changed(tx.NewInsert().Model(&d).On("CONFLICT (workspace_id, user_id) DO UPDATE").
		Set("day = EXCLUDED.day").Set("known = EXCLUDED.known").Where("d.day < EXCLUDED.day").Exec(ctx))
}
