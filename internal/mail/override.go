package mail

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// FindOverrideIn returns what exactly the scope wants; NotFound when it wants nothing of its own.
func FindOverrideIn(ctx context.Context, db bun.IDB, scope Scope, lang i18n.Lang, name string) (Override, error) {
	var o Override
	err := db.NewSelect().Model(&o).
		Where("o.workspace_id = ? AND o.project_id = ? AND o.lang = ? AND o.name = ?", scope.WorkspaceID, scope.ProjectID, lang, name).Scan(ctx)
	return o, database.Fault(err)
}

// ListOverridesIn returns what the scope wants and, for a project, what its workspace wants, the workspace's first.
func ListOverridesIn(ctx context.Context, db bun.IDB, scope Scope) ([]Override, error) {
	var found []Override
	err := db.NewSelect().Model(&found).Where("o.workspace_id = ? AND o.project_id IN ('', ?)", scope.WorkspaceID, scope.ProjectID).
		Order("o.project_id").Scan(ctx)
	return found, database.Fault(err)
}

// SaveOverrideIn writes o over the version before it; version 1 is a new one. A Conflict when something else is stored.
func SaveOverrideIn(ctx context.Context, tx bun.IDB, o Override) error {
	if o.Version == 1 {
		_, err := tx.NewInsert().Model(&o).Exec(ctx)
		return database.Fault(err)
	}
	ok, err := database.Changed(tx.NewUpdate().Model(&o).WherePK().
		Where("o.workspace_id = ? AND o.project_id = ? AND o.version = ?", o.WorkspaceID, o.ProjectID, o.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// DeleteOverrideIn gives the scope back what holds without it; a Conflict when o is not what is stored.
func DeleteOverrideIn(ctx context.Context, tx bun.IDB, o Override) error {
	ok, err := database.Changed(tx.NewDelete().Model(&o).WherePK().Where("o.version = ?", o.Version).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

const maxDraft = 8000 // characters of a draft's text

// Clean returns the draft as it is stored: header lines as one line, one blank line between paragraphs.
func (d Draft) Clean() Draft {
	return Draft{
		Subject: oneLine(d.Subject, maxHeadLine), Headline: oneLine(d.Headline, maxHeadLine), Button: oneLine(d.Button, maxHeadLine), Body: tidied(d.Body),
	}
}

// Check refuses a draft that cannot be sent: fields subject, headline, button, body.
func (f *Form) Check(d Draft) error {
	var c fault.Checks
	c.Require("subject", d.Subject)
	c.Require("headline", d.Headline)
	c.Require("body", d.Body)
	c.MaxLen("subject", d.Subject, maxSubject)
	c.MaxLen("headline", d.Headline, maxSubject)
	c.MaxLen("button", d.Button, maxHeadLine/4)
	c.MaxLen("body", d.Body, maxDraft)
	if f.Draft.Button != "" {
		c.Require("button", d.Button)
	}
	for name, text := range d.parts() {
		f.checkPart(&c, name, text)
	}
	for _, p := range f.Placeholders {
		if p.Required && !f.shows(d.Body, p) {
			c.Add("body", "wording.fault.required", p.Name)
		}
	}
	return c.Err()
}

func (d Draft) parts() map[string]string {
	return map[string]string{"subject": d.Subject, "headline": d.Headline, "button": d.Button, "body": d.Body}
}

// checkPart refuses braces that hold no placeholder of the message.
func (f *Form) checkPart(c *fault.Checks, name, text string) {
	for _, found := range braces.FindAllStringSubmatch(text, -1) {
		if _, known := f.find(found[1]); !known {
			c.Add(name, "wording.fault.unknown", found[0])
			return
		}
	}
	if rest := braces.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		at := strings.IndexAny(rest, "{}")
		c.Add(name, "wording.fault.brace", shortened(rest[at:]))
	}
}

func shortened(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return string(runes)
}

// shows reports whether the placeholder stands in the text.
func (f *Form) shows(text string, p Placeholder) bool {
	return slices.ContainsFunc(braces.FindAllStringSubmatch(text, -1), func(found []string) bool {
		said, known := f.find(found[1])
		return known && said.Key == p.Key
	})
}

// Speaks reports whether the message can say the field's value, by itself or within a piece.
func (f *Form) Speaks(field string) bool {
	return slices.ContainsFunc(f.Placeholders, func(p Placeholder) bool { return p.Field == field || p.says(field) })
}

// Says is what a placeholder says with the fields, for people who choose among them.
func (f *Form) Says(p Placeholder, fields Fields) (string, error) {
	return f.value(p.Key, known(fields))
}
