// Package wordingviews has the pages on which a house words its mails.
package wordingviews

import (
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/wording"
	"rundertisch/views"
	letterviews "rundertisch/views/letter"
	"rundertisch/views/shared"
)

// ListPage lists the mails that can be worded.
type ListPage struct {
	views.Page
	Base    string
	Project bool // of a project, else of the workspace
	Rows    []Row
}

// Row is one mail in all languages.
type Row struct {
	Name  string
	Texts []wording.Text
}

// EditPage is the form of one mail in one language.
type EditPage struct {
	views.Page
	Form         shared.Form
	Action, Back string
	Text         wording.Text
	Project      bool
	Placeholders []Placeholder
	Events       []shared.Option
	Persons      []shared.Option
	Letter       *letterviews.Letter // the mail with the example; nil while the text cannot be sent
	Looks        []Look
}

// Placeholder is what may be written, what it stands for and what it says in the example.
type Placeholder struct {
	mail.Placeholder

	Means string
	Now   string
}

// Look is where the stored mail stands alone on a page, as it arrives.
type Look struct{ Href, Label string }

// ResetPage asks whether the own text is to go.
type ResetPage struct {
	views.Page
	Form         shared.Form
	Action, Back string
	Text         wording.Text
}

// Title is how a mail is called in lists; its own headline when it has no name.
func Title(l *i18n.Locale, t wording.Text) string {
	if key := "wording.mail." + t.Name; l.Has(key) {
		return l.T(key)
	}
	return t.Form.Draft.Headline
}

// When says when the mail goes out and to whom; empty when nobody wrote it down.
func When(l *i18n.Locale, name string) string {
	if key := "wording.when." + name; l.Has(key) {
		return l.T(key)
	}
	return ""
}

// Language is the name of a mail's language.
func Language(l *i18n.Locale, lang i18n.Lang) string { return l.T("wording.lang." + string(lang)) }

func tone(o wording.Origin) shared.Tone {
	if o == wording.Shipped {
		return shared.Neutral
	}
	return shared.Info
}

func (p ListPage) columns() []shared.Column {
	columns := []shared.Column{{Label: p.T("wording.column.mail")}, {Label: p.T("wording.column.when")}}
	for _, t := range p.Rows[0].Texts {
		columns = append(columns, shared.Column{Label: Language(p.L, t.Lang)})
	}
	return columns
}

func (p ListPage) href(t wording.Text) string { return p.Base + "/" + string(t.Lang) + "/" + t.Name }

func (p EditPage) columns() []shared.Column {
	return []shared.Column{{Label: p.T("wording.column.write")}, {Label: p.T("wording.column.means")}, {Label: p.T("wording.column.now")}}
}

// parts are the texts of a draft with their labels.
func parts(l *i18n.Locale, d mail.Draft) []shared.Term {
	return []shared.Term{
		{Label: l.T("wording.field.subject"), Value: d.Subject},
		{Label: l.T("wording.field.headline"), Value: d.Headline},
		{Label: l.T("wording.field.button"), Value: d.Button},
	}
}
