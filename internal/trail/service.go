package trail

import (
	"context"
	"iter"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const chunk = 500 // entries read at once for a file

// Service reads the trail.
type Service struct {
	db   *database.DB
	zone *time.Location
}

// New returns the service; zone decides when a day begins.
func New(db *database.DB, zone *time.Location) *Service { return &Service{db: db, zone: zone} }

// Filter narrows the trail; its zero value lets everything through.
type Filter struct {
	ActorID string
	Kind    string    // of the thing
	From    date.Date // first day
	To      date.Date // last day
}

// Narrowed reports whether the filter leaves something out.
func (f Filter) Narrowed() bool { return f != Filter{} }

// Line is an entry with the names that its identifiers stand for today.
type Line struct {
	audit.Entry
	Kind    string // of the thing that is named, which may be another than the entry's object: a task of a milestone
	ID      string
	Thing   string // its name; empty when it is gone, or never had a name
	Project string // empty for what belongs to the whole workspace
}

// Page returns the lines of one page of so many rows, the newest first, and how many there are in all.
func (s *Service) Page(ctx context.Context, actor account.Actor, f Filter, number, rows int) ([]Line, int, error) {
	if err := mayRead(actor); err != nil {
		return nil, 0, err
	}
	n, err := s.query(actor, f, (*audit.Entry)(nil)).Count(ctx)
	if err != nil {
		return nil, 0, database.Fault(err)
	}
	var entries []audit.Entry
	err = s.query(actor, f, &entries).Order("a.at DESC", "a.id DESC").Limit(int64(rows)).Offset(int64((number - 1) * rows)).Scan(ctx)
	if err != nil {
		return nil, 0, database.Fault(err)
	}
	lines, err := s.named(ctx, entries)
	return lines, int(n), err
}

// All goes through all lines, the newest first, without holding them in memory.
func (s *Service) All(ctx context.Context, actor account.Actor, f Filter) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		if err := mayRead(actor); err != nil {
			yield(Line{}, err)
			return
		}
		var last *audit.Entry
		for {
			lines, err := s.after(ctx, actor, f, last)
			if err != nil {
				yield(Line{}, err)
				return
			}
			for _, line := range lines {
				if !yield(line, nil) {
					return
				}
			}
			if len(lines) < chunk {
				return
			}
			last = &lines[len(lines)-1].Entry
		}
	}
}

func (s *Service) after(ctx context.Context, actor account.Actor, f Filter, last *audit.Entry) ([]Line, error) {
	var entries []audit.Entry
	q := s.query(actor, f, &entries)
	if last != nil {
		q = q.Where("a.at < ? OR a.at = ? AND a.id < ?", last.At, last.At, last.ID)
	}
	if err := q.Order("a.at DESC", "a.id DESC").Limit(chunk).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	return s.named(ctx, entries)
}

// at keeps to what was done at the actor's place: in the workspace, or in the one project.
func (s *Service) at(actor account.Actor, model any) *bun.SelectQuery {
	q := s.db.Read().NewSelect().Model(model).Where("a.workspace_id = ?", actor.WorkspaceID)
	if actor.ProjectID != "" {
		q = q.Where("a.project_id = ?", actor.ProjectID)
	}
	return q
}

func (s *Service) query(actor account.Actor, f Filter, model any) *bun.SelectQuery {
	q := s.at(actor, model)
	if f.ActorID != "" {
		q = q.Where("a.actor_id = ?", f.ActorID)
	}
	if f.Kind != "" {
		q = q.Where("a.object_kind = ?", f.Kind)
	}
	if f.From != "" {
		q = q.Where("a.at >= ?", s.begin(f.From))
	}
	if f.To != "" {
		q = q.Where("a.at < ?", s.begin(f.To.AddDays(1)))
	}
	return q
}

// begin is the instant the day begins at.
func (s *Service) begin(day date.Date) time.Time {
	t := day.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, s.zone).UTC()
}

// Choice is what the list can be narrowed to.
type Choice struct{ ID, Name string }

// People lists who has done something here, by name; a name that was erased is audit.Erased.
func (s *Service) People(ctx context.Context, actor account.Actor) ([]Choice, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	var people []Choice
	err := s.at(actor, (*audit.Entry)(nil)).ColumnExpr("a.actor_id AS id").
		ColumnExpr("CASE WHEN max(a.actor_name) = ? AND min(a.actor_name) = ? THEN ? ELSE COALESCE(u.name, max(a.actor_name)) END AS name", audit.Erased, audit.Erased, audit.Erased).
		Join("LEFT JOIN users AS u ON u.id = a.actor_id").Where("a.actor_id <> ''").
		GroupExpr("a.actor_id, u.name").OrderExpr("name, id").Scan(ctx, &people)
	return people, database.Fault(err)
}

// Kinds lists the kinds of things that something was done to.
func (s *Service) Kinds(ctx context.Context, actor account.Actor) ([]string, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	var kinds []string
	err := s.at(actor, (*audit.Entry)(nil)).ColumnExpr("DISTINCT a.object_kind").OrderExpr("a.object_kind").Scan(ctx, &kinds)
	return kinds, database.Fault(err)
}

func mayRead(actor account.Actor) error {
	if !actor.Audits() {
		return fault.Denied()
	}
	return nil
}
