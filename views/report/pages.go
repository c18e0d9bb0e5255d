// Package reportviews has the pages of reports to the funder, and the document that a report is handed over as.
//
// Article shows what a report says, in the report's language. A page of the program shows it within its frame; Document puts
// it into one HTML file with its own style sheet, which is what is frozen. Both take the style from css/report.css, whose
// colours have values of their own for where the design system is not.
package reportviews

import (
	"context"
	"io/fs"
	"strings"

	"github.com/a-h/templ"

	"rundertisch/internal/report"
	"rundertisch/views"
	"rundertisch/views/shared"
	"rundertisch/views/static"
)

// Frame is what all pages of reports have.
type Frame struct {
	views.Page
	At                  func(parts ...string) string // address inside the project
	MayWrite, MayFreeze bool
}

// ListPage lists the project's reports.
type ListPage struct {
	Frame
	List    shared.List
	Reports []report.Report // of the page shown
}

// NewPage asks for kind, language and period of a new report.
type NewPage struct {
	Frame
	Form shared.Form
}

// ReportPage shows a report.
type ReportPage struct {
	Frame
	Report report.Read
}

// EditPage is the form of what is typed about the whole.
type EditPage struct {
	Frame
	Report report.Report
	Form   shared.Form
}

// TextPage is the form of what is typed about a milestone.
type TextPage struct {
	Frame
	Report    report.Report
	Milestone report.Milestone
	Form      shared.Form
}

// AskPage asks before a draft is frozen or deleted.
type AskPage struct {
	Frame
	Report  report.Read
	Ask     shared.Confirmation
	Problem string // why it was refused, empty at first
	Seen    string // fingerprint of what is to be frozen; empty when it is to be deleted
}

// CorrectPage asks why a frozen report is to be replaced.
type CorrectPage struct {
	Frame
	Report report.Report
	Form   shared.Form
}

// Typeset makes the document of a report.
func Typeset(ctx context.Context, c report.Content) (string, error) {
	style, err := fs.ReadFile(static.FS(), "css/report.css")
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = document(c, "<style>\n"+string(style)+"</style>").Render(ctx, &out) //nolint:contextcheck // components take it in Render
	return out.String(), err
}

// Name says which report it is: "Zwischenbericht Nr. 2", or a draft of one.
func Name(p views.Page, r report.Report) string {
	kind := p.T("report.kind." + string(r.Kind))
	if r.Frozen() {
		return p.T("report.content.numbered", kind, r.Number)
	}
	return kind
}

// stored shows the article of a frozen report as it was frozen. It is what Article made of escaped texts, and shown only if its
// sum is right.
func stored(r report.Report) templ.Component { return templ.Raw(r.Article()) }

func (f Frame) period(r report.Report) string { return report.Period(f.L, r) }

// standing says where the report stands, in a word or two.
func (f Frame) standing(r report.Report) (shared.Tone, string) {
	switch {
	case r.Superseded():
		return shared.Neutral, f.T("report.state.superseded", r.SupersededNumber)
	case r.Frozen():
		return shared.Success, f.T("report.state.frozen")
	}
	return shared.Info, f.T("report.state.draft")
}

// Standing is how the list's file says where the report stands.
func (f Frame) Standing(r report.Report) string {
	_, word := f.standing(r)
	return word
}

func (f Frame) badge(r report.Report) templ.Component {
	tone, word := f.standing(r)
	return shared.Badge(tone, word)
}

func (f Frame) kinds() []shared.Option {
	var options []shared.Option
	for _, kind := range report.Kinds() {
		options = append(options, shared.Option{Value: string(kind), Label: f.T("report.kind." + string(kind))})
	}
	return options
}

func (f Frame) languages() []shared.Option {
	return []shared.Option{{Value: "de", Label: f.T("report.lang.de")}, {Value: "en", Label: f.T("report.lang.en")}}
}

func (p ListPage) form() shared.Form { return p.List.Form("report.filter.") }

func (p ListPage) columns() []shared.Column {
	return []shared.Column{
		p.List.Column(p.T("report.column.report"), "report"),
		p.List.Column(p.T("report.column.period"), "period"),
		p.List.Column(p.T("report.column.state"), "state"),
		p.List.Column(p.T("report.column.frozen"), "frozen"),
	}
}

// Frozen says when and by whom the report was frozen.
func (f Frame) Frozen(r report.Report) string {
	if !r.Frozen() {
		return ""
	}
	return f.L.Day(r.FrozenAt.In(f.L.Zone())) + ", " + r.FrozenName
}

func (p ReportPage) edit() links {
	if p.Report.Frozen() || !p.MayWrite {
		return links{}
	}
	return links{label: p.T("report.edit_text"), milestone: func(m report.Milestone) string {
		return p.At("reports", p.Report.ID, "milestones", m.ID, "edit")
	}}
}

// links lead from a milestone of a draft to the form of its texts; a document has none.
type links struct {
	label     string // in the language of the page
	milestone func(report.Milestone) string
}

func (p ReportPage) seal() []shared.Term {
	return []shared.Term{
		{Label: p.T("report.column.frozen"), Value: p.Frozen(p.Report.Report)},
		{Label: p.T("report.sha256"), Content: sumOf(p.Report.SHA256)},
	}
}

// paragraphs splits a text at its blank lines.
func paragraphs(text string) []string {
	var all []string
	for _, part := range strings.Split(text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// titleOf is the document's title element: "Zwischenbericht Nr. 2 – Vorhaben".
func titleOf(c report.Content) string { return c.Title + " – " + c.Project }
