package feed

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/body"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/workplan"
)

// source is a project of which a calendar tells.
type source struct {
	actor   account.Actor
	project account.Project
}

// reader gathers what one calendar holds.
type reader struct {
	feed    Feed
	work    *workplan.Service
	l       *i18n.Locale
	name    string // of the calendar
	sources []source
	today   date.Date
	baseURL string
}

// reader finds out what the feed may tell of; NotFound when its person or project is no longer there.
func (s *Service) reader(ctx context.Context, f Feed) (reader, error) {
	r := reader{feed: f, work: s.plan, today: date.Of(s.clock.Now().In(s.zone)), baseURL: s.baseURL}
	if f.Kind == Project {
		var project account.Project
		err := s.db.Read().NewSelect().Model(&project).Where("p.id = ?", f.ProjectID).Scan(ctx)
		if err != nil {
			return r, database.Fault(err)
		}
		r.l, r.name = s.catalogue.Locale(i18n.Lang(f.Lang), s.zone), project.Name
		r.sources = []source{{actor: account.Program(f.WorkspaceID, f.ProjectID), project: project}}
		return r, nil
	}
	if f.Kind == Body {
		return s.ofBody(ctx, r)
	}
	user, err := s.accounts.User(ctx, f.OwnerID)
	if err != nil {
		return r, err
	}
	r.l = s.catalogue.Locale(i18n.Lang(user.Lang), s.zone)
	r.name = r.l.T("feed.calendar.own", user.Name)
	places, err := s.accounts.Places(ctx, user.ID)
	if err != nil {
		return r, err
	}
	for _, place := range places {
		actor, _, err := s.accounts.Enter(ctx, user, place.Project.ID)
		if err != nil {
			return r, err
		}
		r.sources = append(r.sources, source{actor: actor, project: place.Project})
	}
	return r, nil
}

// ofBody is the reader of a body's calendar.
func (s *Service) ofBody(ctx context.Context, r reader) (reader, error) {
	actor := account.Program(r.feed.WorkspaceID, r.feed.ProjectID)
	of, err := body.FindIn(ctx, s.db.Read(), actor, r.feed.OwnerID)
	if err != nil {
		return r, err
	}
	r.l, r.name = s.catalogue.Locale(i18n.Lang(r.feed.Lang), s.zone), of.Name
	r.sources = []source{{actor: actor}}
	return r, nil
}

// gather reads all things of the calendar by their subject.
func (r reader) gather(ctx context.Context, db bun.IDB) (map[string]item, error) {
	items := map[string]item{}
	for _, from := range r.sources {
		if err := r.plan(ctx, db, from, items); err != nil {
			return nil, err
		}
		if err := r.events(ctx, db, from, items); err != nil {
			return nil, err
		}
	}
	for subject, thing := range items {
		if !thing.late && thing.last() < r.today.AddDays(-pastDays) {
			delete(items, subject)
		}
	}
	if len(items) == 0 {
		items["nothing-"+strings.ToLower(r.feed.ID)] = item{
			Summary: r.l.T("feed.nothing"), Description: r.l.T("feed.nothing_text." + string(r.feed.Kind)), Status: ical.Confirmed,
			Day: date.Of(r.feed.OpenedAt.In(r.l.Zone())),
		}
	}
	return items, nil
}

// plan adds the milestones, and in a person's own calendar the tasks.
func (r reader) plan(ctx context.Context, db bun.IDB, from source, items map[string]item) error {
	if r.feed.Kind == Body {
		return nil
	}
	plan, err := r.work.PlanIn(ctx, db, from.actor)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, m := range plan.Milestones() {
		titles[m.ID] = m.Number + " " + m.Title
		title := titles[m.ID]
		switch {
		case m.DueOn == "":
			continue
		case from.actor.Leads() || m.LeadID == r.feed.OwnerID:
		case m.DeputyID == r.feed.OwnerID:
			title = r.l.T("feed.deputy", title)
		default:
			continue
		}
		late := !m.Complete() && r.today > m.Deadline()
		items["milestone-"+strings.ToLower(m.ID)] = item{
			Summary: r.marked(title, m.Complete(), late), Status: ical.Confirmed, Day: m.Deadline(), late: late,
			Description: r.l.T("feed.milestone", from.project.Name), URL: r.staffPage(from, "milestones", m.ID),
		}
	}
	if r.feed.Kind != Own {
		return nil
	}
	tasks, err := workplan.ListConcernsIn(ctx, db, from.actor, r.feed.OwnerID)
	for _, t := range tasks {
		if t.DueOn == "" {
			continue
		}
		title := t.Title
		if t.AssigneeID != r.feed.OwnerID {
			title = r.l.T("feed.deputy", title)
		}
		items["task-"+strings.ToLower(t.ID)] = item{
			Summary: r.marked(title, t.State == workplan.TaskDone, t.LateOn(r.today)), Status: ical.Confirmed, Day: t.DueOn, late: t.LateOn(r.today),
			Description: r.l.T("feed.task", titles[t.MilestoneID], from.project.Name), URL: r.staffPage(from, "tasks", t.ID),
		}
	}
	return err
}

// marked puts before the title what became of the deadline.
func (r reader) marked(title string, done, late bool) string {
	switch {
	case done:
		return r.l.T("feed.done", title)
	case late:
		return r.l.T("feed.late", title)
	}
	return title
}

// events adds the events; a cancelled one is left out, so that it is shown as cancelled to those who had it.
func (r reader) events(ctx context.Context, db bun.IDB, from source, items map[string]item) error {
	events, err := r.listEvents(ctx, db, from)
	for _, e := range events {
		if e.State == event.Cancelled || e.StartsWall == "" || (e.State == event.Draft && r.feed.Kind != Own) {
			continue
		}
		thing := item{
			Summary: e.Title, Description: e.Summary, Location: where(e), URL: r.staffPage(from, "events", e.ID), Status: ical.Confirmed,
			Starts: e.StartsAt.UTC(), Ends: e.EndsAt.UTC(), Zone: e.Location().String(),
		}
		if !thing.Ends.After(thing.Starts) {
			thing.Ends = thing.Starts.Add(time.Hour) // a draft may not have an end yet
		}
		switch {
		case e.State == event.Draft:
			thing.Summary, thing.Status = r.l.T("feed.draft", e.Title), ical.Provisional
		case e.Kind.Public():
			thing.URL = r.baseURL + "/v/" + e.Slug
		}
		items["event-"+strings.ToLower(e.ID)] = thing
	}
	return err
}

// listEvents lists the events the calendar may tell of.
func (r reader) listEvents(ctx context.Context, db bun.IDB, from source) ([]event.Event, error) {
	if r.feed.Kind == Body {
		return body.MeetingsIn(ctx, db, r.feed.OwnerID)
	}
	return event.ListIn(ctx, db, from.actor)
}

// staffPage is the page of a thing in a person's own calendar; others who read a project's calendar cannot sign in.
func (r reader) staffPage(from source, kind, id string) string {
	if r.feed.Kind != Own {
		return ""
	}
	return r.baseURL + "/projects/" + from.project.ID + "/" + kind + "/" + id
}

// where is venue and address on one line.
func where(e event.Event) string {
	parts := strings.FieldsFunc(e.Venue+"\n"+e.Address, func(r rune) bool { return r == '\n' || r == '\r' })
	return strings.Join(parts, ", ")
}
