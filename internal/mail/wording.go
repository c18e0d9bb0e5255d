package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/i18n"
)

// Scope is where a mail belongs: to a workspace and, unless empty, to one of its projects. The zero scope is the
// installation's own mail.
type Scope struct{ WorkspaceID, ProjectID string }

// Override is a mail's text as a workspace, or one project of it, wants it instead of the shipped one.
type Override struct {
	bun.BaseModel `bun:"table:mail_overrides,alias:o"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"` // empty: for the whole workspace
	Lang        i18n.Lang `bun:"lang"`
	Name        string    `bun:"name"` // of the message
	Draft       `bun:"extend"`
	UpdatedBy   string    `bun:"updated_by"` // name of the person
	UpdatedAt   time.Time `bun:"updated_at"`
	Version     int64     `bun:"version"`
}

// Wording is all mail texts as they read in one scope: what the project changed goes before what the workspace changed, and
// that before what ships.
type Wording struct {
	renderer *Renderer
	changed  map[string]Draft // by language/message
}

// For reads the wording of a scope. One wording serves many mails of a transaction.
func (r *Renderer) For(ctx context.Context, db bun.IDB, scope Scope) (*Wording, error) {
	w := r.Shipped()
	if scope.WorkspaceID == "" {
		return w, nil
	}
	var found []Override
	err := db.NewSelect().Model(&found).Where("o.workspace_id = ? AND o.project_id IN ('', ?)", scope.WorkspaceID, scope.ProjectID).
		Order("o.project_id").Scan(ctx) // the whole workspace's first
	for _, o := range found {
		w.changed[messageKey(o.Lang, o.Name)] = o.Draft
	}
	return w, database.Fault(err)
}

// Shipped is the wording nobody changed.
func (r *Renderer) Shipped() *Wording { return &Wording{renderer: r, changed: map[string]Draft{}} }

// With is the wording with another text of one message, to see how it reads.
func (r *Renderer) With(lang i18n.Lang, name string, draft Draft) *Wording {
	return &Wording{renderer: r, changed: map[string]Draft{messageKey(lang, name): draft}}
}

// Render makes the message called name in the language (German when unknown).
func (w *Wording) Render(lang i18n.Lang, name string, fields Fields) (Rendered, error) {
	r := w.renderer
	if r.locales[lang] == nil {
		lang = i18n.German
	}
	key := messageKey(lang, name)
	if r.text[key] == nil || r.html[key] == nil {
		return Rendered{}, fmt.Errorf("mail: no template %s", key)
	}
	fields = known(fields)
	content, err := r.shipped(key, fields)
	if draft, changed := w.changed[key]; changed && err == nil {
		err = content.reword(r.forms[key], draft, fields)
	}
	if err != nil {
		return Rendered{}, fmt.Errorf("mail: %s: %w", key, err)
	}
	out, err := r.framed(lang, content, fields)
	if err != nil {
		return Rendered{}, fmt.Errorf("mail: %s: %w", key, err)
	}
	return out, nil
}

// content is what a message says within the frame.
type content struct {
	lines        map[string]string // header lines
	text, markup string
}

// shipped is the content by the embedded templates.
func (r *Renderer) shipped(key string, fields Fields) (content, error) {
	c := content{lines: map[string]string{}}
	t := r.text[key]
	for _, name := range headLines {
		line, err := t.line(name, fields)
		if err != nil {
			return c, err
		}
		c.lines[name] = line
	}
	var err error
	if c.text, err = limited(func(w *capped) error { return t.body.Execute(w, fields) }); err != nil {
		return c, err
	}
	c.markup, err = limited(func(w *capped) error { return r.html[key].Execute(w, breaks(fields)) })
	return c, err
}

// reword puts the draft in the place of what ships. Where a link leads and why somebody gets the mail stay as they are.
func (c *content) reword(f *Form, draft Draft, fields Fields) error {
	for name, line := range map[string]string{"Subject": draft.Subject, "Headline": draft.Headline, "Button": draft.Button} {
		said, err := f.fill(line, fields)
		if err != nil {
			return err
		}
		if said = oneLine(said, maxHeadLine); said != "" {
			c.lines[name] = said
		}
	}
	body, err := f.fill(draft.Body, fields)
	if err == nil && len(body) > maxRendered {
		err = errTooLong
	}
	c.text, c.markup = body, markupOf(body)
	return err
}
