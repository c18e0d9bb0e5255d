package meeting

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/body"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

// Parts is what the service is made of; all are required.
type Parts struct {
	DB        *database.DB
	Clock     clock.Clock
	Zone      *time.Location
	Plan      *workplan.Service
	Outbox    *mail.Service
	Texts     *mail.Renderer
	Catalogue *i18n.Catalogue
	BaseURL   string // without a slash at the end
}

// Service holds the use cases of meetings.
type Service struct{ Parts }

// New returns the service. A missing part is an error.
func New(parts Parts) (*Service, error) {
	if parts.DB == nil || parts.Clock == nil || parts.Zone == nil || parts.Plan == nil || parts.Outbox == nil || parts.Texts == nil || parts.Catalogue == nil || parts.BaseURL == "" {
		return nil, errors.New("meeting: a required part is missing")
	}
	return &Service{Parts: parts}, nil
}

func (s *Service) today() date.Date { return date.Of(s.Clock.Now().In(s.Zone)) }

// Detail is everything the page of a meeting tells.
type Detail struct {
	Meeting
	Event    event.Event
	Body     body.Detail // whose meeting it is, with the members of its day; zero for none
	Points   []Point
	Presence map[string]Who // by member
	Guests   []Guest        // in the order in which they were entered
	Round    Round          // the open one, else the last; zero when there never was one
	Votes    []Vote         // of that round
}

// Approved reports whether the minutes are approved.
func (m Meeting) Approved() bool { return m.ApprovedAt != nil }

// Published reports whether the public part of the minutes is on the event's page.
func (m Meeting) Published() bool { return m.PublishedAt != nil }

// Locked reports whether the minutes cannot be written: somebody is asked about them, or they are approved.
func (d Detail) Locked() bool { return d.Approved() || d.Round.Open() }

// Planned is how many minutes all items take as they are planned.
func (d Detail) Planned() int {
	n := 0
	for _, p := range d.Points {
		n += int(p.Planned)
	}
	return n
}

// Minuted reports whether anything was minuted.
func (d Detail) Minuted() bool {
	return slices.ContainsFunc(d.Points, func(p Point) bool { return p.Minuted() })
}

// Find returns the meeting of an event of the project.
func (s *Service) Find(ctx context.Context, a account.Actor, eventID string) (Detail, error) {
	if err := mayRead(a); err != nil {
		return Detail{}, err
	}
	e, err := event.FindOfIn(ctx, s.DB.Read(), a, eventID)
	if err != nil {
		return Detail{}, err
	}
	return detailIn(ctx, s.DB.Read(), e)
}

// FindPoint returns an item of the meeting.
func (s *Service) FindPoint(ctx context.Context, a account.Actor, eventID, itemID string) (Detail, Point, error) {
	d, err := s.Find(ctx, a, eventID)
	if err != nil {
		return d, Point{}, err
	}
	at := slices.IndexFunc(d.Points, func(p Point) bool { return p.ID == itemID })
	if at < 0 {
		return d, Point{}, fault.Missing()
	}
	return d, d.Points[at], nil
}

// Choices lists what items of the meeting may lead to: documents of the event, milestones of the plan, result cards of the project.
func (s *Service) Choices(ctx context.Context, a account.Actor, eventID string) ([]Named, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return choices(ctx, s.DB.Read(), a, eventID)
}

// Add puts an item at the end of the agenda.
func (s *Service) Add(ctx context.Context, a account.Actor, eventID string, d Details) (Item, error) {
	var item Item
	err := s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) (err error) {
		e := of.Event
		item, err = d.apply(Item{
			ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, CreatedAt: s.Clock.Now(), Version: 1,
			Position: int64(len(of.Points) + 1),
		})
		if err != nil {
			return err
		}
		if len(of.Points) > 0 {
			item.Position = of.Points[len(of.Points)-1].Position + 1
		}
		if _, err := tx.NewInsert().Model(&item).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		if err := s.link(ctx, tx, a, item, d.Links, nil); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "event.agenda_added", e.ID)
	})
	return item, err
}

// Edit changes an item of the agenda; version is the one the form was made from.
func (s *Service) Edit(ctx context.Context, a account.Actor, eventID, itemID string, version int64, d Details) error {
	return s.onItem(ctx, a, eventID, itemID, func(ctx context.Context, tx bun.IDB, _ Detail, p Point) error {
		item, err := d.apply(p.Item)
		if err != nil {
			return err
		}
		item.Version = version + 1
		ok, err := database.Changed(tx.NewUpdate().Model(&item).ExcludeColumn("minutes", "minutes_version", "minutes_revision", "position").WherePK().
			Where("version = ?", version).Exec(ctx))
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "fault.conflict")
		}
		if err != nil {
			return err
		}
		if err := s.link(ctx, tx, a, item, d.Links, p.Links); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "event.agenda_changed", eventID)
	})
}

// link makes the item lead to the chosen things, of those that there are.
func (s *Service) link(ctx context.Context, tx bun.IDB, a account.Actor, item Item, wanted, before []Named) error {
	offered, err := choices(ctx, tx, a, item.EventID)
	if err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model((*Link)(nil)).Where("item_id = ?", item.ID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	var rows []Link
	for _, one := range append(slices.Clone(offered), before...) {
		chosen := slices.ContainsFunc(wanted, func(w Named) bool { return w.Kind == one.Kind && w.ID == one.ID })
		known := slices.ContainsFunc(rows, func(l Link) bool { return l.Kind == one.Kind && l.SubjectID == one.ID })
		if chosen && !known {
			rows = append(rows, Link{ItemID: item.ID, WorkspaceID: item.WorkspaceID, Kind: one.Kind, SubjectID: one.ID})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err = tx.NewInsert().Model(&rows).Exec(ctx)
	return database.Fault(err)
}

// Move puts an item so many places further down, or up when by is negative.
func (s *Service) Move(ctx context.Context, a account.Actor, eventID, itemID string, by int) error {
	return s.onItem(ctx, a, eventID, itemID, func(ctx context.Context, tx bun.IDB, of Detail, p Point) error {
		from := slices.IndexFunc(of.Points, func(o Point) bool { return o.ID == p.ID })
		to := from + by
		if to < 0 || to >= len(of.Points) {
			return nil
		}
		of.Points[from], of.Points[to] = of.Points[to], of.Points[from]
		for n := range of.Points {
			_, err := tx.NewUpdate().Model((*Item)(nil)).Set("position = ?", n+1).Where("id = ?", of.Points[n].ID).Exec(ctx)
			if err != nil {
				return database.Fault(err)
			}
		}
		return s.record(ctx, tx, a, "event.agenda_moved", eventID)
	})
}

// Remove takes an item off the agenda about which nothing was written.
func (s *Service) Remove(ctx context.Context, a account.Actor, eventID, itemID string) error {
	return s.onItem(ctx, a, eventID, itemID, func(ctx context.Context, tx bun.IDB, _ Detail, p Point) error {
		if p.MinutesVersion > 0 || len(p.Followups) > 0 {
			return fault.New(fault.Conflict, "meeting.fault.minuted")
		}
		if _, err := tx.NewDelete().Model((*Link)(nil)).Where("item_id = ?", p.ID).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		if err := database.OneRow(tx.NewDelete().Model((*Item)(nil)).Where("id = ?", p.ID).Exec(ctx)); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "event.agenda_removed", eventID)
	})
}

// ShowAgenda puts the agenda on the event's public page, or takes it off.
func (s *Service) ShowAgenda(ctx context.Context, a account.Actor, eventID string, public bool) error {
	if err := mayDecide(a); err != nil {
		return err
	}
	return s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		of.AgendaPublic = public
		if err := keep(ctx, tx, of); err != nil {
			return err
		}
		if public {
			return s.record(ctx, tx, a, "event.agenda_shown", eventID)
		}
		return s.record(ctx, tx, a, "event.agenda_hidden", eventID)
	})
}

// write runs fn in a transaction when the actor may write the meeting of an event that is not called off. Whoever else writes
// at the meeting waits.
func (s *Service) write(ctx context.Context, a account.Actor, eventID string, fn func(context.Context, bun.IDB, Detail) error) error {
	if err := mayWrite(a); err != nil {
		return err
	}
	return s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		if !Writable(e) {
			return fault.New(fault.Conflict, "meeting.fault.cancelled")
		}
		if err := lock(ctx, tx, e); err != nil {
			return err
		}
		d, err := detailIn(ctx, tx, e)
		if err != nil {
			return err
		}
		return fn(ctx, tx, d)
	})
}

// onItem is write for an item of an agenda whose minutes are not under way to approval.
func (s *Service) onItem(ctx context.Context, a account.Actor, eventID, itemID string, fn func(context.Context, bun.IDB, Detail, Point) error) error {
	return s.write(ctx, a, eventID, func(ctx context.Context, tx bun.IDB, of Detail) error {
		at := slices.IndexFunc(of.Points, func(p Point) bool { return p.ID == itemID })
		if at < 0 {
			return fault.Missing()
		}
		if of.Locked() {
			return locked(of)
		}
		return fn(ctx, tx, of, of.Points[at])
	})
}

// locked says why minutes cannot be written.
func locked(d Detail) error {
	if d.Approved() {
		return fault.New(fault.Conflict, "meeting.fault.approved")
	}
	return fault.New(fault.Conflict, "meeting.fault.round")
}

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, action, eventID string) error {
	return audit.Record(ctx, tx, a.Entry(s.Clock.Now(), action, "event", eventID, nil))
}
