package eventweb

import (
	"math"
	"slices"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// List shows the project's events, or answers with them as a file.
func (p *Pages) List(r *page.Request) error {
	events, err := p.events.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	list := r.List(shared.Listing{
		Path:   r.Path("events"),
		Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("kind", event.Kinds()...), shared.OneOf("part", eventviews.Parts()...)},
		Orders: []string{"day", "title"}, Cards: true,
	})
	events = chosen(list, events, r.Now())
	if r.WantsFile() {
		milestones, err := p.plan.Milestones(r.Context(), r.Actor)
		if err != nil {
			return err
		}
		return r.Table(r.L.T("event.list.title"), file(r, events, milestones))
	}
	shown := eventviews.ListPage{Page: r.Page("event.list.title"), Base: r.Path("events"), MayRun: event.MayRun(r.Actor)}
	events = shared.PageOf(&list, events)
	var coming []string
	for _, e := range events {
		if part(e, r.Now()) == eventviews.Coming {
			coming = append(coming, e.ID)
		}
	}
	seats, err := attendance.Occupancy(r.Context(), p.db.Read(), coming...)
	if err != nil {
		return err
	}
	for _, e := range events {
		entry := eventviews.Entry{Event: e, Part: part(e, r.Now()), Near: eventviews.Near(r.L, e, r.Now())}
		entry.Overdue = e.State == event.Published && e.Over(r.Now())
		entry.Seats = seats[e.ID]
		shown.Entries = append(shown.Entries, entry)
	}
	shown.List = list
	return r.Render(eventviews.List(shown))
}

// chosen are the events the list shows, sorted.
func chosen(list shared.List, events []event.Event, now time.Time) []event.Event {
	events = page.Find(events, list.Value("q"), func(e event.Event) []string { return []string{e.Title, e.Venue, e.Address} })
	events = slices.DeleteFunc(events, func(e event.Event) bool {
		kind, at := list.Value("kind"), list.Value("part")
		return kind != "" && string(e.Kind) != kind || at != "" && string(part(e, now)) != at
	})
	page.Sort(list, events, func(e event.Event) string { return e.ID }, page.Keys[event.Event]{
		"day":   func(e event.Event) string { return dayKey(e, now) },
		"title": func(e event.Event) string { return database.FoldWord(e.Title) },
	})
	return events
}

// part is where an event stands at an instant.
func part(e event.Event, now time.Time) eventviews.Part {
	switch {
	case e.State == event.Draft:
		return eventviews.Drafts
	case e.State == event.Published && !e.Over(now):
		return eventviews.Coming
	default:
		return eventviews.Past
	}
}

// dayKey puts what comes next first, then drafts, then what is past with the latest first.
func dayKey(e event.Event, now time.Time) string {
	at := part(e, now)
	if at == eventviews.Past {
		return "2 " + page.Figure(math.MaxInt32-int(e.StartsAt.Unix()/60))
	}
	return string('0'+rune(slices.Index(eventviews.Parts(), at))) + " " + page.Moment(e.StartsAt)
}

func file(r *page.Request, events []event.Event, milestones []workplan.Milestone) sheet.Source {
	tied := map[string]string{}
	for _, m := range milestones {
		tied[m.ID] = m.Number + " " + m.Title
	}
	cell := func(column string, value func(event.Event) string) page.Cell[event.Event] {
		return page.Cell[event.Event]{Label: r.L.T("event.list.column_" + column), Value: value}
	}
	return page.TableOf(r.L.T("event.list.title"), events,
		cell("title", func(e event.Event) string { return e.Title }),
		cell("kind", func(e event.Event) string { return eventviews.Kind(r.L, e.Kind) }),
		cell("state", func(e event.Event) string { return r.L.T("event.state." + string(e.State)) }),
		cell("starts", func(e event.Event) string { return r.L.Instant(e.StartsAt) }),
		cell("ends", func(e event.Event) string { return r.L.Instant(e.EndsAt) }),
		cell("where", eventviews.Where),
		cell("milestone", func(e event.Event) string { return tied[e.MilestoneID] }),
	)
}
