package workplan

import (
	"cmp"
	"context"
	"io"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/id"
)

// PreviewTasks compares a file of tasks with the plan and writes nothing. A row whose milestone and title are known
// changes that task; an empty cell leaves what is stored.
func (s *Service) PreviewTasks(ctx context.Context, a account.Actor, file io.Reader) (TaskPreview, error) {
	if err := mayKeepTasks(a); err != nil {
		return TaskPreview{}, err
	}
	text, refused, err := readText(file)
	if refused != nil || err != nil {
		return refusedTasks(refused), err
	}
	people, err := s.peopleIn(ctx, s.db.Read(), a)
	if err != nil {
		return TaskPreview{}, err
	}
	return previewTasksIn(ctx, s.db.Read(), a, text, people)
}

// ImportTasks brings a file of tasks into the plan: all rows or, when one is wrong, none. With seen, the fingerprint of
// the preview that was looked at, a Conflict fault tells when the plan has changed since.
func (s *Service) ImportTasks(ctx context.Context, a account.Actor, file io.Reader, seen string) (TaskPreview, error) {
	if err := mayKeepTasks(a); err != nil {
		return TaskPreview{}, err
	}
	text, refused, err := readText(file)
	if refused != nil || err != nil {
		p := refusedTasks(refused)
		return p, cmp.Or(err, p.Err())
	}
	people, err := s.peopleIn(ctx, s.db.Read(), a)
	if err != nil {
		return TaskPreview{}, err
	}
	var p TaskPreview
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if p, err = previewTasksIn(ctx, tx, a, text, people); err != nil {
			return err
		}
		if err := p.Err(); err != nil {
			return err
		}
		if seen != "" && seen != p.Fingerprint() {
			return stale()
		}
		return s.writeTasks(ctx, tx, a, p)
	})
	return p, err
}

func refusedTasks(refused *Problem) TaskPreview {
	if refused == nil {
		return TaskPreview{}
	}
	return TaskPreview{Problems: []Problem{*refused}}
}

func previewTasksIn(ctx context.Context, db bun.IDB, a account.Actor, text string, people People) (TaskPreview, error) {
	milestones, err := listMilestones(ctx, db, a)
	if err != nil {
		return TaskPreview{}, err
	}
	tasks, err := listTasks(ctx, db, a, "")
	if err != nil {
		return TaskPreview{}, err
	}
	chosen, err := taskKind().remembered(ctx, db, a, text)
	return compareTasks(text, chosen, milestones, tasks, people), err
}

func (s *Service) writeTasks(ctx context.Context, tx bun.IDB, a account.Actor, p TaskPreview) error {
	if !p.Writes() {
		return nil
	}
	for _, row := range p.Rows {
		if err := s.writeTask(ctx, tx, a, row); err != nil {
			return err
		}
	}
	details := map[string]any{"new": p.Count(RowNew), "changed": p.Count(RowChanged), "unchanged": p.Count(RowUnchanged)}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "tasks.imported", "project", a.ProjectID, details))
}

func (s *Service) writeTask(ctx context.Context, tx bun.IDB, a account.Actor, row TaskRow) error {
	t := row.Task
	t.settle(s.Today())
	switch row.Change {
	case RowNew:
		t.ID, t.WorkspaceID, t.ProjectID, t.CreatedAt, t.Version = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now(), 1
		if err := insert(ctx, tx, s.pen(a), &t); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.added", t, nil)
	case RowChanged:
		t.Version++
		if err := update(ctx, tx, s.pen(a), &t, t.Version); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.changed", t, nil)
	default:
		return nil
	}
}
