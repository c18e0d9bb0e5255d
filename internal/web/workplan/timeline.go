package workplanweb

import (
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// timelineList is the state of the timeline: its scale, the months it shows and what its rows are.
func timelineList(r *page.Request) shared.List {
	scale := shared.OneOf("scale", shared.TimelineScales()...)
	scale.Usual = string(shared.ByQuarter)
	return r.List(shared.Listing{
		Path:   r.Path("timeline"),
		Narrow: []shared.Narrow{scale, {Name: "from"}, {Name: "to"}, {Name: "milestone"}, shared.Flag("tasks")},
	})
}

// timelineFilter reads the months; what cannot be read, or runs backwards, is a fault at its field.
func timelineFilter(form shared.Form, list shared.List) (workplan.TimelineFilter, error) {
	read := readerOf(form)
	f := workplan.TimelineFilter{
		From: read.month("from"), To: read.month("to"), MilestoneID: list.Value("milestone"), Tasks: list.On("tasks"),
	}
	if err := read.check(nil); err != nil {
		return f, err
	}
	var c fault.Checks
	if !f.From.IsZero() && !f.To.IsZero() && f.To < f.From {
		c.Add("to", "workplan.fault.to_before_from")
	}
	return f, c.Err()
}

// Timeline shows the plan over time, or answers with its dates as a file.
func (p *Pages) Timeline(r *page.Request) error {
	list := timelineList(r)
	shown := workplanviews.TimelinePage{Frame: below(r, r.Page("workplan.timeline.title")), List: list, Form: list.Form("workplan.timeline.filter.")}
	filter, problem := timelineFilter(shown.Form, list)
	if problem != nil {
		filter.From, filter.To = "", ""
	}
	filter.All = r.WantsFile()
	line, err := p.plan.Timeline(r.Context(), r.Actor, filter)
	if err != nil {
		return err
	}
	if r.WantsFile() {
		return r.Table(r.L.T("workplan.plan.timeline"), timelineFile(r, line))
	}
	shown.Line, shown.Form.Err = line, problem
	shown.From, shown.To, shown.Scale = filter.From, filter.To, shared.TimelineScale(list.Value("scale"))
	if problem != nil {
		return r.Invalid(workplanviews.TimelineAlone(shown))
	}
	return r.Render(workplanviews.TimelineAlone(shown))
}

// timelineFile is the dates of the rows as a file.
func timelineFile(r *page.Request, line workplan.Timeline) sheet.Source {
	cell := func(column string, value func(workplanviews.TimelineLine) string) page.Cell[workplanviews.TimelineLine] {
		return page.Cell[workplanviews.TimelineLine]{Label: r.L.T("workplan.timeline.column." + column), Value: value}
	}
	return page.TableOf(r.L.T("workplan.plan.timeline"), workplanviews.TimelineLines(r.L, line, r.Path),
		cell("number", func(t workplanviews.TimelineLine) string { return t.Number }),
		cell("title", func(t workplanviews.TimelineLine) string { return t.Title }),
		cell("kind", func(t workplanviews.TimelineLine) string { return t.Kind }),
		cell("start", func(t workplanviews.TimelineLine) string { return t.Start.German() }),
		cell("planned", func(t workplanviews.TimelineLine) string { return t.Planned.German() }),
		cell("forecast", func(t workplanviews.TimelineLine) string { return t.Forecast.German() }),
		cell("actual", func(t workplanviews.TimelineLine) string { return t.Actual.German() }),
		cell("slip", func(t workplanviews.TimelineLine) string { return t.Slip }),
		cell("state", func(t workplanviews.TimelineLine) string { return t.Says }),
	)
}
