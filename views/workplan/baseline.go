package workplanviews

import (
	"net/url"

	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// Today is the choice of the present plan among those that can be compared.
const Today = "today"

// BaselinesPage lists the approved plans.
type BaselinesPage struct {
	Frame
	Baselines []workplan.Baseline // newest approval first
	MayShape  bool
}

// BaselineFormPage asks what was approved.
type BaselineFormPage struct {
	Frame
	Form       shared.Form
	Milestones int // in the plan of today
}

// BaselinePage shows an approved plan.
type BaselinePage struct {
	Frame
	Baseline   workplan.Baseline
	Milestones []workplan.Approved // by number
}

// ComparePage shows what became of one plan in another.
type ComparePage struct {
	Frame
	Baselines  []workplan.Baseline
	From, To   string // choices
	Comparison workplan.Comparison
}

// Words says what is different about a milestone: "5 Monate später (153 Tage)", "neu", "entfallen", "umbenannt".
func (p ComparePage) Words(d workplan.Difference) string {
	switch {
	case d.Added():
		return p.T("workplan.compare.added")
	case d.Removed():
		return p.T("workplan.compare.removed")
	case d.Days() != 0 && d.Renamed():
		return p.moved(d) + ", " + p.T("workplan.compare.renamed")
	case d.Days() != 0:
		return p.moved(d)
	case d.Renamed():
		return p.T("workplan.compare.renamed")
	}
	return p.T("workplan.compare.same")
}

func (p ComparePage) moved(d workplan.Difference) string {
	if d.Days() < 0 {
		return p.N("workplan.compare.earlier", -d.Months(), p.N("workplan.compare.days", -d.Days()))
	}
	return p.N("workplan.compare.later", d.Months(), p.N("workplan.compare.days", d.Days()))
}

func (p ComparePage) tone(d workplan.Difference) shared.Tone {
	switch {
	case d.Days() > 0:
		return shared.Warning
	case d.Removed():
		return shared.Danger
	case d.Days() < 0:
		return shared.Success
	default:
		return shared.Info
	}
}

func (p ComparePage) form() shared.Form {
	to := p.To
	if to == "" {
		to = Today
	}
	form := shared.Fill(map[string]string{"from": p.From, "to": to})
	form.Labels = "workplan.compare.field."
	return form
}

func (p ComparePage) plans() []shared.Option {
	options := []shared.Option{{Value: Today, Label: p.T("workplan.compare.today")}}
	for _, b := range p.Baselines {
		options = append(options, shared.Option{Value: b.ID, Label: b.Name + ", " + p.day(b.ApprovedOn)})
	}
	return options
}

func (p ComparePage) file(ending string) string {
	return p.At("plan", "baselines", "compare"+ending) + "?" + url.Values{"from": {p.From}, "to": {p.To}}.Encode()
}

// name is how a plan is called in the heading of its column.
func (p ComparePage) name(b workplan.Baseline) string {
	if b.ID == "" {
		return p.T("workplan.compare.today")
	}
	return b.Name
}

func (p ComparePage) lead() string {
	return p.T("workplan.compare.lead", p.name(p.Comparison.From), p.name(p.Comparison.To), p.N("workplan.compare.found", len(p.Comparison.Different()), len(p.Comparison.Differences)))
}

func (p ComparePage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.milestone")},
		{Label: p.name(p.Comparison.From)},
		{Label: p.name(p.Comparison.To)},
		{Label: p.T("workplan.compare.column.change")},
		{Label: p.T("workplan.compare.column.reason")},
	}
}

func (p BaselinesPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.baseline.field.name")},
		{Label: p.T("workplan.baseline.field.approved_on")},
		{Label: p.T("workplan.baseline.field.document_number")},
		{Label: p.T("workplan.baselines.since")},
	}
}

func (p BaselinePage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.milestone")},
		{Label: p.T("workplan.column.goal")},
		{Label: p.T("workplan.milestone.start")},
		{Label: p.T("workplan.column.due")},
	}
}

func (p BaselinePage) terms() []shared.Term {
	b := p.Baseline
	return []shared.Term{
		{Label: p.T("workplan.baseline.field.approved_on"), Value: p.day(b.ApprovedOn)},
		{Label: p.T("workplan.baseline.field.document_number"), Value: b.DocumentNumber},
		{Label: p.T("workplan.baseline.field.reason"), Value: b.Reason},
		{Label: p.T("workplan.baseline.kept"), Value: p.L.Day(b.CreatedAt.In(p.L.Zone()))},
	}
}
