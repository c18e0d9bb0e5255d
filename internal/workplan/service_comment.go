package workplan

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// Comment returns a comment on a task.
func (s *Service) Comment(ctx context.Context, a account.Actor, taskID, commentID string) (Comment, error) {
	if err := mayRead(a); err != nil {
		return Comment{}, err
	}
	return findComment(ctx, s.db.Read(), a, taskID, commentID)
}

// AddComment adds the author's words to a task. Colleagues who are named in it, by @ and their name or in toMention, get a
// mail. Fields: text, mention.
func (s *Service) AddComment(ctx context.Context, a account.Actor, taskID, text string, toMention []string) (Comment, error) {
	if err := mayComment(a); err != nil {
		return Comment{}, err
	}
	c := Comment{Text: strings.TrimSpace(text), AuthorID: a.UserID}
	people, err := s.checkComment(ctx, a, &c, toMention)
	if err != nil {
		return c, err
	}
	err = s.onTask(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task) error {
		c.ID, c.WorkspaceID, c.ProjectID, c.TaskID, c.CreatedAt, c.Version = id.New(), a.WorkspaceID, a.ProjectID, t.ID, s.clock.Now(), 1
		if err := write(ctx, tx, &c); err != nil {
			return err
		}
		if err := s.tellIn(ctx, tx, a, t, c, people); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.commented", t, map[string]any{"comment": c.ID})
	})
	return c, s.sent(err, people)
}

// ChangeComment changes the text of the own comment with c.ID within EditingTime; c.Version is the one the change was made
// on. Who is named in it only now gets a mail, the others have theirs. Fields: text, mention.
func (s *Service) ChangeComment(ctx context.Context, a account.Actor, c Comment, toMention []string) error {
	if err := mayComment(a); err != nil {
		return err
	}
	c.Text = strings.TrimSpace(c.Text)
	people, err := s.checkComment(ctx, a, &c, toMention)
	if err != nil {
		return err
	}
	err = s.onComment(ctx, a, c.TaskID, c.ID, func(ctx context.Context, tx bun.IDB, t Task, stored Comment) error {
		now := s.clock.Now()
		switch {
		case !stored.MayEdit(a, now):
			return fault.New(fault.Conflict, "workplan.comment.too_late")
		case stored.Version != c.Version:
			return stale()
		}
		told := strings.Fields(stored.Mentioned)
		people = slices.DeleteFunc(people, func(u account.User) bool { return slices.Contains(told, u.ID) })
		stored.Text, stored.EditedAt = c.Text, &now
		stored.Mentioned = strings.Join(append(told, ids(people)...), " ")
		stored.Version++
		if err := overwrite(ctx, tx, stored); err != nil {
			return err
		}
		if err := s.tellIn(ctx, tx, a, t, stored, people); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.comment_changed", t, map[string]any{"comment": c.ID})
	})
	return s.sent(err, people)
}

// RemoveComment empties the own comment; its place stays, so that answers to it are still understood.
func (s *Service) RemoveComment(ctx context.Context, a account.Actor, taskID, commentID string) error {
	if err := mayComment(a); err != nil {
		return err
	}
	return s.onComment(ctx, a, taskID, commentID, func(ctx context.Context, tx bun.IDB, t Task, c Comment) error {
		now := s.clock.Now()
		if c.Removed() {
			return nil
		}
		c.Text, c.RemovedAt = "", &now
		c.Version++
		if err := overwrite(ctx, tx, c); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.comment_removed", t, map[string]any{"comment": c.ID})
	})
}

// checkComment returns the colleagues who are to be told, the author left out, and notes them in the comment.
func (s *Service) checkComment(ctx context.Context, a account.Actor, c *Comment, toMention []string) ([]account.User, error) {
	colleagues, err := s.people.Colleagues(ctx, a)
	if err != nil {
		return nil, err
	}
	var checks fault.Checks
	checks.Merge("", c.Validate())
	for _, userID := range toMention {
		if !slices.ContainsFunc(colleagues, func(u account.User) bool { return u.ID == userID }) {
			checks.Add("mention", "fault.choice")
			break
		}
	}
	named := append(namedIn(c.Text, colleagues), toMention...)
	people := slices.DeleteFunc(colleagues, func(u account.User) bool { return u.ID == a.UserID || !slices.Contains(named, u.ID) })
	c.Mentioned = strings.Join(ids(people), " ")
	return people, checks.Err()
}

func ids(people []account.User) []string {
	var all []string
	for _, u := range people {
		all = append(all, u.ID)
	}
	return all
}

// tellIn writes the mail to everybody who is named, each in their language.
func (s *Service) tellIn(ctx context.Context, tx bun.IDB, a account.Actor, t Task, c Comment, people []account.User) error {
	for _, u := range people {
		err := s.people.WriteIn(ctx, tx, a, u, "mention", "/projects/"+a.ProjectID+"/tasks/"+t.ID+"#comment-"+c.ID, mail.Fields{
			"author": a.Name, "task": t.Title, "comment": c.Text,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sent wakes the outbox after a commit that has told somebody.
func (s *Service) sent(err error, people []account.User) error {
	if err == nil && len(people) > 0 {
		s.people.Wake()
	}
	return err
}

func (s *Service) onComment(ctx context.Context, a account.Actor, taskID, commentID string, fn func(context.Context, bun.IDB, Task, Comment) error) error {
	return s.onTask(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task) error {
		c, err := findComment(ctx, tx, a, taskID, commentID)
		switch {
		case err != nil:
			return err
		case a.UserID == "" || c.AuthorID != a.UserID:
			return fault.Denied()
		}
		return fn(ctx, tx, t, c)
	})
}

// overwrite writes a comment, which carries its new version, over the one it was read from.
func overwrite(ctx context.Context, tx bun.IDB, c Comment) error {
	changed, err := database.Changed(tx.NewUpdate().Model(&c).WherePK().Where("co.version = ?", c.Version-1).Exec(ctx))
	if err == nil && !changed {
		return stale()
	}
	return err
}

func findComment(ctx context.Context, db bun.IDB, a account.Actor, taskID, commentID string) (Comment, error) {
	var c Comment
	err := withAuthor(db, a, &c).Where("co.task_id = ? AND co.id = ?", taskID, commentID).Scan(ctx)
	return c, database.Fault(err)
}

// listComments lists the comments on a task, the oldest first.
func listComments(ctx context.Context, db bun.IDB, a account.Actor, taskID string) ([]Comment, error) {
	var all []Comment
	err := withAuthor(db, a, &all).Where("co.task_id = ?", taskID).Order("co.created_at", "co.id").Scan(ctx)
	return all, database.Fault(err)
}

func withAuthor(db bun.IDB, a account.Actor, model any) *bun.SelectQuery {
	return db.NewSelect().Model(model).ColumnExpr("co.*, COALESCE(u.name, '') AS author").
		Join("LEFT JOIN users AS u ON u.id = co.author_id").Apply(at(a))
}
