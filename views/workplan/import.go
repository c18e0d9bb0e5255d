package workplanviews

import (
	"strings"

	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// ImportPage takes a plan file.
type ImportPage struct {
	Frame
	Form shared.Form
}

// PreviewPage shows what a plan file would do.
type PreviewPage struct {
	Frame
	Preview workplan.Preview
	Reason  shared.Form // why deadlines move
	Moved   bool        // the plan has changed since the preview that was confirmed
	Columns shared.Form
}

func changeTone(c workplan.Change) shared.Tone {
	switch c {
	case workplan.RowNew:
		return shared.Success
	case workplan.RowChanged:
		return shared.Info
	case workplan.RowWrong:
		return shared.Danger
	default:
		return shared.Neutral
	}
}

// changeOf says what a row of a file replaces.
func (p PreviewPage) changesOf(r workplan.Row) []string {
	var said []string
	if r.Was.Title != "" {
		said = append(said, p.T("workplan.preview.was_title", r.Was.Title))
	}
	if r.Was.Parent != "" {
		said = append(said, p.T("workplan.preview.was_parent", r.Was.Parent))
	}
	if r.Was.DueOn != "" {
		said = append(said, p.T("workplan.preview.was_due", r.Was.DueOn.Slash()))
	}
	return said
}

const shownProblems = 50

func (p PreviewPage) shown() []workplan.Problem {
	return p.Preview.Problems[:min(shownProblems, len(p.Preview.Problems))]
}

func (p PreviewPage) lead() string {
	switch {
	case !p.Preview.OK():
		return p.T("workplan.preview.lead_wrong")
	case !p.Preview.Writes():
		return p.T("workplan.preview.lead_same")
	}
	return p.T("workplan.preview.lead", p.Preview.Count(workplan.RowNew), p.Preview.Count(workplan.RowChanged), p.Preview.Count(workplan.RowUnchanged))
}

func (p PreviewPage) kept() string {
	const most = 20
	kept := p.Preview.Kept
	said := strings.Join(kept[:min(most, len(kept))], ", ")
	if len(kept) > most {
		said += " …"
	}
	return p.T("workplan.preview.kept", said)
}

func (p PreviewPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.number")},
		{Label: p.T("workplan.column.line"), Numeric: true},
		{Label: p.T("workplan.column.goal")},
		{Label: p.T("workplan.column.title")},
		{Label: p.T("workplan.column.due")},
		{Label: p.T("workplan.column.change")},
	}
}
