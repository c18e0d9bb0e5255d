package workplan

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/sheet"
)

// Preview compares a plan file with the plan and writes nothing.
func (s *Service) Preview(ctx context.Context, a account.Actor, file io.Reader) (Preview, error) {
	if err := mayShape(a); err != nil {
		return Preview{}, err
	}
	text, refused, err := readText(file)
	if refused != nil || err != nil {
		return unreadablePreview(refused), err
	}
	return previewIn(ctx, s.db.Read(), a, text)
}

// Import brings a plan file into the actor's project: all rows or, when one is wrong, none. The preview tells what
// was done; with an Invalid fault its Problems tell line by line what to mend. A file that moves deadlines needs a
// reason, which is kept for each of them. Field: move_reason.
func (s *Service) Import(ctx context.Context, a account.Actor, file io.Reader, reason string) (Preview, error) {
	if err := mayShape(a); err != nil {
		return Preview{}, err
	}
	text, refused, err := readText(file)
	if err != nil {
		return Preview{}, err
	}
	if refused != nil {
		p := unreadablePreview(refused)
		return p, p.Err()
	}
	var p Preview
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		var err error
		if p, err = previewIn(ctx, tx, a, text); err != nil {
			return err
		}
		if err := p.Err(); err != nil {
			return err
		}
		if err := p.checkReason(reason); err != nil {
			return err
		}
		return s.write(ctx, tx, a, p, reason)
	})
	return p, err
}

// readText returns the file's text, or why the file is refused.
func readText(file io.Reader) (string, *Problem, error) {
	text, err := sheet.Text(file)
	if _, refused := sheet.Reported(err); refused {
		return "", unreadable(err), nil
	}
	return text, nil, err
}

func unreadablePreview(refused *Problem) Preview {
	if refused == nil {
		return Preview{}
	}
	return Preview{Problems: []Problem{*refused}}
}

func previewIn(ctx context.Context, db bun.IDB, a account.Actor, text string) (Preview, error) {
	goals, err := listGoals(ctx, db, a)
	if err != nil {
		return Preview{}, err
	}
	milestones, err := listMilestones(ctx, db, a)
	if err != nil {
		return Preview{}, err
	}
	chosen, err := planKind().remembered(ctx, db, a, text)
	return compare(text, chosen, goals, milestones), err
}

// write applies the rows, goals first: a file may name a milestone before its goal.
func (s *Service) write(ctx context.Context, tx bun.IDB, a account.Actor, p Preview, reason string) error {
	if !p.Writes() {
		return nil
	}
	if err := s.writeGoals(ctx, tx, a, p.Rows); err != nil {
		return err
	}
	if err := s.writeMilestones(ctx, tx, a, p.Rows, reason); err != nil {
		return err
	}
	details := map[string]any{"new": p.Count(RowNew), "changed": p.Count(RowChanged), "unchanged": p.Count(RowUnchanged)}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "plan.imported", "project", a.ProjectID, details))
}

func (s *Service) writeGoals(ctx context.Context, tx bun.IDB, a account.Actor, rows []Row) error {
	for _, row := range rows {
		if !row.Goal() || row.Change == RowUnchanged {
			continue
		}
		if err := s.writeGoal(ctx, tx, a, row); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) writeMilestones(ctx context.Context, tx bun.IDB, a account.Actor, rows []Row, reason string) error {
	goals, err := listGoals(ctx, tx, a)
	if err != nil {
		return err
	}
	goalID := map[string]string{}
	for _, g := range goals {
		goalID[g.Number] = g.ID
	}
	for _, row := range rows {
		if row.Goal() || row.Change == RowUnchanged {
			continue
		}
		if err := s.writeMilestone(ctx, tx, a, row, goalID[row.Parent], reason); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) writeMilestone(ctx context.Context, tx bun.IDB, a account.Actor, row Row, goalID, reason string) error {
	if row.Change == RowNew {
		m := Milestone{GoalID: goalID, Number: row.Number, Title: row.Title, DueOn: row.dueOn}
		return s.insertMilestone(ctx, tx, a, &m, "milestone.imported")
	}
	m, err := findMilestone(ctx, tx, a, row.stored)
	if err != nil {
		return err
	}
	was := m
	m.GoalID, m.Title, m.DueOn = goalID, row.Title, row.dueOn
	if err := s.recordMove(ctx, tx, a, was, m, reason); err != nil {
		return err
	}
	return s.updateMilestone(ctx, tx, a, m, "milestone.reimported", differences(was, m))
}

func (s *Service) writeGoal(ctx context.Context, tx bun.IDB, a account.Actor, row Row) error {
	if row.Change == RowNew {
		g := Goal{Number: row.Number, Title: row.Title}
		return s.insertGoal(ctx, tx, a, &g, "goal.imported")
	}
	g, err := findGoal(ctx, tx, a, row.stored)
	if err != nil {
		return err
	}
	g.Title = row.Title
	return s.updateGoal(ctx, tx, a, g, "goal.reimported")
}
