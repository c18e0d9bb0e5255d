package workplanweb

import (
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// AddComment adds a comment to the task.
func (p *Pages) AddComment(r *page.Request) error {
	form := r.Form()
	c, err := p.plan.AddComment(r.Context(), r.Actor, r.Params("task"), form.Value("text"), form.Values["mention"])
	if fault.Refused(err) {
		return p.showTask(r, shared.Form{}, typed(form, commentLabels, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(r.Path("tasks", r.Params("task"))+"#"+workplanviews.CommentID(c.ID), "workplan.flash.commented")
}

// EditComment shows the form of the own comment while it may be changed.
func (p *Pages) EditComment(r *page.Request) error {
	c, err := p.ownComment(r)
	if err != nil {
		return err
	}
	if !c.MayEdit(r.Actor, r.Now()) {
		return fault.New(fault.Conflict, "workplan.comment.too_late")
	}
	return p.showComment(r, c, storedComment(c))
}

func storedComment(c workplan.Comment) shared.Form {
	return shared.Stored(commentLabels, c.Version, map[string]string{"text": c.Text})
}

// SaveComment changes the own comment.
func (p *Pages) SaveComment(r *page.Request) error {
	c, err := p.ownComment(r)
	if err != nil {
		return err
	}
	t, err := p.plan.Task(r.Context(), r.Actor, c.TaskID)
	if err != nil {
		return err
	}
	back := r.Path("tasks", c.TaskID)
	return r.Edit(page.Edit{
		Kind: "milestone", ID: t.MilestoneID, About: func(entry audit.Entry) bool { return detail(entry, "comment") == c.ID },
		Labels: commentLabels, Of: t.Title, Back: back, Next: back + "#" + workplanviews.CommentID(c.ID), Flash: "workplan.flash.comment_changed",
		Stored: func() (shared.Form, error) {
			c, err := p.ownComment(r)
			return storedComment(c), err
		},
		Save: func(form shared.Form) error {
			changed := workplan.Comment{ID: c.ID, TaskID: c.TaskID, Text: form.Value("text"), Version: readerOf(form).version()}
			return p.plan.ChangeComment(r.Context(), r.Actor, changed, form.Values["mention"])
		},
		Again: func(form shared.Form) error { return p.showComment(r, c, form) },
	})
}

// RemoveCommentForm asks whether the own comment is to be removed.
func (p *Pages) RemoveCommentForm(r *page.Request) error {
	c, err := p.ownComment(r)
	if err != nil {
		return err
	}
	shown, err := p.commentPage(r, "workplan.comment.remove", c)
	if err != nil {
		return err
	}
	return r.Render(workplanviews.RemoveComment(shown))
}

// RemoveComment removes the own comment.
func (p *Pages) RemoveComment(r *page.Request) error {
	if err := p.plan.RemoveComment(r.Context(), r.Actor, r.Params("task"), r.Params("comment")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("tasks", r.Params("task"))+"#comments", "workplan.flash.comment_removed")
}

// ownComment returns the addressed comment if it is the person's own and still there.
func (p *Pages) ownComment(r *page.Request) (workplan.Comment, error) {
	c, err := p.plan.Comment(r.Context(), r.Actor, r.Params("task"), r.Params("comment"))
	if err == nil && !c.MayRemove(r.Actor) {
		err = fault.Denied()
	}
	return c, err
}

func (p *Pages) showComment(r *page.Request, c workplan.Comment, form shared.Form) error {
	shown, err := p.commentPage(r, "workplan.comment.edit", c)
	if err != nil {
		return err
	}
	shown.Form, shown.HasErrors = form, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(workplanviews.Comment(shown))
	}
	return r.Render(workplanviews.Comment(shown))
}

func (p *Pages) commentPage(r *page.Request, titleKey string, c workplan.Comment) (workplanviews.CommentPage, error) {
	shown := workplanviews.CommentPage{Comment: c}
	t, err := p.plan.Task(r.Context(), r.Actor, c.TaskID)
	if err != nil {
		return shown, err
	}
	if shown.Frame, err = p.belowTask(r, titleKey, t); err != nil {
		return shown, err
	}
	colleagues, err := p.plan.Assignees(r.Context(), r.Actor)
	shown.Mentions = workplanviews.Mentions(colleagues, r.Actor)
	return shown, err
}
