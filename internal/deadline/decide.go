package deadline

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// Chosen is a proposed deadline that becomes a task.
type Chosen struct {
	Key      string
	Title    string // of the task
	Assignee string // user ID; empty for nobody
}

// Add makes tasks of the chosen deadlines. Seen is the fingerprint of the board they were chosen on: a Conflict when another
// one is there by now. Fields: take, assignee_<key>.
func (s *Service) Add(ctx context.Context, a account.Actor, eventID, seen string, chosen []Chosen) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	if err := s.checkAssignees(ctx, a, chosen); err != nil {
		return err
	}
	return s.decide(ctx, a, eventID, seen, func(ctx context.Context, tx bun.IDB, b Board, before []Deadline) error {
		if err := checkChoice(b, chosen); err != nil {
			return err
		}
		for _, one := range chosen {
			at := slices.IndexFunc(b.Proposed, func(p Proposed) bool { return p.Rule.Key == one.Key })
			if at < 0 {
				return changed()
			}
			if err := s.addOne(ctx, tx, a, b, b.Proposed[at], one, before); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, a, eventID, "event.deadlines_added", len(chosen))
	})
}

// checkChoice refuses an event without a milestone, and a form on which nothing was chosen.
func checkChoice(b Board, chosen []Chosen) error {
	var c fault.Checks
	switch {
	case b.Milestone.ID == "":
		c.Add("take", "deadline.fault.no_milestone")
	case len(chosen) == 0:
		c.Add("take", "deadline.fault.none")
	}
	return c.Err()
}

func (s *Service) addOne(ctx context.Context, tx bun.IDB, a account.Actor, b Board, p Proposed, chosen Chosen, before []Deadline) error {
	task, err := s.plan.AddTaskIn(ctx, tx, a, workplan.Task{
		MilestoneID: b.Milestone.ID, Title: chosen.Title, AssigneeID: chosen.Assignee, DueOn: p.On, State: workplan.TaskOpen,
	})
	if err != nil {
		return err
	}
	gone := ""
	if at := slices.IndexFunc(before, func(d Deadline) bool { return d.Key == chosen.Key }); at >= 0 {
		gone = before[at].TaskID
	}
	return keepDeadline(ctx, tx, Deadline{
		ID: id.New(), WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, EventID: b.Event.ID, TaskID: task.ID,
		Key: p.Rule.Key, Days: p.Rule.Days, Basis: basis(b.Event), CreatedAt: s.clock.Now(),
	}, gone)
}

// checkAssignees notes fault.choice where a deadline would go to somebody who is no colleague.
func (s *Service) checkAssignees(ctx context.Context, a account.Actor, chosen []Chosen) error {
	colleagues, err := s.plan.Assignees(ctx, a)
	if err != nil {
		return err
	}
	var c fault.Checks
	for _, one := range chosen {
		known := slices.ContainsFunc(colleagues, func(u account.User) bool { return u.ID == one.Assignee })
		if one.Assignee != "" && !known {
			c.Add("assignee_"+one.Key, "fault.choice")
		}
	}
	return c.Err()
}

// Move gives the chosen tasks the days that the event asks for now. The others that were shown keep theirs, and are not
// asked about again until the event moves once more.
func (s *Service) Move(ctx context.Context, a account.Actor, eventID, seen string, taskIDs []string) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.decide(ctx, a, eventID, seen, func(ctx context.Context, tx bun.IDB, b Board, _ []Deadline) error {
		if len(b.Moves) == 0 {
			return changed()
		}
		var decided []string
		moved := 0
		for _, m := range b.Moves {
			decided = append(decided, m.Deadline.ID)
			if !slices.Contains(taskIDs, m.TaskID) {
				continue
			}
			moved++
			if err := s.plan.MoveTaskIn(ctx, tx, a, m.TaskID, m.Task.Version, m.On); err != nil {
				return err
			}
		}
		if err := rebase(ctx, tx, decided, basis(b.Event)); err != nil {
			return err
		}
		return s.record(ctx, tx, a, eventID, "event.deadlines_moved", moved)
	})
}

// Ending is what becomes of a task that is moot.
type Ending string

// The endings.
const (
	Drop   Ending = "drop"   // into the bin
	Finish Ending = "finish" // noted as done
)

// Endings lists the endings as they are offered.
func Endings() []Ending { return []Ending{Drop, Finish} }

// Close ends the chosen tasks of an event that was cancelled. The others stay open, and are not asked about again.
// Field: ending.
func (s *Service) Close(ctx context.Context, a account.Actor, eventID, seen string, taskIDs []string, ending Ending) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	end := s.plan.RemoveTaskIn
	switch ending {
	case Drop:
	case Finish:
		end = s.plan.FinishTaskIn
	default:
		var c fault.Checks
		c.Add("ending", "fault.choice")
		return c.Err()
	}
	return s.decide(ctx, a, eventID, seen, func(ctx context.Context, tx bun.IDB, b Board, _ []Deadline) error {
		if len(b.Moot) == 0 {
			return changed()
		}
		var decided []string
		ended := 0
		for _, k := range b.Moot {
			decided = append(decided, k.Deadline.ID)
			if !slices.Contains(taskIDs, k.TaskID) {
				continue
			}
			ended++
			if err := end(ctx, tx, a, k.TaskID, k.Task.Version); err != nil {
				return err
			}
		}
		if err := rebase(ctx, tx, decided, basis(b.Event)); err != nil {
			return err
		}
		return s.record(ctx, tx, a, eventID, "event.deadlines_closed", ended)
	})
}

// decide runs fn in a transaction on the board that was seen; a Conflict when it is another by now.
func (s *Service) decide(
	ctx context.Context, a account.Actor, eventID, seen string, fn func(context.Context, bun.IDB, Board, []Deadline) error,
) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		t, err := s.look(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		b := t.board()
		if seen != b.Fingerprint() {
			return changed()
		}
		err = fn(ctx, tx, b, t.deadlines)
		if fault.Is(err, fault.Conflict) { // somebody else was faster
			return changed()
		}
		return err
	})
}

func changed() error { return fault.New(fault.Conflict, "deadline.fault.changed") }

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, eventID, action string, tasks int) error {
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "event", eventID, map[string]any{"tasks": tasks}))
}
