package deadline

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/holiday"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// Service holds the use cases of deadlines.
type Service struct {
	db       *database.DB
	clock    clock.Clock
	zone     *time.Location
	plan     *workplan.Service
	calendar *holiday.Calendar
}

// New returns the service; zone says which day it is. A missing part is an error.
func New(db *database.DB, clock clock.Clock, zone *time.Location, plan *workplan.Service, calendar *holiday.Calendar) (*Service, error) {
	if db == nil || clock == nil || zone == nil || plan == nil || calendar == nil {
		return nil, errors.New("deadline: a required part is missing")
	}
	return &Service{db: db, clock: clock, zone: zone, plan: plan, calendar: calendar}, nil
}

// Calendar is what days are held against.
func (s *Service) Calendar() *holiday.Calendar { return s.calendar }

// Template returns the deadlines of events of a kind in the actor's workspace; Missing for a kind that does not exist.
func (s *Service) Template(ctx context.Context, a account.Actor, kind event.Kind) (Template, error) {
	if !mayShape(a) || !slices.Contains(event.Kinds(), kind) {
		return Template{}, fault.Missing()
	}
	return findTemplate(ctx, s.db.Read(), a.WorkspaceID, kind)
}

// SaveTemplate gives the workspace its own rules for events of a kind; t.Version is the one the change was made on, 0 for
// the shipped one. Rules without a label are left out, new ones get a key. Fields: as in Validate.
func (s *Service) SaveTemplate(ctx context.Context, a account.Actor, t Template) error {
	if !mayShape(a) || !slices.Contains(event.Kinds(), t.Kind) {
		return fault.Missing()
	}
	t.Rules = slices.DeleteFunc(slices.Clone(t.Rules), func(r Rule) bool { return r.Label == "" })
	if err := t.Validate(); err != nil {
		return err
	}
	t.WorkspaceID, t.UpdatedAt = a.WorkspaceID, s.clock.Now()
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		stored, err := findTemplate(ctx, tx, a.WorkspaceID, t.Kind)
		if err != nil {
			return err
		}
		t.Rules = sorted(keyed(t.Rules, stored.Rules))
		write := updateTemplate
		if t.Version == 0 {
			t.ID, write = id.New(), insertTemplate
		} else {
			t.ID = stored.ID
		}
		t.Version++
		if err := write(ctx, tx, t); err != nil {
			return err
		}
		details := map[string]any{"kind": string(t.Kind), "rules": len(t.Rules)}
		return audit.Record(ctx, tx, a.Entry(t.UpdatedAt, "deadline.template_changed", templateKind, ObjectID(a, t.Kind), details))
	})
}

// keyed gives rules that are not among the stored ones a key of their own.
func keyed(rules, stored []Rule) []Rule {
	free := map[string]bool{}
	for _, r := range stored {
		free[r.Key] = true
	}
	rules = slices.Clone(rules)
	for n := range rules {
		if key := rules[n].Key; !free[key] {
			rules[n].Key = id.New()
		} else {
			free[key] = false
		}
	}
	return rules
}

// templateKind is how the trail calls a template.
const templateKind = "deadline_template"

// ObjectID is how the trail knows the template of a kind.
func ObjectID(a account.Actor, kind event.Kind) string { return a.WorkspaceID + "." + string(kind) }

// Board returns what is to be told and decided about an event's deadlines.
func (s *Service) Board(ctx context.Context, a account.Actor, eventID string) (Board, error) {
	if err := mayRead(a); err != nil {
		return Board{}, err
	}
	t, err := s.look(ctx, s.db.Read(), a, eventID)
	if err != nil {
		return Board{}, err
	}
	if t.assignee, err = s.assignees(ctx, a); err != nil {
		return Board{}, err
	}
	return t.board(), nil
}

func nobody(Rule) string { return "" }

func (s *Service) look(ctx context.Context, db bun.IDB, a account.Actor, eventID string) (table, error) {
	t := table{calendar: s.calendar, assignee: nobody, today: date.Of(s.clock.Now().In(s.zone))}
	var err error
	if t.event, err = event.FindOfIn(ctx, db, a, eventID); err != nil {
		return table{}, err
	}
	if t.event.MilestoneID != "" {
		t.milestone, err = workplan.FindMilestoneIn(ctx, db, a, t.event.MilestoneID)
		if err != nil && !fault.Is(err, fault.NotFound) { // it may lie in the bin
			return table{}, err
		}
	}
	template, err := findTemplate(ctx, db, a.WorkspaceID, t.event.Kind)
	if err != nil {
		return table{}, err
	}
	t.rules = template.Rules
	if t.deadlines, err = listDeadlines(ctx, db, a, eventID); err != nil {
		return table{}, err
	}
	taskIDs := make([]string, 0, len(t.deadlines))
	for _, d := range t.deadlines {
		taskIDs = append(taskIDs, d.TaskID)
	}
	t.tasks, err = workplan.FindTasksIn(ctx, db, a, taskIDs)
	return t, err
}

// assignees finds for a rule who holds its role, the first by name.
func (s *Service) assignees(ctx context.Context, a account.Actor) (func(Rule) string, error) {
	roles, err := account.RolesIn(ctx, s.db.Read(), a)
	if err != nil {
		return nil, err
	}
	colleagues, err := s.plan.Assignees(ctx, a)
	return func(r Rule) string {
		for _, u := range colleagues {
			if r.Role != "" && roles[u.ID] == r.Role {
				return u.ID
			}
		}
		return ""
	}, err
}
